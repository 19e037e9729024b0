import Support

/// Documents with everything that JSON has, for comparing what readers say about them.
enum RandomDocument {
    /// A document that Python reads. One that is not strict may have in it what only we refuse.
    static func text(isStrict: Bool, using random: inout SeededGenerator) -> String {
        value(depth: 0, isStrict: isStrict, using: &random)
    }

    private static func value(depth: Int, isStrict: Bool, using random: inout SeededGenerator) -> String {
        switch Int.random(in: depth > 3 ? 3...9 : 0...9, using: &random) {
        case 0...1: object(depth: depth, isStrict: isStrict, using: &random)
        case 2:
            "["
                + list(upTo: 6, using: &random) { _, random in
                    value(depth: depth + 1, isStrict: isStrict, using: &random)
                } + "]"
        case 3...6: string(isStrict: isStrict, using: &random)
        case 7: one(of: ["true", "false", "null"], using: &random)
        default: number(isStrict: isStrict, using: &random)
        }
    }

    /// Now and then more members than are compared one by one.
    private static func object(depth: Int, isStrict: Bool, using random: inout SeededGenerator) -> String {
        let most = Int.random(in: 0..<6, using: &random) == 0 ? 40 : 7
        let members = list(upTo: most, using: &random) { index, random in
            let isNumbered = isStrict || Int.random(in: 0..<200, using: &random) > 0
            let name = one(of: names, using: &random) + (isNumbered ? String(index) : "")
            let value = value(depth: depth + 1, isStrict: isStrict, using: &random)
            return "\"\(name)\"" + space(using: &random) + ":" + space(using: &random) + value
        }
        return "{" + members + "}"
    }

    private static func list(
        upTo most: Int,
        using random: inout SeededGenerator,
        item: (Int, inout SeededGenerator) -> String
    ) -> String {
        var text = space(using: &random)
        for index in 0..<Int.random(in: 0...most, using: &random) {
            text += (index == 0 ? "" : ",") + space(using: &random) + item(index, &random) + space(using: &random)
        }
        return text
    }

    private static func string(isStrict: Bool, using random: inout SeededGenerator) -> String {
        let pieces = isStrict || Int.random(in: 0..<20, using: &random) > 0 ? texts : texts + laxTexts
        let inside = (0..<Int.random(in: 0...6, using: &random)).map { _ in one(of: pieces, using: &random) }
        return "\"" + inside.joined() + "\""
    }

    private static func number(isStrict: Bool, using random: inout SeededGenerator) -> String {
        if !isStrict, Int.random(in: 0..<40, using: &random) == 0 { return one(of: laxNumbers, using: &random) }
        let sign = one(of: ["", "-"], using: &random)
        let digits = String(random.next() >> Int.random(in: 1...63, using: &random))
        return sign + digits + one(of: ["", "", ".5", ".000", ".1234567890123456789"], using: &random)
            + one(of: ["", "", "", "e0", "E-7", "e+200", "e-400"], using: &random)
    }

    private static func space(using random: inout SeededGenerator) -> String {
        one(of: ["", "", "", " ", "\n  ", "\t\r"], using: &random)
    }

    private static func one(of choices: [String], using random: inout SeededGenerator) -> String {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    private static let names = ["", "a", "\\u0061", "é", "e\u{301}", "guidelines", "a_rather_long_name", "\\n", "😀"]
    private static let texts = [
        "a", "word", "a longer text in between", "é", "Gérer les appels — vite", "😀", "\u{7F}", "\u{FEFF}", "\\n",
        "\\\"",
        "\\\\", "\\/", "\\b\\f\\r\\t", "\\u00e9", "\\u20AC", "\\ud83d\\uDE00", "\\u0001", "12345678",
    ]
    private static let laxTexts = ["\\u0000", "\\ud800", "\\udc00", "\\ud83d\\u0041", "\\ud83d\\ud83d\\ude00"]
    private static let laxNumbers = ["NaN", "Infinity", "-Infinity", "1e999", "9223372036854775808", "-1e400"]
}
