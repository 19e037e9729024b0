internal import Glibc

/// Bytes that grow at the end: what ``JSONWriter``, and whoever sends what it wrote, writes into.
///
/// An array would ask for every byte whether it is shared and whether it has room. This asks once for each piece.
@safe
public struct ByteBuffer: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// How many bytes there are.
    private(set) var count = 0

    /// An empty buffer with room for so many bytes.
    public init(capacity: Int) {
        self.capacity = max(capacity, 16)
        unsafe start = .allocate(capacity: self.capacity)
    }

    deinit { unsafe start.deallocate() }

    /// A copy of all bytes.
    public var bytes: [UInt8] { unsafe Array(UnsafeBufferPointer(start: start, count: count)) }

    /// The bytes as a text; nil when they are no UTF-8.
    var text: String? { unsafe String(validating: UnsafeBufferPointer(start: start, count: count), as: UTF8.self) }

    mutating func append(_ byte: UInt8) {
        reserve(1)
        unsafe start[count] = byte
        count += 1
    }

    mutating func append(_ source: UnsafeBufferPointer<UInt8>) {
        guard let first = source.baseAddress else { return }
        reserve(source.count)
        unsafe memcpy(start + count, first, source.count)
        count += source.count
    }

    /// Appends the bytes of a text.
    public mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { unsafe append($0) }
    }

    /// Appends bytes.
    public mutating func append(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append($0) }
    }

    /// Appends a number in decimal digits.
    public mutating func append(decimal number: Int) {
        var rest = number.magnitude
        var digits = 1
        var bound: UInt = 10
        while digits < 19, rest >= bound {
            digits += 1
            bound *= 10
        }
        if number < 0 { append(UInt8(ascii: "-")) }
        reserve(digits)
        for place in stride(from: digits - 1, through: 0, by: -1) {
            unsafe start[count + place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
    }

    /// Appends a text of the program, in which nothing has to be escaped, between two quotation marks.
    mutating func appendQuoted(literal text: StaticString) {
        text.withUTF8Buffer { unsafe appendBetweenMarks($0) }
    }

    /// Appends the bytes between two quotation marks. False, and nothing appended, when one of them has to be escaped.
    mutating func appendQuoted(_ source: UnsafeBufferPointer<UInt8>) -> Bool {
        guard unsafe OrdinaryText.isAll(source) else { return false }
        unsafe appendBetweenMarks(source)
        return true
    }

    private mutating func appendBetweenMarks(_ source: UnsafeBufferPointer<UInt8>) {
        reserve(source.count + 2)
        let target = unsafe start + count
        unsafe target[0] = UInt8(ascii: "\"")
        if let first = source.baseAddress { unsafe memcpy(target + 1, first, source.count) }
        unsafe target[source.count + 1] = UInt8(ascii: "\"")
        count += source.count + 2
    }

    private mutating func reserve(_ more: Int) {
        if count + more > capacity { grow(toHold: count + more) }
    }

    private mutating func grow(toHold needed: Int) {
        let larger = max(needed, capacity * 2)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        unsafe moved.update(from: start, count: count)
        unsafe start.deallocate()
        unsafe start = moved
        capacity = larger
    }
}
