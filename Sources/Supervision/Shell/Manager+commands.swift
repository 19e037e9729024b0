internal import Logging
internal import Platform
internal import SystemPackage

extension Manager {
    /// Carries out what came through the control socket, and answers.
    func answer(_ request: Result<ControlRequest, ControlMistake>, _ connection: FileDescriptor) {
        let now = MonotonicClock.now
        switch request {
        case .failure(let mistake): reply(.refused(mistake.sentence), connection)
        case .success(.status):
            let seconds = Int((now - startedAt).components.seconds)
            reply(.status(process: ThisProcess.id, seconds: seconds, pools: state.summaries), connection)
        case .success(.scale(let pool, let workers)):
            do {
                perform(try state.scale(pool, to: workers, at: now))
                reply(.done("The pool gets \(workers) worker\(workers == 1 ? "" : "s")."), connection)
            } catch {
                reply(.refused("\(error)"), connection)
            }
        case .success(.reload):
            guard !state.isStopping else { return reply(.refused("\(CommandRefusal.stopping)"), connection) }
            reloadWaiters.append(connection)
            perform(state.reloadRequested(at: now))
        case .success(.stop(let kind)):
            reply(.done("The manager stops."), connection)
            perform(state.stopRequested(kind, at: now))
        case .success(.upgrade):
            if let problem = startSuccessor() {
                reply(.refused(problem), connection)
            } else {
                reply(.done("A new manager was started; it takes over once its workers are ready."), connection)
            }
        }
    }

    private func reply(_ reply: ControlReply, _ connection: FileDescriptor) { control?.send(reply, to: connection) }

    /// Reads the settings anew for the brain.
    func loadSettings() -> [ManagerAction] {
        reloadProblem = nil
        do {
            let fresh = try configuration.settings.load()
            for pool in configuration.pools where !FileSystem.isExecutable(pool.executable) {
                throw SettingsRefusal(reason: "\(pool.executable) is no program that this user may run.")
            }
            newestGeneration += 1
            settings[newestGeneration] = fresh
            return state.settingsAccepted(
                generation: newestGeneration,
                requestDeadline: fresh.requestDeadline,
                at: MonotonicClock.now
            )
        } catch {
            return state.settingsRefused(reason: "\(error)")
        }
    }

    /// Tells those who asked for a reload how it ended, once it has.
    func answerReloadWaiters() {
        guard !reloadWaiters.isEmpty, !state.isReloading || state.isStopping else { return }
        let outcome: ControlReply
        if state.isStopping {
            outcome = .refused("\(CommandRefusal.stopping)")
        } else if let reloadProblem {
            outcome = .refused("\(reloadProblem) The old workers stay.")
        } else {
            outcome = .done("Every worker runs with the new settings.")
        }
        for connection in reloadWaiters { reply(outcome, connection) }
        reloadWaiters = []
    }
}

extension ManagerEvent {
    /// The worker that the event is about.
    var worker: WorkerID? {
        switch self {
        case .workerStarted(let id, _, _, _), .workerStartFailed(let id, _, _), .workerBecameReady(let id, _, _),
            .workerAskedToLeave(let id, _, _), .workerLeft(let id, _, _, _, _), .workerDied(let id, _, _, _, _),
            .workerKilled(let id, _, _):
            id
        default: nil
        }
    }

    /// Why a reload did not come about, as a sentence.
    var reloadProblem: String? {
        switch self {
        case .reloadRefused(let reason): reason
        case .reloadAbandoned(let pool, _, let status):
            "The first worker of pool \"\(pool)\" with the new settings failed (\(status))."
        default: nil
        }
    }
}
