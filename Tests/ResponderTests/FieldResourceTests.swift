import HTTPRouting
import HTTPTypes
import JSON
import Postgres
import RouteSupport
import Support
import Testing

@testable import Responder

/// Resources made of stored fields, over a table of the test's own.
@Suite struct FieldResourceTests {
    private static let fields: [StoredField] =
        [.boolean("is_on", "", example: true), .integer("size", 1...9, "", example: 1, default: 3)]
        + (0..<10).map { .text("text_\($0)", maximum: 10, "", example: "x") }

    private static let things = FieldResource(
        "Things",
        "/api/v1/things",
        "",
        table: .ofUser("things", alias: "t"),
        fields: fields,
        events: [
            ChangeEvent(
                "size_changed",
                on: "size",
                properties: "jsonb_build_object('from', before.size, 'to', after.size)"
            ),
            ChangeEvent("switched_on", on: "is_on", when: "after.is_on and before.is_on is not true"),
        ]
    )

    private static let plan = FieldResource(
        "Plan",
        "/api/v1/plan",
        "",
        fields: [
            .choice("plan", ["free", "pro", "business"], "", example: "free", default: "free"),
            .text("industry", maximum: 10, "", example: "x"),
        ],
        events: [ChangeEvent("plan_selected", on: "plan", properties: "jsonb_build_object('plan', after.plan)")]
    )

    /// Tells how many forms of statements the server keeps for the worker's connection.
    private static let probe = ResponderRoute<NoServices>(.get, "/probe", name: "probe", summary: "", answers: []) {
        call in
        let count = Statement("probe", "select count(*) as variants from pg_prepared_statements where name like '%#%'")
        let variants = try call.run(count).first?.integer("variants")
        return .json { json in json.member("variants", variants) }
    }

    private let service: InProcessService<NoServices>
    private let client: InProcessClient

    init() throws {
        service = try InProcessService(Self.things.routes + Self.plan.routes + [Self.probe]) { _ in NoServices() }
        try service.database.run(
            """
            create table things (
                user_id    integer primary key,
                is_on      boolean,
                size       integer,
                \((0..<10).map { "text_\($0) text," }.joined(separator: " "))
                updated_at timestamptz
            );
            grant select, insert, update on things to app;
            insert into users (id, email, hashed_password) values (1, 'ada@example.com', ''), (2, 'b@example.com', '')
            """
        )
        client = try service.client(of: 1)
    }

    private func events() throws -> [String?] {
        try service.database.texts(
            "select event || ' ' || user_id || ' ' || properties from analytics_events order by recorded_at, event"
        )
    }

    @Test func nothingStoredIsReadAsDefaultsAndNull() throws {
        let answer = try client.send("GET", "/api/v1/things")
        #expect(answer["is_on"] == false && answer["size"] == 3 && answer["text_0"] == nil as JSONValue)
    }

    @Test func aChangeIsOfTheNamedFieldsAndTheAnswerIsTheWhole() throws {
        _ = try client.send("PATCH", "/api/v1/things", #"{"text_1": "one", "text_2": "two", "size": 7}"#)
        let answer = try client.send("PATCH", "/api/v1/things", #"{"text_2": null, "is_on": true, "size": null}"#)
        #expect(answer.status == 200)
        #expect(answer["text_1"] == "one" && answer["text_2"] == nil as JSONValue)
        #expect(answer["is_on"] == true && answer["size"] == 3)
        #expect(try service.database.texts("select size::text from things") == ["3"], "the default is stored")
        #expect(try service.client(of: 2).send("GET", "/api/v1/things")["text_1"] == nil as JSONValue)
    }

    @Test func aStatementNamesOnlyTheColumnsOfTheBody() {
        let statements = FieldStatements(
            name: "x",
            table: .users,
            leading: [],
            fields: Self.fields,
            trailing: [],
            []
        )
        let changed = statements.update(0b101).split(separator: "where").first ?? ""
        #expect(changed.contains("is_on = :v0::boolean") && changed.contains("text_0 = :v2::text"))
        #expect(!changed.contains("size =") && !changed.contains("text_1 ="))
    }

    @Test func anEventIsThereIfAndOnlyIfTheChangeIs() throws {
        let path = "/api/v1/plan"
        _ = try client.send("PATCH", path, #"{"industry": "x"}"#)
        _ = try client.send("PATCH", path, #"{"plan": "free"}"#)
        #expect(try events() == [])
        _ = try client.send("PATCH", path, #"{"plan": "pro", "industry": "y"}"#)
        _ = try client.send("PATCH", path, #"{"plan": "pro"}"#)
        #expect(try client.send("PATCH", path, #"{"plan": "gold"}"#).status == 422)
        #expect(try client.with(token: "x").send("PATCH", path, #"{"plan": "free"}"#).status == 401)
        #expect(try events() == [#"plan_selected 1 {"plan": "pro"}"#])
    }

    @Test func theFirstRowOfATableIsAChangeToo() throws {
        let path = "/api/v1/things"
        _ = try client.send("PATCH", path, #"{"size": 5, "is_on": false}"#)
        _ = try client.send("PATCH", path, #"{"is_on": true}"#)
        _ = try client.send("PATCH", path, #"{"is_on": true, "size": 5}"#)
        #expect(try events() == [#"size_changed 1 {"to": 5, "from": null}"#, "switched_on 1 {}"])
    }

    /// nginx delivers a request again when a worker dies; the first delivery may still be on its way in the database.
    @Test(arguments: [("/api/v1/plan", #"{"plan": "business"}"#), ("/api/v1/things", #"{"size": 8}"#)])
    func aRequestThatIsDeliveredManyTimesAtOnceTellsItsEventOnce(path: String, body: String) throws {
        let client = client
        for round in 0..<5 {
            let reset = "update users set plan = 'free'; delete from things; delete from analytics_events"
            try service.database.run(reset)
            let answers = try inParallel(12) { _ in
                try client.send("PATCH", path, body, headers: ["Unique-ID": "delivered-\(round)"])
            }
            #expect(answers.allSatisfy { $0.status == 200 })
            #expect(try events().count == 1, "round \(round)")
        }
    }

    /// Different requests that make the same change at once: one of them makes it.
    @Test func ofManyRequestsForOneChangeOneMakesIt() throws {
        let client = client
        let answers = try inParallel(12) { _ in try client.send("PATCH", "/api/v1/plan", #"{"plan": "business"}"#) }
        #expect(answers.allSatisfy { $0["plan"] == "business" })
        #expect(try events() == [#"plan_selected 1 {"plan": "business"}"#])
    }

    @Test func howManyFormsOfAStatementTheServerKeepsIsBoundedAndStaysSoAfterAMigration() throws {
        try changeInManyForms(1..<200)
        #expect(try client.send("GET", "/probe")["variants"] == 48)
        try service.database.run("alter table things alter column text_0 type varchar(20)")
        try changeInManyForms(1..<40)
        #expect(try client.send("GET", "/probe")["variants"] == 48)
    }

    private func changeInManyForms(_ numbers: Range<Int>) throws {
        for number in numbers {
            let named = (0..<10).filter { number & 1 << $0 != 0 }.map { #""text_\#($0)": "\#(number)""# }
            let answer = try client.send("PATCH", "/api/v1/things", "{\(named.joined(separator: ", "))}")
            #expect(answer.status == 200)
            #expect(answer["text_\((0..<10).first { number & 1 << $0 != 0 } ?? 0)"]?.string == "\(number)")
        }
    }
}
