internal import HTTPRouting
internal import Platform
internal import Postgres
internal import Secrets

/// An event of the funnel that is written with the change it tells of, in the same statement: it is there if and only if
/// the change is.
///
/// It is written once, whatever is repeated. The row is locked before it is looked at, so a second execution sees what the
/// first one left, and no change. And the event's id follows from the request, so that two executions at once, of a
/// request that was delivered twice, cannot both write it.
public struct ChangeEvent: Sendable {
    /// The event's name, such as `plan_selected`.
    let name: String
    /// The stored field that it is about: the event is looked for only when a request names the field.
    let field: String
    /// What has to hold, in SQL over the rows `before` (of nulls when there was none) and `after`.
    let condition: String
    /// The event's properties, in SQL that gives an object of type `jsonb`, over the same rows.
    let properties: String

    /// An event about a field.
    /// - Parameters:
    ///   - name: lower-case letters and `_`.
    ///   - condition: in SQL over `before` and `after`; nil for any change of the field.
    ///   - properties: in SQL over `before` and `after`, such as `jsonb_build_object('plan', after.plan)`.
    public init(_ name: String, on field: String, when condition: String? = nil, properties: String = "'{}'::jsonb") {
        self.name = name
        self.field = field
        self.condition = condition ?? "after.\(field) is distinct from before.\(field)"
        self.properties = properties
    }

    /// The part of a statement that writes the event: a common table expression beside `before` and `after`.
    /// - Parameters:
    ///   - number: tells the events of a statement apart.
    ///   - user: the user's id, over `after`.
    func insertion(_ number: Int, user: String) -> String {
        """
        event_\(number) as (
            insert into analytics_events (id, user_id, event, properties, occurred_at)
            select \(Self.parameter(number))::uuid, \(user), '\(name)', \(properties), now()
              from after
              left join before on true
             where \(condition)
                on conflict (id) do nothing
        )
        """
    }

    /// The value of the parameter that ``insertion(_:user:)`` uses.
    func addID(_ number: Int, for request: Request, to values: inout ParameterValues) throws {
        let id: String
        if let unique = request.uniqueID {
            id = UUIDText.make(of: SHA256.hash(Array("\(unique) \(name)".utf8)), version: 8)
        } else {
            id = try SecureRandom.uuid()
        }
        values.append(String(Self.parameter(number).dropFirst()), .text(id))
    }

    private static func parameter(_ number: Int) -> String { ":event_\(number)" }
}
