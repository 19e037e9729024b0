@testable import SchemaMigrations

/// A migration file whose `up` creates a table; nil `down` leaves the section out.
func file(_ name: String, up: String = "create table t ();", down: String? = "drop table t;") -> MigrationFile {
    let text = "-- migrate:up\n\(up)\n" + (down.map { "-- migrate:down\n\($0)\n" } ?? "")
    return MigrationFile(name: name, bytes: Array(text.utf8))
}

/// The parsed form of one file.
func parse(_ text: String, name: String = "20250101000000_create_things.sql") throws(MigrationSyntaxError) -> Migration
{
    try MigrationParser.parse(fileName: name, bytes: Array(text.utf8))
}

/// The error that parsing the text throws.
func parseError(_ text: String, name: String = "20250101000000_create_things.sql") -> MigrationSyntaxError? {
    do {
        _ = try parse(text, name: name)
        return nil
    } catch {
        return error
    }
}
