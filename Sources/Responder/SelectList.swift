public import HTTPRouting
public import JSON
internal import Platform
public import Postgres

/// One column of a select list, and the member of the answer that it becomes.
public struct SelectedColumn: Sendable {
    /// How the column is read.
    public enum Kind: Sendable {
        /// `text` and its like.
        case text
        /// `integer` and `bigint`.
        case integer
        /// `boolean`.
        case boolean
        /// `timestamptz`.
        case timestamp
        /// `jsonb` and `json`, which go into the answer as they are.
        case json
        /// `uuid`.
        case uuid
    }

    /// The member, for the documentation.
    public let member: Member
    /// The expression, over the tables that the statement reads.
    public let sql: String
    /// How it is read.
    public let kind: Kind

    /// A column.
    /// - Parameter kind: nil for the kind that the member's shape asks for.
    public init(_ sql: String, _ member: Member, kind: Kind? = nil) {
        self.sql = sql
        self.member = member
        self.kind = kind ?? Kind(member.shape)
    }
}

extension SelectedColumn.Kind {
    /// Whether such a column holds something that a person would call an answer: a text, a list with elements, a yes.
    public func isFilled(_ row: Row, _ position: Int) throws -> Bool {
        switch self {
        case .text: try row.holdsText(position)
        case .json: try row.withJSON(position) { $0.count > 2 } ?? false
        case .boolean: try row.bool(position) ?? false
        case .integer, .timestamp, .uuid: !row.isNull(position)
        }
    }

    fileprivate init(_ shape: Shape) {
        self =
            switch shape {
            case .nullable(let shape): .init(shape)
            case .integer: .integer
            case .boolean: .boolean
            case .instant: .timestamp
            case .uuid: .uuid
            case .list, .object, .anyObject, .any, .either, .number: .json
            case .text, .choice: .text
            }
    }
}

/// The part of a column that each answer needs. It is kept apart from the documentation, so that writing a row touches
/// little memory: each page that a worker touches becomes its own.
private struct ColumnWriter: Sendable {
    let name: JSONName
    let kind: SelectedColumn.Kind

    func write(_ row: Row, _ position: Int, to json: inout JSONWriter) throws {
        json.name(name)
        var isNull = false
        switch kind {
        case .text: isNull = try !row.withText(position) { json.string($0) }
        case .json: isNull = try row.withJSON(position) { json.raw($0) } == nil
        case .integer: if let value = try row.integer(position) { json.integer(value) } else { isNull = true }
        case .boolean: if let value = try row.bool(position) { json.bool(value) } else { isNull = true }
        case .timestamp:
            if let value = try row.timestamp(position) { json.string(value.ascii.span) } else { isNull = true }
        case .uuid: if let value = try row.uuid(position) { json.string(value) } else { isNull = true }
        }
        if isNull { json.null() }
    }
}

/// The columns that an answer is made of, in its order: the select list, the members and the documentation follow from it.
public struct SelectList: Sendable, ExpressibleByArrayLiteral {
    /// The columns.
    public let columns: [SelectedColumn]
    /// The columns as SQL.
    public let sql: String
    private let writers: [ColumnWriter]

    /// A list of columns.
    public init(_ columns: [SelectedColumn]) {
        self.columns = columns
        writers = columns.map { ColumnWriter(name: JSONName($0.member.name), kind: $0.kind) }
        sql = columns.map(\.sql).joined(separator: ",\n       ")
    }

    /// A list of columns that are written down one by one.
    public init(arrayLiteral columns: SelectedColumn...) { self.init(columns) }

    /// The members, for the documentation.
    public var members: [Member] { columns.map(\.member) }

    /// Where the member with this name stands. One that is not there is a mistake in the program.
    public func position(of name: String) -> Int {
        guard let position = columns.firstIndex(where: { $0.member.name == name }) else {
            preconditionFailure("no column is called \(name)")
        }
        return position
    }

    /// Writes the members of a row, whose columns are these from `first` on.
    public func write(_ row: Row, from first: Int = 0, to json: inout JSONWriter) throws {
        for index in writers.indices { try writers[index].write(row, first + index, to: &json) }
    }

    /// Writes the members for something that is not there: null, and false for what says whether it is.
    public func writeAbsence(to json: inout JSONWriter) {
        for member in absentMembers {
            json.name(member.name)
            json.write(member.value)
        }
    }

    /// What ``writeAbsence(to:)`` writes, for the documentation.
    public var absence: JSONValue { .object(absentMembers) }

    private var absentMembers: [JSONMember] {
        members.map { JSONMember(name: $0.name, value: $0.shape == .boolean ? .bool(false) : .null) }
    }

    /// Both lists, one after the other.
    public static func + (first: SelectList, second: SelectList) -> SelectList {
        SelectList(first.columns + second.columns)
    }
}
