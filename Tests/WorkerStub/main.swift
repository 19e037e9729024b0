import Platform

let environment = ProcessEnvironment.all()
if let code = environment["STUB_EXIT"].flatMap({ Int32($0) }) { ProcessExit.exit(code) }
if let path = environment["STUB_SECRET_FILE"], (try? TextFile.read(path))?.hasPrefix("good") != true {
    ProcessExit.exit(78)
}
guard let worker = try StubWorker(Array(CommandLine.arguments.dropFirst()), environment: environment) else {
    ProcessExit.exit(64)
}
try worker.run()
