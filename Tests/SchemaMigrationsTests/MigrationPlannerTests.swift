import Testing

@testable import SchemaMigrations

@Suite struct MigrationPlannerTests {
    private let names = ["20250101000000_create_a.sql", "20250102000000_create_b.sql", "20250103000000_create_c.sql"]

    private func folder(_ numbers: [Int], down: String? = "drop table t;") throws -> MigrationSet {
        try MigrationSet(parsing: numbers.map { file(names[$0], down: down) })
    }

    private func applied(_ set: MigrationSet) -> [AppliedMigration] {
        set.migrations.map {
            AppliedMigration(
                version: $0.version,
                name: $0.file.name,
                checksum: $0.checksum,
                appliedAt: "2025-02-01T00:00:00Z"
            )
        }
    }

    private func refusal(
        _ direction: MigrationDirection,
        of set: MigrationSet,
        applied: [AppliedMigration]
    ) -> [String] {
        do {
            _ = try MigrationPlanner.steps(direction, of: set, applied: applied)
            return []
        } catch {
            guard case .refused(let reasons) = error else { return [] }
            return reasons
        }
    }

    @Test func upAppliesWhatIsPendingInOrder() throws {
        let all = try folder([2, 0, 1])
        let fresh = try MigrationPlanner.steps(.up, of: all, applied: [])
        #expect(fresh.map(\.migration.file.fileName) == names)
        #expect(fresh.allSatisfy { $0.action == .apply && $0.section == $0.migration.up })
        let rest = try MigrationPlanner.steps(.up, of: all, applied: applied(folder([0, 1])))
        #expect(rest.map(\.migration.file.fileName) == [names[2]])
        #expect(try MigrationPlanner.steps(.up, of: all, applied: applied(all)).isEmpty)
    }

    @Test func downUndoesTheNewestFirstAndOnlyAsManyAsAsked() throws {
        let all = try folder([0, 1, 2])
        let one = try MigrationPlanner.steps(.down(steps: 1), of: all, applied: applied(all))
        #expect(one.map(\.migration.file.fileName) == [names[2]])
        #expect(one.allSatisfy { $0.action == .undo && $0.section == $0.migration.down })
        let many = try MigrationPlanner.steps(.down(steps: 9), of: all, applied: applied(folder([0, 1])))
        #expect(many.map(\.migration.file.fileName) == [names[1], names[0]])
        #expect(try MigrationPlanner.steps(.down(steps: 1), of: all, applied: []).isEmpty)
    }

    @Test func aFileThatChangedAfterItWasAppliedIsRefused() throws {
        let original = try folder([0])
        let changed = try MigrationSet(parsing: [file(names[0], up: "create table other ();"), file(names[1])])
        for direction in [MigrationDirection.up, .down(steps: 1)] {
            let reasons = refusal(direction, of: changed, applied: applied(original))
            #expect(reasons.count == 1)
            #expect(reasons.first?.contains("\(names[0]) has changed") == true)
        }
    }

    @Test func aFileThatNamesTheEditionItReplacesStandsForIt() throws {
        let original = try folder([0])
        let up = "create table other ();\n-- migrate:replaces \(original.migrations[0].checksum)\n"
        let mended = try MigrationSet(parsing: [file(names[0], up: up), file(names[1])])
        #expect(refusal(.up, of: mended, applied: applied(original)) == [])
        let rest = try MigrationPlanner.steps(.up, of: mended, applied: applied(original))
        #expect(rest.map(\.migration.file.fileName) == [names[1]])
        #expect(parseError("-- migrate:replaces abc\n-- migrate:up\nselect 1;\n")?.code == .badDirective)
    }

    @Test func aRenamedFileIsAChangedFile() throws {
        let original = try folder([0])
        let renamed = try MigrationSet(parsing: [file("20250101000000_create_z.sql")])
        #expect(refusal(.up, of: renamed, applied: applied(original)).count == 1)
    }

    @Test func anAppliedMigrationThatIsNotInTheFolderIsRefused() throws {
        let reasons = try refusal(.up, of: folder([0, 2]), applied: applied(folder([0, 1])))
        #expect(reasons.contains { $0.contains("\(names[1]) was applied") })
        #expect(try !refusal(.down(steps: 1), of: folder([0]), applied: applied(folder([0, 1]))).isEmpty)
    }

    @Test func aNewFileOlderThanAnAppliedOneIsRefusedByUpOnly() throws {
        let all = try folder([0, 1, 2])
        let reasons = try refusal(.up, of: all, applied: applied(folder([0, 2])))
        #expect(reasons.count == 1)
        #expect(reasons.first?.contains("\(names[1]) is older") == true)
        let steps = try MigrationPlanner.steps(.down(steps: 1), of: all, applied: applied(folder([0, 2])))
        #expect(steps.map(\.migration.file.fileName) == [names[2]])
    }

    @Test func everyReasonIsReportedAtOnce() throws {
        let changed = try MigrationSet(parsing: [file(names[0], up: "select 1;"), file(names[1])])
        #expect(try refusal(.up, of: changed, applied: applied(folder([0, 2]))).count == 3)
    }

    @Test func aMigrationWithoutDownIsNotUndone() throws {
        let set = try folder([0, 1], down: nil)
        let reasons = refusal(.down(steps: 2), of: set, applied: applied(set))
        #expect(reasons.count == 2)
        #expect(reasons.allSatisfy { $0.contains("cannot be undone") })
    }

    @Test func statusTellsHowEachMigrationStands() throws {
        let set = try MigrationSet(parsing: [
            file(names[0], up: "select 1;"), file("20250101120000_add_x.sql"), file(names[2]),
            file("20250104000000_add_y.sql"),
        ])
        let status = try MigrationPlanner.status(of: set, applied: applied(folder([0, 1, 2])))
        #expect(status.map(\.state) == [.changed, .skipped, .missing, .applied, .pending])
        #expect(status.map { $0.appliedAt != nil } == [true, false, true, true, false])
        #expect(status.map { $0.problem != nil } == [true, true, true, false, false])
    }
}
