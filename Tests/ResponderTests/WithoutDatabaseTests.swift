import Foundation
import HTTPRouting
import HTTPTypes
import Logging
import Platform
import Postgres
import SharedBudget
import Support
import Synchronization
import Testing
import WebToken

@testable import Responder

/// Handlers that wait for somebody else, with fewer slots in the budget than there are of them.
@Suite struct WithoutDatabaseTests {
    private static let workers = 8
    private static let slots = 2

    /// Lets everybody go on once all have come.
    private final class Gate: Sendable {
        private let waiting = Mutex(0)

        func pass(_ count: Int) -> Bool {
            waiting.withLock { $0 += 1 }
            return eventually(within: .seconds(20)) { waiting.withLock { $0 >= count } }
        }

        var arrived: Int { waiting.withLock { $0 } }
    }

    @Test func whoWaitsForSomebodyElseHoldsNeitherConnectionNorSlot() throws {
        let database = try TestDatabase.migrated()
        let directory = try TemporaryDirectory()
        let (entered, leave) = (Gate(), Gate())
        let route = ResponderRoute<NoServices>(
            .get,
            "/wait",
            name: "wait",
            summary: "",
            access: .anyone,
            answers: []
        ) { call in
            let one = Statement("one", "select 1 as one")
            _ = try call.run(one)
            let all = call.withoutDatabase {
                let all = entered.pass(Self.workers)
                return all && leave.pass(Self.workers + 1)
            }
            let isBack = try call.run(one).first?.integer("one") == 1
            return Response(all && isBack ? .ok : .internalServerError)
        }
        let router = Router(RouteTable([route]))
        let url = database.applicationURL
        let answers = Mutex<[Int]>([])
        let threads = (0..<Self.workers).map { _ in
            Thread {
                guard
                    let worker = try? WorkerResources(
                        database: Database(
                            DatabaseConnections(
                                configuration: ConnectionConfiguration(url: url, applicationName: "waiting")
                            ),
                            budget: SharedConnectionBudget(directory: directory.path, slots: Self.slots, group: "test")
                        ),
                        tokens: TokenKeySet(current: [UInt8](repeating: 7, count: 32), previous: []),
                        log: Logger(label: "") { StructuredLog(label: $0, level: .critical) }
                    )
                else { return }
                let outcome = router.respond(
                    to: Request(method: .get, path: "/wait"),
                    contentLength: "",
                    context: Context(worker, NoServices(), deadline: MonotonicClock.now + .seconds(60)),
                    readBody: { _ in [] }
                )
                worker.database.close()
                answers.withLock { $0.append(outcome?.response.status.code ?? 0) }
            }
        }
        for thread in threads { thread.start() }
        #expect(eventually(within: .seconds(20)) { entered.arrived == Self.workers }, "\(entered.arrived) came through")
        let open = "select count(*)::text from pg_stat_activity where application_name = 'waiting'"
        #expect(try database.texts(open) == ["0"])
        let bystander = try SharedConnectionBudget(directory: directory.path, slots: Self.slots, group: nil)
        #expect(bystander.take(deadline: MonotonicClock.now + .seconds(5)))
        #expect(bystander.take(deadline: MonotonicClock.now + .seconds(5)), "both slots are free")
        for _ in 0..<Self.slots { bystander.giveBack(backend: 0, isGone: true) }
        _ = leave.pass(1)
        #expect(eventually(within: .seconds(30)) { answers.withLock { $0.count } == Self.workers })
        #expect(answers.withLock { $0 } == Array(repeating: 200, count: Self.workers))
    }
}
