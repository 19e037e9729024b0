import Platform

let environment = ProcessEnvironment.all()
if let code = environment["STUB_EXIT"].flatMap({ Int32($0) }) { ThisProcess.leave(code) }
if let path = environment["STUB_SECRET_FILE"], (try? TextFile.read(path))?.hasPrefix("good") != true {
    ThisProcess.leave(78)
}
guard let worker = try StubWorker(Array(CommandLine.arguments.dropFirst()), environment: environment) else {
    ThisProcess.leave(64)
}
try worker.run()
