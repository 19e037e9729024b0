import Testing

@testable import SchemaMigrations

@Suite struct DatabaseOriginTests {
    private let user: Set = ["id", "email", "hashed_password", "plan"]

    private func origin(_ tables: Set<String>, users: Set<String> = [], hasMigrations: Bool = false) -> DatabaseOrigin {
        DatabaseOrigin(.init(tables: tables, userColumns: users, hasMigrations: hasMigrations))
    }

    private func refusal(_ origin: DatabaseOrigin) -> String {
        if case .other(let sentence) = origin { sentence } else { "" }
    }

    @Test func theEarlierProductIsKnownByItsTables() {
        #expect(origin(["alembic_version", "users"], users: user) == .earlierProduct)
        #expect(origin(["users", "vapi_credentials", "invoices"], users: user) == .earlierProduct)
    }

    @Test func aMigrationRunThatFailedBeforeItsFirstFileDoesNotStandInTheWay() {
        #expect(origin(["alembic_version", "users", "schema_migrations"], users: user) == .earlierProduct)
    }

    @Test func anEmptyDatabaseIsRefused() {
        #expect(refusal(origin([])).contains("nothing to adopt"))
        #expect(refusal(origin(["schema_migrations"])).contains("nothing to adopt"))
    }

    @Test func aDatabaseOfThisProductIsRefused() {
        let ours = origin(["users", "sessions", "schema_migrations"], users: user, hasMigrations: true)
        #expect(refusal(ours).contains("of this product already"))
    }

    @Test func anAdoptedDatabaseIsKnownAgain() {
        let tables: Set = ["alembic_version", "users", "schema_migrations"]
        #expect(origin(tables, users: user, hasMigrations: true) == .adopted)
    }

    @Test func somethingElseIsRefused() {
        #expect(refusal(origin(["orders"])).contains("no table 'users'"))
        #expect(refusal(origin(["users", "alembic_version"], users: ["id", "login"])).contains("hashed_password"))
        #expect(refusal(origin(["users", "orders"], users: user)).contains("neither 'alembic_version'"))
    }
}
