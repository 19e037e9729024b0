internal import CLibPQ
public import Platform

/// The rows that a statement answered with, in PostgreSQL's binary form.
///
/// Values are read by position. A column of another type than the accessor's, or a null where none is expected, is an
/// error of kind `.unexpectedResult`, never a wrong value. See <https://www.postgresql.org/docs/15/libpq-exec.html>.
@safe public final class Rows {
    fileprivate let result: OpaquePointer

    init(_ result: OpaquePointer) { unsafe self.result = result }

    deinit { unsafe PQclear(result) }

    /// The number of rows.
    public var count: Int { unsafe Int(PQntuples(result)) }

    /// The number of rows that the statement inserted, changed or removed.
    public var affectedCount: Int { unsafe Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// The first row, or nil when there is none.
    public var first: Row? { count > 0 ? Row(rows: self, index: 0) : nil }

    /// The row at `index`, from 0.
    public subscript(index: Int) -> Row {
        precondition(index >= 0 && index < count, "row index out of range")
        return Row(rows: self, index: Int32(index))
    }

    /// One of the `PG_DIAG_` fields of a failed result; nil when the server did not send it.
    func field(_ code: Int32) -> String? {
        unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0) }
    }
}

/// One row of ``Rows``.
public struct Row {
    fileprivate let rows: Rows
    fileprivate let index: Int32

    /// A `text`, `varchar`, `name` or `json` value; nil for null.
    public func text(_ column: Int) throws(PostgresError) -> String? {
        try unsafe value(column, .text) { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Lends the UTF-8 of a `text`, `varchar`, `name` or `json` value for the length of a call.
    /// - Returns: false, without a call, for null.
    public func withText(_ column: Int, _ body: (Span<UInt8>) -> Void) throws(PostgresError) -> Bool {
        try unsafe value(column, .text) { unsafe body($0.bindMemory(to: UInt8.self).span) } != nil
    }

    /// Whether a value is null; a column that is not there counts as one.
    public func isNull(_ column: Int) -> Bool { unsafe PQgetisnull(rows.result, index, Int32(column)) != 0 }

    /// Whether a `text`, `varchar`, `name` or `json` value is there and not empty.
    public func holdsText(_ column: Int) throws(PostgresError) -> Bool {
        try unsafe value(column, .text) { unsafe !$0.isEmpty } ?? false
    }

    /// A `bool` value; nil for null.
    public func bool(_ column: Int) throws(PostgresError) -> Bool? {
        try unsafe value(column, .bool) { unsafe $0.first == 1 }
    }

    /// An `integer` or `bigint` value; nil for null.
    public func integer(_ column: Int) throws(PostgresError) -> Int? {
        try unsafe value(column, .integer) { unsafe bigEndian($0) }
    }

    /// A `timestamptz` value; nil for null.
    public func timestamp(_ column: Int) throws(PostgresError) -> Timestamp? {
        try unsafe value(column, .timestamp) {
            // The largest number is 'infinity'.
            let (sum, isInfinite) = unsafe Int64(bigEndian($0)).addingReportingOverflow(Timestamp.postgresEpoch)
            return Timestamp(microsecondsSince1970: isInfinite ? .max : sum)
        }
    }

    /// Lends the JSON text of a `json` or `jsonb` value for the length of a call.
    /// - Returns: what the call returned; nil, without a call, for null.
    public func withJSON<Result>(_ column: Int, _ body: (Span<UInt8>) -> Result) throws(PostgresError) -> Result? {
        let versionBytes = unsafe PQftype(rows.result, Int32(column)) == ColumnType.jsonb ? 1 : 0
        return try unsafe value(column, .json) {
            unsafe body(UnsafeRawBufferPointer(rebasing: $0.dropFirst(versionBytes)).bindMemory(to: UInt8.self).span)
        }
    }

    /// A `bytea` value; nil for null.
    public func bytes(_ column: Int) throws(PostgresError) -> [UInt8]? {
        try unsafe value(column, .bytea) { unsafe [UInt8]($0) }
    }

    /// A `uuid` value as 36 lower-case characters; nil for null.
    public func uuid(_ column: Int) throws(PostgresError) -> String? {
        try unsafe value(column, .uuid) { unsafe UUIDText.format(Array($0)) }
    }

    /// The position of the column with this name, for the accessors.
    /// - Throws: ``PostgresError`` of kind `.unexpectedResult` when there is none.
    public func position(of name: String) throws(PostgresError) -> Int {
        let position = unsafe PQfnumber(rows.result, name)
        guard position >= 0 else {
            throw PostgresError(kind: .unexpectedResult, privateMessage: "there is no column \(name)")
        }
        return Int(position)
    }

    /// As ``text(_:)-(Int)``, for the column with this name.
    public func text(_ name: String) throws(PostgresError) -> String? { try text(position(of: name)) }

    /// As ``bool(_:)-(Int)``, for the column with this name.
    public func bool(_ name: String) throws(PostgresError) -> Bool? { try bool(position(of: name)) }

    /// As ``integer(_:)-(Int)``, for the column with this name.
    public func integer(_ name: String) throws(PostgresError) -> Int? { try integer(position(of: name)) }

    /// As ``timestamp(_:)-(Int)``, for the column with this name.
    public func timestamp(_ name: String) throws(PostgresError) -> Timestamp? { try timestamp(position(of: name)) }

    /// As ``bytes(_:)-(Int)``, for the column with this name.
    public func bytes(_ name: String) throws(PostgresError) -> [UInt8]? { try bytes(position(of: name)) }

    /// As ``uuid(_:)-(Int)``, for the column with this name.
    public func uuid(_ name: String) throws(PostgresError) -> String? { try uuid(position(of: name)) }

    /// The bytes of one value, nil for SQL null, lent for the length of the call.
    private func value<Result>(
        _ column: Int,
        _ type: ColumnType,
        _ body: (UnsafeRawBufferPointer) throws(PostgresError) -> Result
    ) throws(PostgresError) -> Result? {
        let (result, column) = unsafe (rows.result, Int32(column))
        guard unsafe column >= 0 && column < PQnfields(result), unsafe type.includes(PQftype(result, column)) else {
            throw PostgresError(kind: .unexpectedResult, privateMessage: "column \(column) has another type")
        }
        guard !isNull(Int(column)) else { return nil }
        let length = unsafe Int(PQgetlength(result, index, column))
        return try unsafe body(UnsafeRawBufferPointer(start: PQgetvalue(result, index, column), count: length))
    }

    private func bigEndian(_ bytes: UnsafeRawBufferPointer) -> Int {
        switch bytes.count {
        case 2: unsafe Int(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
        case 4: unsafe Int(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
        default: unsafe Int(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
        }
    }
}

/// The built-in types that an accessor accepts. PostgreSQL never renumbers them.
enum ColumnType {
    case bool, bytea, integer, json, text, timestamp, uuid

    static let jsonb: Oid = 3802

    /// Whether `type`, a number of `pg_type`, is among them.
    func includes(_ type: Oid) -> Bool {
        switch self {
        case .bool: type == 16
        case .bytea: type == 17
        case .integer: type == 20 || type == 21 || type == 23
        case .json: type == 114 || type == Self.jsonb
        case .text: type == 25 || type == 1043 || type == 19 || type == 114 || type == 705
        case .timestamp: type == 1184
        case .uuid: type == 2950
        }
    }
}

extension Timestamp {
    /// 2000-01-01T00:00:00Z, from which PostgreSQL counts microseconds in binary form, as it is counted here.
    static let postgresEpoch: Int64 = 946_684_800_000_000
}
