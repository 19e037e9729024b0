import Testing

@testable import Postgres

/// Parameters have names in the source and numbers in the SQL.
@Suite struct StatementTests {
    @Test(arguments: [
        ("select 1", "select 1", []), ("select :a", "select $1", ["a"]),
        ("select :b::text, :a, :b", "select $1::text, $2, $1", ["b", "a"]),
        ("select x::text, ':no', :event_1", "select x::text, ':no', $1", ["event_1"]),
        ("select 'it''s :no', :yes", "select 'it''s :no', $1", ["yes"]), ("select $1, a[1:2]", "select $1, a[1:2]", []),
        ("select :v10, :v1", "select $1, $2", ["v10", "v1"]),
    ])
    func namesAreNumberedInTheOrderOfTheirFirstUse(source: String, sql: String, names: [String]) {
        let statement = Statement("s", source)
        #expect(statement.sql == sql && statement.parameterNames == names)
    }

    @Test func valuesComeIntoTheOrderOfTheParameters() throws {
        let bound = try Statement("s", "select :b, :a").bind(["a": .integer(1), "b": .text("x"), "c": .null])
        #expect(bound.map { "\($0)" } == [#"text("x")"#, "integer(1)"])
    }

    @Test func aParameterWithoutAValueIsNamed() throws {
        let error = #expect(throws: PostgresError.self) { try Statement("who", "select :a, :b").bind(["a": .null]) }
        #expect(error?.kind == .invalidParameter && error?.nothingWasSent == true)
        #expect(error?.privateMessage == "the statement who has no value for :b")
    }
}
