internal import Platform

/// The program `onboarding-responder`: settings in, worker out.
public enum OnboardingResponder {
    /// The exit status for settings or arguments that cannot be used, `EX_CONFIG` of `sysexits.h`: starting it again
    /// will not help.
    public static var misconfigured: Int32 { 78 }

    /// Runs the worker to its end and leaves the process, with status 0 or ``misconfigured``.
    public static func main(_ arguments: [String]) -> Never {
        do {
            var options = try WorkerOptions(arguments)
            var succession: Succession?
            let preparation = try WorkerPreparation(options)
            if let descriptor = options.forkServerDescriptor {
                try? Rehearsal().perform(preparation)
                var server = try ForkServer(descriptor: descriptor)
                guard let copy = try server.serve(pool: options.pool, preparation.signals) else {
                    ProcessExit.leave(0)
                }
                (options, succession) = copy
            }
            let worker = try Worker(options, preparation, succession)
            worker.run()
            // Nothing is taken apart first: the kernel does that at once.
            withExtendedLifetime(worker) { ProcessExit.leave(0) }
        } catch {
            StandardError.write("onboarding-responder: \(error)\n")
            ProcessExit.leave(misconfigured)
        }
    }
}
