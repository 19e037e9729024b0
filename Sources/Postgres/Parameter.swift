internal import CLibPQ
public import Platform

/// A value bound to `$1`, `$2`… of a statement. Always bound, never spliced into the SQL.
public enum Parameter: Sendable {
    /// SQL null.
    case null
    /// Any type's text form. A NUL character is refused, because libpq would cut the text there.
    case text(String)
    /// JSON text or other UTF-8 bytes in text form, without a detour over `String`. NUL is refused.
    case utf8([UInt8])
    /// A whole number.
    case integer(Int)
    /// A truth value.
    case bool(Bool)
    /// `timestamptz`, sent in binary form.
    case timestamp(Timestamp)
    /// `bytea`, sent in binary form.
    case bytes([UInt8])

    /// The text, or null for nil.
    public static func optional(_ text: String?) -> Parameter { text.map(Parameter.text) ?? .null }
}

/// Parameters laid out as libpq takes them: one block of bytes, each value ended by a NUL, and an offset for each.
///
/// It is kept and refilled by its connection, so that a request allocates nothing here once the buffers have grown.
struct ParameterList {
    /// One value in the storage; an offset of -1 is SQL null.
    private struct Entry {
        var offset: Int
        var length: Int32
        /// 0 for text, 1 for binary.
        var format: Int32
    }

    private var storage: [UInt8] = []
    private var entries: [Entry] = []

    /// Replaces the contents.
    /// - Throws: ``PostgresError`` of kind `.invalidParameter` for text with a NUL character.
    mutating func fill(_ parameters: [Parameter]) throws(PostgresError) {
        storage.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
        for parameter in parameters {
            let start = storage.count
            var format: Int32 = 0
            switch parameter {
            case .null:
                entries.append(Entry(offset: -1, length: 0, format: 0))
                continue
            case .text(let text): storage.append(contentsOf: text.utf8)
            case .utf8(let bytes): storage.append(contentsOf: bytes)
            case .integer(let number): storage.append(contentsOf: String(number).utf8)
            case .bool(let value): storage.append(value ? UInt8(ascii: "t") : UInt8(ascii: "f"))
            case .timestamp(let time):
                append(bigEndian: time.microsecondsSince1970 - Timestamp.postgresEpoch)
                format = 1
            case .bytes(let bytes):
                storage.append(contentsOf: bytes)
                format = 1
            }
            if format == 0, storage[start...].contains(0) {
                throw PostgresError(kind: .invalidParameter, nothingWasSent: true)
            }
            entries.append(Entry(offset: start, length: Int32(storage.count - start), format: format))
            storage.append(0)
        }
    }

    private mutating func append(bigEndian number: Int64) {
        for shift in stride(from: 56, through: 0, by: -8) { storage.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    /// Lends the arrays in the form of `PQsendQueryPrepared`, for the length of the call.
    func withPointers<Result>(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        let count = entries.count
        return unsafe storage.withUnsafeBytes { bytes in
            let base = unsafe bytes.bindMemory(to: CChar.self).baseAddress
            return unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count + 1) { values in
                unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * count + 1) { numbers in
                    for (index, entry) in entries.enumerated() {
                        let value = entry.offset < 0 ? nil : unsafe base.map { unsafe $0 + entry.offset }
                        unsafe values.initializeElement(at: index, to: value)
                        unsafe numbers.initializeElement(at: index, to: entry.length)
                        unsafe numbers.initializeElement(at: count + index, to: entry.format)
                    }
                    let lengths = unsafe numbers.baseAddress.map { unsafe UnsafePointer($0) }
                    let formats = unsafe lengths.map { unsafe $0 + count }
                    return unsafe body(
                        Int32(count),
                        values.baseAddress.map { unsafe UnsafePointer($0) },
                        lengths,
                        formats
                    )
                }
            }
        }
    }
}
