import ArgumentParser
import Supervision

/// When workers are replaced.
struct WorkerLimitOptions: ParsableArguments {
    @Option(help: "A worker leaves after this many requests, give or take a tenth; 0 means never.")
    var maxRequests = 50_000

    @Option(
        help: ArgumentHelp("A worker leaves at this age, give or take a tenth; 0 means never.", valueName: "seconds")
    )
    var maxAge = 3_600

    @Option(help: ArgumentHelp("A worker with more private memory is replaced; 0 means never.", valueName: "MiB"))
    var maxMemory = 128

    @Option(help: ArgumentHelp("How long a worker may take to leave before it is killed.", valueName: "seconds"))
    var grace = 30

    func validate() throws {
        for (name, value) in [
            ("--max-requests", maxRequests), ("--max-age", maxAge), ("--max-memory", maxMemory), ("--grace", grace),
        ] {
            guard (0...1_000_000_000).contains(value) else {
                throw ValidationError("\(name) is a number from 0 to 1000000000, not \(value).")
            }
        }
    }

    func apply(to configuration: inout ManagerConfiguration) {
        configuration.requestsPerWorker = maxRequests > 0 ? maxRequests : nil
        configuration.agePerWorker = maxAge > 0 ? .seconds(maxAge) : nil
        configuration.limits.maximumMemory = maxMemory > 0 ? UInt64(maxMemory) << 20 : nil
        configuration.limits.stopGrace = .seconds(grace)
    }
}
