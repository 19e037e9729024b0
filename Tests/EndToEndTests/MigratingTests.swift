import Support
import Testing

extension EndToEnd {
    /// Migrations while customers are served.
    @Suite struct MigratingTests {
        private func migrate(_ direction: String, _ stack: RunningStack) throws -> Command {
            let program = "\(Repository.programs)/onboardingctl"
            let inItsEnvironment = ["bash", "-c", #"set -a; . "$0"; exec "$@""#, "\(stack.state)/env"]
            return try Command(inItsEnvironment + [program, "migrate", direction, "--migrations", "Migrations"])
        }

        @Test func theNewestMigrationGoesAndComesBackUnnoticed() throws {
            let stack = try EndToEnd.ownStack(workers: 4, hasOwnDatabase: true)
            defer { try? stack.finish() }
            let load = try FaultLoad(on: stack)
            for direction in ["down", "up", "down", "up"] {
                #expect(load.waitForSuccesses(40))
                let migration = try migrate(direction, stack)
                #expect(migration.status == 0, "\(migration.errors)")
            }
            #expect(load.waitForSuccesses(40))
            let exchanges = try load.stop()
            #expect(exchanges.filter { !(200..<300).contains($0.status) }.map(\.description) == [])
            #expect(exchanges.contains { $0.method == "POST" && $0.status == 201 })
        }
    }
}
