internal import Logging
internal import Postgres
internal import Secrets

/// The forms that values take. Each parser is pure and says in its fault what it takes, never what it got.
enum SettingParsers {
    /// A whole number in decimal digits.
    static func integer(_ range: ClosedRange<Int>) -> SettingParser<Int> {
        { text throws(SettingFault) in
            let expectation = "takes a whole number from \(range.lowerBound) to \(range.upperBound)"
            guard !text.isEmpty, text.utf8.allSatisfy(isDigit) else { throw SettingFault(expectation) }
            guard let number = Int(text), range.contains(number) else { throw SettingFault(expectation, .outOfRange) }
            return number
        }
    }

    /// Seconds such as `10`, `2.5` or `2.5s`, or milliseconds such as `500ms`.
    static func duration(_ range: ClosedRange<Duration>) -> SettingParser<Duration> {
        { text throws(SettingFault) in
            let expectation =
                "takes seconds such as 10 or 2.5, or milliseconds such as 500ms, "
                + "from \(range.lowerBound) to \(range.upperBound)"
            let (digits, unit) =
                if text.hasSuffix("ms") {
                    (text.dropLast(2), 0.001)
                } else if text.hasSuffix("s") {
                    (text.dropLast(1), 1.0)
                } else {
                    (text[...], 1.0)
                }
            let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count),
                parts.allSatisfy({ !$0.isEmpty && $0.count <= 9 && $0.utf8.allSatisfy(isDigit) }),
                let number = Double(digits)
            else { throw SettingFault(expectation) }
            let duration = Duration.nanoseconds(Int64((number * unit * 1e9).rounded()))
            guard range.contains(duration) else { throw SettingFault(expectation, .outOfRange) }
            return duration
        }
    }

    /// `on` or `off`.
    static func onOrOff(_ text: String) throws(SettingFault) -> Bool {
        switch text.lowercased() {
        case "on": return true
        case "off": return false
        default: throw SettingFault("takes on or off")
        }
    }

    /// The bytes of a secret.
    static func secret(minimumBytes: Int) -> SettingParser<Secret<[UInt8]>> {
        { text throws(SettingFault) in
            guard text.utf8.count >= minimumBytes else {
                throw SettingFault("has fewer than \(minimumBytes) bytes", .tooShort)
            }
            return Secret(Array(text.utf8))
        }
    }

    /// Secrets separated by commas.
    static func secrets(minimumBytes: Int) -> SettingParser<[Secret<[UInt8]>]> {
        { text throws(SettingFault) in
            var secrets: [Secret<[UInt8]>] = []
            for (index, item) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
                guard item.utf8.count >= minimumBytes else {
                    let expectation = "has fewer than \(minimumBytes) bytes in secret number \(index + 1) of its list"
                    throw SettingFault(expectation, .tooShort)
                }
                secrets.append(Secret(Array(item.utf8)))
            }
            return secrets
        }
    }

    /// An `http` or `https` address.
    static func webAddress(_ text: String) throws(SettingFault) -> WebAddress {
        guard let address = WebAddress(text) else {
            throw SettingFault(
                "takes an http or https address such as https://example.org, without user, query or fragment"
            )
        }
        return address
    }

    /// A level of swift-log.
    static func logLevel(_ text: String) throws(SettingFault) -> Logger.Level {
        guard let level = Logger.Level(rawValue: text.lowercased()) else {
            let names = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingFault("takes one of \(names)")
        }
        return level
    }

    /// A libpq URI or `key=value` pairs.
    static func databaseURL(_ text: String) throws(SettingFault) -> Secret<String> {
        guard (try? ConnectionConfiguration(url: text, applicationName: "settings")) != nil else {
            throw SettingFault(
                "takes a PostgreSQL URI such as postgresql://user@host/database, or key=value pairs"
            )
        }
        return Secret(text)
    }

    /// One or more Fernet keys.
    static func keyRing(_ text: String) throws(SettingFault) -> KeyRing {
        do {
            return try KeyRing(parsing: text)
        } catch {
            throw SettingFault("cannot be used: \(error)")
        }
    }

    /// A path from the root, without its trailing slash.
    static func absolutePath(_ text: String) throws(SettingFault) -> String {
        guard text.hasPrefix("/"), text.count > 1, !text.utf8.contains(where: { $0 < 0x20 }) else {
            throw SettingFault("takes the absolute path of a directory")
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// Visible ASCII, as a key that travels in a request.
    static func key(_ text: String) throws(SettingFault) -> Secret<String> {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw SettingFault("takes visible ASCII characters only")
        }
        return Secret(text)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
