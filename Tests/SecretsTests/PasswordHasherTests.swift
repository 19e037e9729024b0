import Secrets
import Testing

@Suite("Password hashes")
struct PasswordHasherTests {
    private let hasher = PasswordHasher()
    private let password = "correct horse battery staple"

    @Test("a new hash is yescrypt at cost 5 with a new salt, and only its password matches")
    func newHashes() throws {
        let hash = try hasher.hash(password)
        #expect(hash.wholeMatch(of: /\$y\$j9T\$[.\/0-9A-Za-z]{22}\$[.\/0-9A-Za-z]{43}/) != nil)
        #expect(try hasher.hash(password) != hash)
        #expect(hasher.verify(password, against: hash) == .matches(upgrade: false))
        for other in ["", " " + password, password + " ", password.uppercased(), String(password.dropLast())] {
            #expect(hasher.verify(other, against: hash) == .differs)
        }
    }

    @Test("passwords are told apart by every byte up to the longest")
    func longPasswords() throws {
        let longest = String(repeating: "a", count: PasswordHasher.maximumBytes)
        let hash = try hasher.hash(longest)
        #expect(hasher.verify(longest, against: hash) == .matches(upgrade: false))
        #expect(hasher.verify(longest.dropLast() + "b", against: hash) == .differs)
        #expect(hasher.verify(longest + "a", against: hash) == .differs)
        #expect(throws: PasswordError.tooLong) { try hasher.hash(longest + "a") }
        #expect(throws: PasswordError.tooLong) { try hasher.hash(String(repeating: "é", count: 256)) }
        #expect(throws: PasswordError.tooLong) { try hasher.hash(String(repeating: "a", count: 1 << 20)) }
    }

    @Test("composed and decomposed spellings are different passwords")
    func normalization() throws {
        let hash = try hasher.hash("caf\u{E9}")
        #expect(hasher.verify("caf\u{E9}", against: hash) == .matches(upgrade: false))
        #expect(hasher.verify("cafe\u{301}", against: hash) == .differs)
    }

    @Test("a password with a zero byte is refused and matches nothing")
    func zeroByte() throws {
        #expect(throws: PasswordError.containsNUL) { try hasher.hash("abc\u{0}def") }
        let hash = try hasher.hash("abc")
        #expect(hasher.verify("abc\u{0}def", against: hash) == .differs)
    }

    @Test("bcrypt hashes made by Python's bcrypt match and ask to be upgraded")
    func bcrypt() {
        let hashes = [
            (password, "$2b$04$TCMETUk55FfglNS/N7vo.uhRGfAijhXOOn94PPRxf/sapgBhlQBT."),
            (password, "$2a$05$8jR0gkSDgnYnovkz70HiYO1B6Ifav79WOkEWrNK5fSzHe8hU8qO2K"),
            ("pässwörd €", "$2y$04$b8cwgpjKU6c19b.U2VVK8.v47yLg6Y6r0.W2ttT3sW317C4IXH8fC"),
            ("", "$2b$04$78wVu6FH8iE/WMdD/Toa3OJElZwN.LvvoHbI5JnI9GAPKa2zQwpAa"),
        ]
        for (password, hash) in hashes {
            #expect(hasher.verify(password, against: hash) == .matches(upgrade: true))
            #expect(hasher.verify(password + "x", against: hash) == .differs)
        }
    }

    @Test("bcrypt does not see what follows byte 72, as everywhere else")
    func bcryptTruncation() {
        let hash = "$2b$04$1BaFBBOj9nZTk8EOGl6kUuPvUgNA2/Kftl4oqZsBT0MdUuVhAXwjq"
        #expect(hasher.verify(String(repeating: "a", count: 72), against: hash) == .matches(upgrade: true))
        #expect(hasher.verify(String(repeating: "a", count: 73), against: hash) == .matches(upgrade: true))
        #expect(hasher.verify(String(repeating: "a", count: 71), against: hash) == .differs)
    }

