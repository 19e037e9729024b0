import Foundation
import Platform
import Support
import Testing

/// One real worker, started by hand in the place of a stack's workers.
struct LoneWorker {
    let process: Int32
    private let socket: String

    /// Starts it on a socket of its own and returns when that listens.
    /// - Parameters:
    ///   - backlog: how many connections wait in the socket's queue.
    ///   - descriptors: how many files it finds open.
    init(in stack: RunningStack, backlog: Int, descriptors: Int = 0) throws {
        socket = "\(stack.state)/run/onboarding.sock"
        var environment = try OwnManager.environment(stack)
        environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
        try FileManager.default.moveItem(atPath: socket, toPath: socket + ".away")
        process = try ChildProcess.start(
            "/usr/bin/env",
            arguments: [
                "python3", "-c", Self.script, socket, "\(backlog)", "\(descriptors)",
                "\(Repository.programs)/onboarding-responder",
            ],
            environment: environment,
            descriptors: [:]
        )
        let listens = eventually { [socket] in FileManager.default.fileExists(atPath: socket) }
        try #require(listens)
    }

    private static let script = """
        import os, resource, socket, sys
        path, backlog, count, program = sys.argv[1:]
        resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path + ".new")
        listener.listen(int(backlog))
        os.dup2(listener.fileno(), 0)
        for _ in range(int(count)):
            os.set_inheritable(os.open("/dev/null", os.O_RDONLY), True)
        os.rename(path + ".new", path)
        os.execv(program, [program])
        """

    /// Ends it and gives the stack's workers their place back.
    func leave() throws {
        ChildProcess.signal(process, .kill)
        try FileManager.default.removeItem(atPath: socket)
        try FileManager.default.moveItem(atPath: socket + ".away", toPath: socket)
    }
}
