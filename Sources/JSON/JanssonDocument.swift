import CJansson

/// A document held by [jansson](https://jansson.readthedocs.io/en/2.14/apiref.html), which decides what is valid JSON.
@safe
struct JanssonDocument: ~Copyable {
    private let root: UnsafeMutablePointer<json_t>

    /// Nil when jansson refuses the bytes.
    init?(_ bytes: Span<UInt8>) {
        let flags = Int(JSON_REJECT_DUPLICATES | JSON_DECODE_ANY)
        let loaded = unsafe bytes.withUnsafeBytes { buffer in
            unsafe json_loadb(buffer.baseAddress, buffer.count, flags, nil)
        }
        guard let loaded = unsafe loaded else { return nil }
        unsafe root = loaded
    }

    deinit {
        unsafe json_decref(root)
    }

    /// The whole document as a Swift value.
    var value: JSONValue { unsafe Self.convert(root) }

    private static func convert(_ node: UnsafeMutablePointer<json_t>) -> JSONValue {
        switch unsafe node.pointee.type {
        case JSON_OBJECT: return unsafe .object(members(of: node))
        case JSON_ARRAY: return unsafe .array(elements(of: node))
        case JSON_STRING: return unsafe .string(text(json_string_value(node), json_string_length(node)))
        case JSON_INTEGER: return unsafe .integer(Int(json_integer_value(node)))
        case JSON_REAL: return unsafe .real(json_real_value(node))
        case JSON_TRUE: return .bool(true)
        case JSON_FALSE: return .bool(false)
        default: return .null
        }
    }

    private static func members(of object: UnsafeMutablePointer<json_t>) -> [JSONMember] {
        var members: [JSONMember] = []
        unsafe members.reserveCapacity(json_object_size(object))
        var iterator = unsafe json_object_iter(object)
        while let current = unsafe iterator {
            if let value = unsafe json_object_iter_value(current) {
                let name = unsafe text(json_object_iter_key(current), json_object_iter_key_len(current))
                members.append(JSONMember(name: name, value: unsafe convert(value)))
            }
            unsafe iterator = json_object_iter_next(object, current)
        }
        return members
    }

    private static func elements(of array: UnsafeMutablePointer<json_t>) -> [JSONValue] {
        let count = unsafe json_array_size(array)
        var elements: [JSONValue] = []
        elements.reserveCapacity(count)
        for index in 0..<count {
            guard let element = unsafe json_array_get(array, index) else { break }
            elements.append(unsafe convert(element))
        }
        return elements
    }

    private static func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
        guard let start = unsafe start else { return "" }
        return unsafe start.withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
            unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
        }
    }
}