    @Test("yescrypt hashes of lower and higher cost match and ask to be renewed")
    func otherCosts() {
        for hash in [
            "$y$j75$RdfmqoZNXtLhZ602oTSxV.$oM4ziaI/jl6UbCVKk6ixPtM9Cqf3EviKBnJ6wYs0iz/",
            "$y$jBT$ueJ7UHbT.WftPgxuuRJrb0$kM4TfmF9DO3RSxHgONkaBiTsGSLRWwN7wcKdFND4vrA",
        ] {
            #expect(hasher.verify(password, against: hash) == .matches(upgrade: true))
            #expect(hasher.verify("wrong", against: hash) == .differs)
        }
    }

    /// Genuine hashes of `password` at refused costs and schemes, and texts that are no hashes.
    static let refused = [
        "$y$jCT$cfW55d9wraeSz9rCMqI4J1$JWX167aoDrBu/peYpF6E6p3P5qJODqdWJWpjl0htjcD",
        "$6$dpJCJ9R4JhV9bpkE$uMpblcXSSscECYvk6rQHbTVPW80LqjVa3XCw4z7NM0J5dnp/ue9Mc9a0r43H9yzq3m2m0a4Ybara1biJiaN4W.",
        "$7$BU..../....PfvswfXtaggX4B7iWyrad0$FWBYpLn/bpKvpYdwWkK6hyibE3Fk2dnAuo9m6P80Tn9",
        "$2x$04$W7iJRDEylLDcVSy9R2naVudBLdbPZMzufzTqJyUgttF0qjEpd66b2",
        "$2b$15$.DpAR0by2R.zGowIBaeN8u4wbfqUsdw4IIxqiogWX13GRfOKAHftS",
        "$2b$31$TCMETUk55FfglNS/N7vo.uhRGfAijhXOOn94PPRxf/sapgBhlQBT.",
        "$2b$00$TCMETUk55FfglNS/N7vo.uhRGfAijhXOOn94PPRxf/sapgBhlQBT.",
        "$2b$+4$TCMETUk55FfglNS/N7vo.uhRGfAijhXOOn94PPRxf/sapgBhlQBT.",
        "$2b$04$TCMETUk55FfglNS/N7vo.uhRGfAijhXOOn94PPRxf/sapgBhlQBT",
        "$2b$04$TCMETUk55FfglNS/N7vo.uhRGfAijhXOOn94PPRxf/sapgBhlQBT.\n",
        "$y$jFT$WZmeVnxTZpUOYNWpuGBXW.$oM4ziaI/jl6UbCVKk6ixPtM9Cqf3EviKBnJ6wYs0iz/",
        "$y$jzzzzzz$WZmeVnxTZpUOYNWpuGBXW.$oM4ziaI/jl6UbCVKk6ixPtM9Cqf3EviKBnJ6wYs0iz/",
        "$y$j9T$RdfmqoZNXtLhZ602oTSxV.", "$y$j9T$RdfmqoZNXtLhZ602oTSxV.$", "$y$j9T$$oM4ziaI", "$y$", "$2b$", "$", "",
        "*", "*0", "!", "x", "correct horse battery staple", "ab01FAX.bQRSU", "$argon2id$v=19$m=65536,t=3,p=4$YQ$YQ",
        "{SSHA}abc", "$1$salt$qJH7.N4xYta3aEG/dfqo/0", "\u{0}", "é",
    ]

    @Test("other schemes, hostile costs and damaged hashes match nothing", arguments: refused)
    func refusedHashes(_ stored: String) {
        #expect(hasher.verify(password, against: stored) == .differs)
        #expect(hasher.verify("", against: stored) == .differs)
        #expect(hasher.verify(stored, against: stored) == .differs)
    }

    @Test("a hostile cost, a missing account and a wrong password take about the same time")
    func timing() throws {
        let hash = try hasher.hash(password)
        let hostile = "$2b$31$" + String(repeating: "a", count: 53)
        var fastest = [Duration](repeating: .seconds(1000), count: 3)
        for _ in 0..<7 {
            let clock = ContinuousClock()
            fastest[0] = min(fastest[0], clock.measure { _ = hasher.verify("wrong", against: hash) })
            fastest[1] = min(fastest[1], clock.measure { hasher.verifyAgainstNothing("wrong") })
            fastest[2] = min(fastest[2], clock.measure { _ = hasher.verify("wrong", against: hostile) })
        }
        for time in fastest { #expect(time > fastest[0] / 3 && time < fastest[0] * 3) }
    }
}
