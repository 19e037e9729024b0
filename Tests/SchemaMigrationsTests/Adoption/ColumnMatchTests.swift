import Testing

@testable import SchemaMigrations

@Suite struct ColumnMatchTests {
    private func column(_ type: String, isEnumeration: Bool = false) -> ColumnShape {
        ColumnShape(
            name: "c",
            type: type,
            kind: ColumnKind(type: type, isEnumeration: isEnumeration),
            isNullable: true,
            defaultValue: nil,
            isComputed: false
        )
    }

    private func fit(_ needed: String, _ found: String, isEnumeration: Bool = false) -> ColumnMatch.Fit {
        ColumnMatch(needed: column(needed), found: column(found, isEnumeration: isEnumeration)).fit
    }

    @Test(arguments: [
        ("integer", "integer"), ("boolean", "boolean"), ("jsonb", "jsonb"), ("text", "text"),
        ("text", "character varying"), ("character varying", "text"),
        ("character varying(5)", "character varying(5)"), ("timestamp with time zone", "timestamp with time zone"),
        ("timestamp with time zone", "timestamp(3) with time zone"), ("uuid", "uuid"),
    ])
    func aTypeThatTakesTheSameFits(needed: String, found: String) {
        #expect(fit(needed, found) == .fits)
    }

    @Test(arguments: [
        ("integer", "smallint"), ("text", "character varying(200)"), ("character varying", "character varying(255)"),
        ("character varying(255)", "character varying(100)"), ("character varying(16)", "citext"),
        ("timestamp with time zone", "timestamp without time zone"),
        ("timestamp with time zone", "timestamp(0) without time zone"), ("jsonb", "json"), ("jsonb", "text[]"),
        ("jsonb", "character varying(10)[]"),
    ])
    func aNarrowerOrOlderTypeIsConverted(needed: String, found: String) {
        #expect(fit(needed, found) == .converts)
    }

    @Test func anEnumerationIsText() {
        #expect(fit("character varying(16)", "plan_type", isEnumeration: true) == .converts)
    }

    @Test func widerTypesStayAndAreWatched() {
        #expect(fit("character varying(255)", "character varying") == .isWider(limit: 255))
        #expect(fit("character varying(255)", "text") == .isWider(limit: 255))
        #expect(fit("character varying(16)", "character varying(17)") == .isWider(limit: 16))
        #expect(fit("integer", "bigint") == .isBiggerNumber)
    }

    @Test(arguments: [
        ("integer", "uuid"), ("integer", "numeric"), ("text", "bytea"), ("boolean", "integer"), ("jsonb", "text"),
        ("character varying(5)", "character(5)"), ("timestamp with time zone", "date"), ("uuid", "text"),
    ])
    func anythingElseDiffers(needed: String, found: String) {
        #expect(fit(needed, found) == .differs)
    }

    @Test func aColumnThatIsNotThereIsMissing() {
        #expect(ColumnMatch(needed: column("text"), found: nil).fit == .isMissing)
    }
}
