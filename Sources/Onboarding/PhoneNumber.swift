internal import HTTPRouting

/// Phone numbers in E.164 form: `+`, then 2 to 15 digits of which the first is not 0.
enum PhoneNumber {
    /// A body field that takes a number with spaces, dots, dashes and brackets in it, and stores it without them.
    static let field = FieldType.text(
        TextRule(
            length: 0...64,
            refine: TextRule.Refinement(
                message: "the number must be in international form, such as +14155550199",
                pattern: #"^[ .()-]*\+[ .()-]*[1-9](?:[ .()-]*[0-9]){1,14}[ .()-]*$"#,
                apply: normalized
            )
        )
    )

    /// The E.164 form of a number as people type it; nil when it is none.
    static func normalized(_ text: String) -> String? {
        var digits: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"): continue
            case UInt8(ascii: "+") where digits.isEmpty, UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte)
            default: return nil
            }
        }
        guard digits.first == UInt8(ascii: "+"), (3...16).contains(digits.count), digits[1] != UInt8(ascii: "0") else {
            return nil
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
