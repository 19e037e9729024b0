/// A request as a web server writes it to a worker: for a process that asks itself.
/// See <https://fastcgi-archives.github.io/FastCGI_Specification.html>.
struct RequestMessage: Sendable {
    private enum Kind: UInt8 {
        case beginRequest = 1
        case parameters = 4
        case input = 5
    }

    /// The whole request, without a body, on a connection that is closed after the answer.
    let bytes: [UInt8]

    /// - Parameter parameters: names and values, of at most 65,535 bytes in all.
    init(_ parameters: KeyValuePairs<String, String>) {
        let isResponder: [UInt8] = [0, 1, 0, 0, 0, 0, 0, 0]
        let pairs = parameters.flatMap { name, value in
            Self.length(name) + Self.length(value) + Array(name.utf8) + Array(value.utf8)
        }
        bytes =
            Self.record(.beginRequest, isResponder) + Self.record(.parameters, pairs) + Self.record(.parameters, [])
            + Self.record(.input, [])
    }

    private static func record(_ kind: Kind, _ content: [UInt8]) -> [UInt8] {
        let (version, request, padding) = (UInt8(1), UInt8(1), UInt8(0))
        return [version, kind.rawValue, 0, request] + [UInt8(content.count >> 8), UInt8(content.count & 0xff)]
            + [padding, 0] + content
    }

    private static func length(_ text: String) -> [UInt8] {
        let count = UInt32(text.utf8.count) | 1 << 31
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
    }
}
