/// The names of one object, while it is read.
///
/// Few are told apart without hashing. A hostile document may have thousands in one object, so many go into a set.
struct MemberNames {
    private static let few = 16
    /// A bit for each name so far: a name whose bit is not set is new.
    private var marks: UInt64 = 0
    private var many: Set<Name> = []

    /// Adds the name that follows those of `members`. False when it is one of them.
    mutating func insert(_ name: String, after members: [JSONMember]) -> Bool {
        if members.count >= Self.few {
            if many.isEmpty { many = Set(members.map { Name(text: $0.name) }) }
            return many.insert(Name(text: name)).inserted
        }
        let mark = Self.mark(name)
        defer { marks |= mark }
        return marks & mark == 0 || !members.indices.contains { members[$0].name.hasSameBytes(as: name) }
    }

    /// One of 64 bits, chosen by the length and the ends of a name.
    private static func mark(_ name: String) -> UInt64 {
        let bytes = name.utf8.span
        guard bytes.count > 0 else { return 1 }
        let traits = UInt64(bytes.count) << 16 | UInt64(bytes[0]) << 8 | UInt64(bytes[bytes.count - 1])
        // The highest bits of the product depend on all bits of the traits.
        return 1 &<< ((traits &* 0x9E37_79B9_7F4A_7C15) >> 58)
    }

    /// A name that differs from another when its bytes do: strings that are canonically equivalent are equal.
    private struct Name: Hashable {
        let text: String

        static func == (one: Self, other: Self) -> Bool { one.text.hasSameBytes(as: other.text) }

        func hash(into hasher: inout Hasher) {
            for byte in text.utf8 { hasher.combine(byte) }
        }
    }
}
