/// Builds an HTML text piece by piece. Whatever comes in as text is escaped.
struct HTMLWriter {
    /// What has been written so far.
    private(set) var bytes: [UInt8] = Array("<!DOCTYPE html>\n".utf8)

    /// Writes an element with what `content` puts into it.
    mutating func element(
        _ name: String,
        _ attributes: KeyValuePairs<String, String> = [:],
        content: (inout HTMLWriter) -> Void
    ) {
        open(name, attributes)
        content(&self)
        add("</\(name)>")
    }

    /// Writes an element that holds only text.
    mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ text: String) {
        element(name, attributes) { html in html.text(text) }
    }

    /// Writes an element without content, such as `link`.
    mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        add("<\(name)")
        for (attribute, value) in attributes {
            add(" \(attribute)=\"")
            text(value)
            add("\"")
        }
        add(">")
    }

    /// Writes text.
    mutating func text(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): add("&amp;")
            case UInt8(ascii: "<"): add("&lt;")
            case UInt8(ascii: ">"): add("&gt;")
            case UInt8(ascii: "\""): add("&quot;")
            case UInt8(ascii: "'"): add("&#39;")
            default: bytes.append(byte)
            }
        }
    }

    /// Writes text in which code stands between backticks.
    mutating func prose(_ text: String) {
        for (index, part) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
            if index.isMultiple(of: 2) { self.text(String(part)) } else { element("code", [:], String(part)) }
        }
    }

    private mutating func add(_ html: String) { bytes.append(contentsOf: html.utf8) }
}
