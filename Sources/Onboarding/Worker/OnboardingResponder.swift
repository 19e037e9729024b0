internal import Platform

/// The program `onboarding-responder`: settings in, worker out.
public enum OnboardingResponder {
    /// The exit status for settings or arguments that cannot be used, `EX_CONFIG` of `sysexits.h`: starting it again
    /// will not help.
    public static var misconfigured: Int32 { 78 }

    /// Runs the worker to its end and returns the exit status.
    public static func main(_ arguments: [String]) -> Int32 {
        do {
            var options = try WorkerOptions(arguments)
            var succession: Succession?
            let preparation = try WorkerPreparation(options)
            if let descriptor = options.forkServerDescriptor {
                preparation.rehearse()
                var server = try ForkServer(descriptor: descriptor)
                guard let copy = try server.serve(pool: options.pool) else { return 0 }
                options = try WorkerOptions(copy.arguments)
                succession = copy.succession
            }
            try preparation.worker(options, succession).run()
            return 0
        } catch {
            StandardError.write("onboarding-responder: \(error)\n")
            return misconfigured
        }
    }
}
