import Testing

@testable import SchemaMigrations

@Suite struct MigrationParserTests {
    @Test func aFileIsCutIntoSectionsAndStatements() throws {
        let migration = try parse(
            """
            -- migrate:up
            -- a word about it
            create table a (b text default ';');
              create index on a (b); /* done; really */

            -- migrate:down transaction:false
            drop table a;
            """
        )
        #expect(migration.file.fileName == "20250101000000_create_things.sql")
        #expect(migration.up.usesTransaction)
        #expect(
            migration.up.statements.map(\.text) == ["create table a (b text default ';');", "create index on a (b);"]
        )
        #expect(migration.up.statements.map(\.position) == [.init(line: 3, column: 1), .init(line: 4, column: 3)])
        #expect(migration.down?.usesTransaction == false)
        #expect(migration.down?.statements.map(\.text) == ["drop table a;"])
    }

    @Test func aFileWithoutDownCannotBeUndoneButIsValid() throws {
        #expect(try parse("-- migrate:up\nselect 1;").down == nil)
    }

    @Test(arguments: [
        "select ';';", "select 'it''s;';", #"select E'\';';"#, #"select e'\\';"#, #"select "a;""b";"#,
        "select $$;$$;", "select $a$;$b$;$$;$a$;", "select 1 -- ; no\n;", "select /* ; /* ; */ ; */ 1;",
        "create rule r as on insert to t do also (delete from a; delete from b);", "select $1;", "select a$b$ from t;",
        #"select '\';"#, "do $body$ begin perform 1; end; $body$;",
        "create function f() returns int begin atomic select 1; select case 1 when 1 then 2 end; end;",
        "create or replace procedure p() begin atomic delete from a; end;", "select 'é😀;';",
        "select xe'a;';", "select U&'\\0041;';",
    ])
    func aSemicolonInsideAStatementDoesNotEndIt(statement: String) throws {
        let migration = try parse("-- migrate:up\n\(statement)\nselect 2;")
        #expect(migration.up.statements.map(\.text) == [statement, "select 2;"])
    }

    @Test(arguments: [
        ("", MigrationSyntaxError.Code.missingUp, 1, 1),
        ("-- migrate:down\nselect 1;", .misplacedDirective, 1, 1),
        ("select 1;\n-- migrate:up\nselect 1;", .statementOutsideSection, 1, 1),
        ("-- migrate:up\n", .emptySection, 1, 1),
        ("-- migrate:up\n;", .emptySection, 1, 1),
        ("-- migrate:up\nselect 1;\n-- migrate:down\n-- nothing\n", .emptySection, 3, 1),
        ("-- migrate:up\nselect 1;\n-- migrate:up\nselect 1;", .misplacedDirective, 3, 1),
        ("-- migrate:sideways\nselect 1;", .badDirective, 1, 1),
        ("-- Migrate:Up\nselect 1;", .badDirective, 1, 1),
        ("-- migrate:up transaction:no\nselect 1;", .badDirective, 1, 1),
        ("-- migrate:up\nselect 1", .unterminated, 2, 1),
        ("-- migrate:up\nselect 1\n-- migrate:down\nselect 2;", .unterminated, 2, 1),
        ("-- migrate:up\n  select\n   'é, (1;", .unterminated, 3, 4),
        ("-- migrate:up\nselect $x$ 1;", .unterminated, 2, 8),
        ("-- migrate:up\nselect (1;", .unterminated, 2, 1),
        ("-- migrate:up\n/* select 1;", .unterminated, 2, 1),
        ("-- migrate:up\nselect \"a;", .unterminated, 2, 8),
        ("-- migrate:up\nselect 1;\n  commit;", .transactionControl, 3, 3),
        ("-- migrate:up\nBEGIN;", .transactionControl, 2, 1),
        ("-- migrate:up\nselect 1;\nsel\u{0}ect 2;", .badText, 3, 4),
        ("\u{FEFF}-- migrate:up\nselect 1;", .badText, 1, 1),
    ])
    func aFaultIsNamedWithItsPlace(text: String, code: MigrationSyntaxError.Code, line: Int, column: Int) throws {
        let error = try #require(parseError(text))
        #expect(error.code == code)
        #expect(error.position == .init(line: line, column: column))
        #expect(error.description.hasPrefix("20250101000000_create_things.sql:\(line):\(column): "))
    }

    @Test func bytesThatAreNotTextAreRefused() {
        #expect(throws: MigrationSyntaxError.self) {
            try MigrationParser.parse(fileName: "20250101000000_create_a.sql", bytes: [0x2D, 0xFF])
        }
    }

    @Test(arguments: [
        "create_users.sql", "2025_create_users.sql", "20251301000000_create_users.sql", "20250229000000_create_a.sql",
        "20250101000000_users.sql", "20250101000000_Create_users.sql", "20250101000000_create__users.sql",
        "20250101000000_create_users.SQL", "20250101250000_create_users.sql", "20250101000000-create-users.sql",
        "١٢٣٤٥٦٧٨٩٠١٢٣٤_create_users.sql",
    ])
    func aBadFileNameIsRefused(name: String) {
        #expect(parseError("-- migrate:up\nselect 1;", name: name)?.code == .badFileName)
    }
}
