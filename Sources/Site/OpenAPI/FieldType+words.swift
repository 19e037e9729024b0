internal import HTTPRouting

extension FieldType {
    /// The type and its limits in a few words.
    var words: String {
        switch self {
        case .text(let rule): "string" + rule.limits
        case .boolean: "boolean"
        case .integer(let range): "integer, \(range.lowerBound) to \(range.upperBound)"
        case .choice(let names): names.map { "`\"\($0)\"`" }.joined(separator: ", ")
        case .list(let element, let maximum, let unique):
            "list of at most \(maximum): \(element.words)\(unique ? "; none twice" : "")"
        }
    }
}

extension TextRule {
    fileprivate var limits: String {
        let counted =
            length.lowerBound > 0
            ? ", \(length.lowerBound) to \(length.upperBound) characters" : ", at most \(length.upperBound) characters"
        return counted + (characters == .visibleASCII ? " of visible ASCII" : "")
    }
}
