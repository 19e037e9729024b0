/// A kind of stored password hash that is accepted, found out from the text alone.
///
/// Whatever does not have exactly the form of one of these, or would cost much more than a login may cost, is none:
/// a hash from a hostile or broken source must not occupy a worker. See [crypt(5)](https://manpages.debian.org/crypt.5).
enum PasswordScheme: Equatable {
    /// yescrypt with the parameters that `crypt_gensalt` gives for this cost.
    case yescrypt(cost: Int)
    /// bcrypt with 2^cost rounds.
    case bcrypt(cost: Int)

    /// What new hashes use: 16 MiB of memory.
    static let current = PasswordScheme.yescrypt(cost: 5)

    init?(of hash: String) {
        guard let scheme = Self.yescryptScheme(hash) ?? Self.bcryptScheme(hash) else { return nil }
        self = scheme
    }

    /// `$y$` parameters `$` salt `$` 43 letters. Costs 1 to 7 are accepted, which need 1 to 64 MiB.
    private static func yescryptScheme(_ hash: String) -> PasswordScheme? {
        let fields = hash.split(separator: "$", omittingEmptySubsequences: false)
        guard fields.count == 5, fields[0] == "", fields[1] == "y",
            let index = ["j75", "j85", "j7T", "j8T", "j9T", "jAT", "jBT"].firstIndex(where: { $0 == fields[2] }),
            (1...86).contains(fields[3].utf8.count), fields[4].utf8.count == 43,
            fields[3].utf8.allSatisfy(isLetter), fields[4].utf8.allSatisfy(isLetter)
        else { return nil }
        return .yescrypt(cost: index + 1)
    }

    /// `$2a$`, `$2b$` or `$2y$`, two digits from 04 to 14, `$`, 53 letters.
    private static func bcryptScheme(_ hash: String) -> PasswordScheme? {
        let fields = hash.split(separator: "$", omittingEmptySubsequences: false)
        guard fields.count == 4, fields[0] == "", ["2a", "2b", "2y"].contains(fields[1]),
            fields[2].utf8.count == 2, fields[2].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let cost = Int(fields[2]), (4...14).contains(cost),
            fields[3].utf8.count == 53, fields[3].utf8.allSatisfy(isLetter)
        else { return nil }
        return .bcrypt(cost: cost)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: ".")...UInt8(ascii: "9"):
            true
        default:
            false
        }
    }
}
