internal import FastCGI
public import HTTPRouting
internal import Platform
internal import Postgres
public import Settings

/// The main program of every responder: settings in, worker out.
public enum ResponderProgram<Program: Application> {
    /// Runs a worker, or the process that workers are copied from, as the command line says, and leaves the process: with
    /// status 0; with 78 (`EX_CONFIG` of `sysexits.h`) for settings and arguments that cannot be used, where starting
    /// again does not help; or with 75 (`EX_TEMPFAIL`) for anything else that kept it from starting.
    ///
    /// It is inlinable, so that the program has its routes compiled for its own services: without that much of a request's
    /// time would go into looking types up.
    @inlinable
    public static func main() -> Never {
        let router = Router(RouteTable(Program.routes))
        let parts = ProgramParts(name: Program.name, routes: router.table.descriptions) { resources, settings in
            let services = try Program.services(settings)
            return { request, contentLength, deadline, willCall, readBody in
                router.respond(
                    to: request,
                    contentLength: contentLength,
                    context: Context(resources, services, deadline: deadline),
                    willCall: willCall,
                    readBody: readBody
                )
            }
        }
        WorkerProcess.run(parts)
    }
}

/// Answers one request: its parameters are those of `Router.respond`, with the instant at which the request gives up.
public typealias Respond = (Request, String, Duration, (Int) -> Void, (Int) throws -> [UInt8]) -> RoutingOutcome?

/// What the life of a worker needs to know of a program.
@usableFromInline
struct ProgramParts {
    let name: String
    let routes: [RouteDescription]
    /// Makes what answers requests.
    let prepare: (WorkerResources, Settings) throws -> Respond

    @usableFromInline
    init(
        name: String,
        routes: [RouteDescription],
        prepare: @escaping (WorkerResources, Settings) throws -> Respond
    ) {
        self.name = name
        self.routes = routes
        self.prepare = prepare
    }
}

@usableFromInline
enum WorkerProcess {
    @usableFromInline
    static func run(_ program: ProgramParts) -> Never {
        do {
            var options = try WorkerOptions(Array(CommandLine.arguments.dropFirst()))
            var copy: ForkServer.Copy?
            var server: ForkServer?
            if let descriptor = options.forkServerDescriptor { server = try ForkServer(descriptor: descriptor) }
            let preparation = try WorkerPreparation(program, options)
            let pool = options.pool ?? program.name
            if server != nil {
                copy = try server?.serve(pool: pool, preparation.signals, handsOver: preparation.handsOver)
                guard let copy else { ThisProcess.leave(0) }
                options = copy.options
            }
            let database = preparation.resources.database
            let worker = try Worker(options, pool: pool, preparation, successors: copy?.successors)
            if let connection = copy?.connection { database.takeOver(connection) }
            worker.run()
            // Nothing is taken apart first: the kernel does that at once.
            withExtendedLifetime(worker) { ThisProcess.leave(0) }
        } catch {
            StandardError.write("\(program.name)-responder: \(error)\n")
            ThisProcess.leave(isConfiguration(error) ? 78 : 75)
        }
    }

    /// Whether only another configuration can mend what kept a worker from starting.
    private static func isConfiguration(_ error: any Error) -> Bool {
        switch error {
        case is SettingsError, is WorkerOptions.UsageError, FastCGIError.notAListeningSocket: true
        case let error as PostgresError: error.kind == .configuration
        default: false
        }
    }
}
