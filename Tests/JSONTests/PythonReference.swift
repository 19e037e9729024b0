import Foundation
import Support

/// What Python's `json` module says about a document.
enum PythonVerdict: Equatable {
    case invalidUTF8(offset: Int)
    case refused(offset: Int)
    /// Python reads it; `normalized` is how Python writes it again. `isStrict` is false when it has something in it
    /// that our parser refuses on purpose.
    case accepted(normalized: String, isStrict: Bool)

    static func of(_ documents: [[UInt8]]) throws -> [PythonVerdict] {
        let lines = try Python.lines(script, documents.map { Data($0).base64EncodedString() })
        return lines.map { line in
            let fields = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            switch fields[0] {
            case "utf8": return .invalidUTF8(offset: Int(fields[1]) ?? -1)
            case "refused": return .refused(offset: Int(fields[1]) ?? -1)
            default: return .accepted(normalized: fields[2], isStrict: fields[1] == "strict")
            }
        }
    }

    private static let script = #"""
        import base64, json, math, sys

        def depth(value):
            if isinstance(value, list):
                return 1 + max(map(depth, value), default=0)
            if isinstance(value, dict):
                return 1 + max(map(depth, value.values()), default=0)
            return 0

        def is_strict_scalar(value):
            if isinstance(value, str):
                return "\0" not in value and not any(0xD800 <= ord(c) < 0xE000 for c in value)
            if isinstance(value, float):
                return math.isfinite(value)
            if isinstance(value, int):
                return -2**63 <= value < 2**63
            return True

        def is_strict(value):
            if isinstance(value, list):
                return all(map(is_strict, value))
            if isinstance(value, dict):
                return all(map(is_strict, value.keys())) and all(map(is_strict, value.values()))
            return is_strict_scalar(value)

        def verdict(document):
            try:
                text = document.decode()
            except UnicodeDecodeError as error:
                return "utf8\t%d\t" % len(document[:error.start].decode())
            repeated = []
            def pairs(members):
                result = dict(members)
                if len(result) < len(members):
                    repeated.append(True)
                return result
            try:
                value = json.loads(text, object_pairs_hook=pairs)
            except json.JSONDecodeError as error:
                return "refused\t%d\t" % error.pos
            strict = not repeated and is_strict(value) and depth(value) <= 32
            return "accepted\t%s\t%s" % ("strict" if strict else "lax", json.dumps(value))

        for line in sys.stdin:
            print(verdict(base64.b64decode(line)))
        """#
}
