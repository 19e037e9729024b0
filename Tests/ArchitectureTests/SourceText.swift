/// A Swift file without its comments and string literals: good enough to find imports and keywords.
struct SourceText {
    /// The modules that the file imports.
    let imports: [String]
    /// Whether the keyword `unsafe` stands in its code.
    let spellsUnsafe: Bool

    init(_ text: String) {
        let code = Self.withoutStringsAndComments(text)
        imports = code.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let keyword = words.firstIndex(of: "import") else { return nil }
            let modifiers = words[..<keyword]
            let isImport = modifiers.allSatisfy { word in
                word.hasPrefix("@") || ["public", "package", "internal", "fileprivate", "private"].contains(word)
            }
            let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
            guard isImport, let name = words[(keyword + 1)...].first(where: { !kinds.contains($0) }) else { return nil }
            return name.split(separator: ".").first.map(String.init)
        }
        spellsUnsafe = code.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains("unsafe")
    }

    private static func withoutStringsAndComments(_ text: String) -> String {
        var result = ""
        var isInMultilineString = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.contains("\"\"\"") {
                isInMultilineString.toggle()
                continue
            }
            if isInMultilineString { continue }
            var code = ""
            var isInString = false
            var previous: Character?
            for character in line {
                if character == "\"", previous != "\\" { isInString.toggle() }
                if !isInString, character == "/", previous == "/" {
                    code.removeLast()
                    break
                }
                if !isInString { code.append(character) }
                previous = character
            }
            result += code + "\n"
        }
        return result
    }
}
