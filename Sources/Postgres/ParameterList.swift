internal import CLibPQ

/// Parameters laid out as libpq takes them: one block of bytes, each value ended by a NUL, and an offset for each.
///
/// It is kept and refilled by its connection, so that a request allocates nothing here once the buffers have grown.
struct ParameterList {
    private var storage: [UInt8] = []
    private var offsets: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// Replaces the contents.
    /// - Throws: ``PostgresError`` of kind `.invalidParameter` for text with a NUL character.
    mutating func fill(_ parameters: [Parameter]) throws(PostgresError) {
        storage.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        for parameter in parameters {
            let start = storage.count
            var format: Int32 = 0
            switch parameter {
            case .null:
                offsets.append(-1)
                lengths.append(0)
                formats.append(0)
                continue
            case .text(let text): storage.append(contentsOf: text.utf8)
            case .utf8(let bytes): storage.append(contentsOf: bytes)
            case .integer(let number): storage.append(contentsOf: String(number).utf8)
            case .bool(let value): storage.append(value ? UInt8(ascii: "t") : UInt8(ascii: "f"))
            case .bytes(let bytes):
                storage.append(contentsOf: bytes)
                format = 1
            }
            if format == 0, storage[start...].contains(0) {
                throw PostgresError(.invalidParameter, nothingWasSent: true)
            }
            offsets.append(start)
            lengths.append(Int32(storage.count - start))
            formats.append(format)
            storage.append(0)
        }
    }

    /// Lends the arrays in the form of `PQsendQueryPrepared`, for the length of the call.
    func withPointers<Result>(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        unsafe storage.withUnsafeBytes { bytes in
            let base = unsafe bytes.bindMemory(to: CChar.self).baseAddress
            return unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: offsets.count + 1) {
                pointers in
                for (index, offset) in offsets.enumerated() {
                    unsafe pointers.initializeElement(at: index, to: offset < 0 ? nil : base.map { unsafe $0 + offset })
                }
                return unsafe lengths.withUnsafeBufferPointer { lengths in
                    unsafe formats.withUnsafeBufferPointer { formats in
                        unsafe body(
                            Int32(offsets.count),
                            pointers.baseAddress.map { unsafe UnsafePointer($0) },
                            lengths.baseAddress,
                            formats.baseAddress
                        )
                    }
                }
            }
        }
    }
}
