internal import Logging
internal import Platform
internal import SystemPackage

extension Manager {
    /// Carries out what came through the control socket, and answers.
    func answer(_ request: Result<ControlRequest, ManagerError>, _ connection: FileDescriptor) {
        let now = MonotonicClock.now
        switch request {
        case .failure(let error): reply(.refused(error.description), connection)
        case .success(.status):
            let seconds = Int((now - startedAt).components.seconds)
            reply(.status(process: ThisProcess.id, seconds: seconds, pools: state.summaries), connection)
        case .success(.scale(let pool, let workers)):
            guard upgrade.newManager == nil else {
                return reply(.refused("An upgrade is under way; scale again when it is complete."), connection)
            }
            do {
                perform(try state.scale(pool, to: workers, at: now))
                reply(.done("The pool gets \(workers) worker\(workers == 1 ? "" : "s")."), connection)
            } catch {
                reply(.refused("\(error)"), connection)
            }
        case .success(.reload):
            guard !state.isStopping else { return reply(.refused("\(CommandError.stopping)"), connection) }
            reloadWaiters.append(connection)
            perform(state.reloadRequested(at: now))
        case .success(.stop(let kind)):
            reply(.done("The manager stops."), connection)
            stop(kind, at: now)
        case .success(.upgrade):
            let done = "A new manager was started; it takes over once its workers are ready."
            reply(startNewManager().map(ControlReply.refused) ?? .done(done), connection)
        }
    }

    private func reply(_ reply: ControlReply, _ connection: FileDescriptor) { control?.send(reply, to: connection) }

    /// Reads the settings anew.
    func loadSettings() -> [ManagerAction] {
        reloadProblem = nil
        do {
            let fresh = try configuration.settings.load()
            for pool in configuration.pools where !FileSystem.isExecutable(pool.executable) {
                throw ManagerError("\(pool.executable) is no program that this user may run.")
            }
            let generation = newestGeneration + 1
            settings[generation] = fresh
            return state.settingsAccepted(
                generation: generation,
                requestDeadline: fresh.requestDeadline,
                at: MonotonicClock.now
            )
        } catch {
            return [.report(.reloadRefused(reason: "\(error)"))]
        }
    }

    /// Tells those who asked for a reload how it ended, once it has.
    func answerReloadWaiters() {
        guard !reloadWaiters.isEmpty, !state.isReloading || state.isStopping else { return }
        let outcome: ControlReply
        if state.isStopping {
            outcome = .refused("\(CommandError.stopping)")
        } else if let reloadProblem {
            outcome = .refused("\(reloadProblem) The old workers stay.")
        } else {
            outcome = .done("Every worker runs with the new settings.")
        }
        for connection in reloadWaiters { reply(outcome, connection) }
        reloadWaiters = []
    }
}
