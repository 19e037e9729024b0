internal import HTTPRouting

/// E-mail addresses, checked for their shape only: whether one exists is known when a message arrives.
package enum EmailAddress {
    /// A body field that takes an address.
    static let field = FieldType.text(
        TextRule(
            length: 0...320,
            refine: TextRule.Refinement(
                complaint: "the value is not a valid email address",
                format: "email",
                apply: normalized
            )
        )
    )

    /// The address without white space around it; nil when its shape is wrong.
    ///
    /// One `@`; a local part of 1 to 64 bytes without spaces, control characters or misplaced dots; a domain with a dot,
    /// of labels of 1 to 63 letters, digits, hyphens or non-ASCII characters, 253 bytes at most. Which spellings count
    /// as one address is the database's rule alone: the unique index over `lower(email)`.
    package static func normalized(_ text: String) -> String? {
        var scalars = Substring(text).unicodeScalars
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        let parts = scalars.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, isLocalPart(parts[0]), isDomain(parts[1]) else { return nil }
        return String(scalars)
    }

    private static func isLocalPart(_ scalars: Substring.UnicodeScalarView) -> Bool {
        let length = String(scalars).utf8.count
        guard (1...64).contains(length), scalars.first != ".", scalars.last != "." else { return false }
        guard !zip(scalars, scalars.dropFirst()).contains(where: { $0 == "." && $1 == "." }) else { return false }
        return scalars.allSatisfy { scalar in
            scalar.value > 0x20 && scalar.value != 0x7F && !"\"(),:;<>[\\]".unicodeScalars.contains(scalar)
                && !isInvisible(scalar)
        }
    }

    private static func isDomain(_ scalars: Substring.UnicodeScalarView) -> Bool {
        let labels = scalars.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, String(scalars).utf8.count <= 253 else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != "-" && label.last != "-"
                && label.allSatisfy(isDomainScalar)
        }
    }

    private static func isDomainScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-": true
        default: scalar.value >= 0xA0 && !isInvisible(scalar)
        }
    }

    /// Spaces, control and format characters: two addresses must not look the same and differ in one of these.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse,
            .unassigned:
            true
        default: false
        }
    }
}
