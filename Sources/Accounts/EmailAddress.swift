internal import HTTPRouting

/// E-mail addresses, checked for their shape only: whether one exists is known when a message arrives.
package enum EmailAddress {
    /// A body field that takes an address.
    static let field = FieldType.text(
        TextRule(
            length: 0...320,
            refine: TextRule.Refinement(
                message: "the value is not a valid email address",
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
        return hasShape(scalars) ? String(scalars) : nil
    }

    private static func hasShape(_ scalars: Substring.UnicodeScalarView) -> Bool {
        var isDomain = false
        // Of the local part or the domain so far, in bytes.
        var length = 0
        var labels = 0
        var labelLength = 0
        var previous: Unicode.Scalar?
        for scalar in scalars {
            if scalar == "@" {
                guard !isDomain, (1...64).contains(length), previous != "." else { return false }
                isDomain = true
                length = 0
                previous = nil
                continue
            }
            length += UTF8.width(scalar)
            if !isDomain {
                guard isLocalScalar(scalar), scalar != "." || (previous != nil && previous != ".") else { return false }
            } else if scalar == "." {
                guard (1...63).contains(labelLength), previous != "-" else { return false }
                labels += 1
                labelLength = 0
            } else {
                guard isDomainScalar(scalar), scalar != "-" || labelLength > 0 else { return false }
                labelLength += 1
            }
            previous = scalar
        }
        return isDomain && labels >= 1 && (1...63).contains(labelLength) && previous != "-" && length <= 253
    }

    private static func isLocalScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\0"..." ", "\u{7F}", "\"", "(", ")", ",", ":", ";", "<", ">", "[", "\\", "]": false
        default: scalar.isASCII || !isInvisible(scalar)
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
