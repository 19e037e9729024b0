internal import JSON

/// What may be shown of a stored secret. Characters are code points here: telling more of them apart takes long tables.
enum SecretPreview {
    /// `****` and the last four characters of a secret with at least eight; `****` alone for a shorter one.
    static func of(_ secret: String) -> String {
        secret.utf8.count >= 8 ? "****" + String(secret.unicodeScalars.suffix(4)) : "****"
    }

    /// `AC****1234` for an account SID: its first two and last four characters, when it has at least eight.
    static func of(accountSID: String) -> String {
        let scalars = accountSID.unicodeScalars
        return accountSID.utf8.count >= 8 ? String(scalars.prefix(2)) + "****" + String(scalars.suffix(4)) : "****"
    }

    /// The documentation's example for a secret that is not there.
    static func none(_ flag: String, _ previews: String...) -> JSONValue {
        .object(
            [JSONMember(name: flag, value: .bool(false))] + previews.map { JSONMember(name: $0, value: .null) }
        )
    }
}
