internal import HTTPRouting
internal import JSON

/// The rules for passwords.
package enum Password {
    /// How many characters a new password has, counted in Unicode scalars.
    package static let lengths = 8...256

    /// A new password: at least 8 characters, at most what the hash takes, and none that is guessed first.
    static let newField = FieldType.text(
        TextRule(
            length: lengths,
            refine: TextRule.Refinement(
                message: "this password is too long or among the most common; choose another",
                apply: { $0.utf8.count <= maximumBytes && !CommonPasswords.contains($0) ? $0 : nil }
            )
        )
    )

    /// A password to be compared with a stored one. Whatever it is, it is either right or wrong.
    static let anyField = FieldType.text(maximum: 64 * 1024)

    /// The password of the documentation's examples.
    static let example: JSONValue = "three goats in a blue canoe"

    /// libxcrypt takes 511 bytes.
    package static let maximumBytes = 511
}
