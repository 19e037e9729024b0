internal import Glibc
public import SystemPackage

/// A file mapped into the memory of several processes, seen as 64-bit words.
///
/// Every access is one aligned load or store of a whole word, so a reader sees the old or the new value and nothing in
/// between, even when the writer is killed. More than one word at a time is up to the users' protocol, and a word may
/// have one writer only. See <https://man7.org/linux/man-pages/man2/mmap.2.html>. Each process uses it from one thread.
@safe public final class SharedMemory {
    /// How many words there are.
    public let count: Int

    private let base: UnsafeMutablePointer<UInt64>

    /// Maps the first `count` words of a file, which must be that long.
    /// - Throws: `Errno` from the kernel.
    public init(_ file: FileDescriptor, count: Int) throws(Errno) {
        let length = count * MemoryLayout<UInt64>.size
        let address = unsafe mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, file.rawValue, 0)
        guard let address = unsafe address, unsafe address != MAP_FAILED else { throw Errno(rawValue: errno) }
        self.count = count
        unsafe base = address.bindMemory(to: UInt64.self, capacity: count)
    }

    /// Maps the first `count` words of the file at `path`. Where there is none it is created with mode 0600, and where it
    /// is too short it is made longer with zeros first, by one process at a time.
    /// - Parameter lock: the byte of the file that is locked meanwhile.
    /// - Throws: `Errno` from the kernel.
    public convenience init(path: String, count: Int, lock: Int64) throws(Errno) {
        let file = try LockFile.open(path)
        defer { file.closeIgnoringErrors() }
        try FileLock.wait(file, byte: lock)
        defer { FileLock.release(file, byte: lock) }
        do {
            let length = Int64(count * MemoryLayout<UInt64>.size)
            let present = try file.seek(offset: 0, from: .end)
            if present < length {
                // Written, not only made longer: with the space taken now, no store to the memory can run out of it.
                try file.writeAll(toAbsoluteOffset: present, [UInt8](repeating: 0, count: Int(length - present)))
            }
        } catch {
            throw error as? Errno ?? .ioError
        }
        try self.init(file, count: count)
    }

    deinit { unsafe munmap(base, count * MemoryLayout<UInt64>.size) }

    /// One word of a file that is not mapped: cheaper for a few words than to map them.
    /// - Throws: `Errno`: `ioError` where the file ends before it.
    public static func word(_ index: Int, of file: FileDescriptor) throws -> UInt64 {
        var word: UInt64 = 0
        let count = try unsafe withUnsafeMutableBytes(of: &word) {
            try unsafe file.read(fromAbsoluteOffset: Int64(index * $0.count), into: $0)
        }
        guard count == MemoryLayout<UInt64>.size else { throw Errno.ioError }
        return word
    }

    /// A word. Traps outside `0 ..< count`. Not inlined, so that the compiler neither keeps nor reorders what it read.
    @inline(never)
    public func load(_ index: Int) -> UInt64 {
        precondition((0..<count).contains(index), "a word of the shared memory")
        return unsafe base[index]
    }

    /// `count` words from `index` on, one after the other. Traps outside the memory.
    @inline(never)
    public func load(_ index: Int, count: Int) -> [UInt64] {
        precondition(index >= 0 && count >= 0 && index + count <= self.count, "words of the shared memory")
        return unsafe Array(UnsafeBufferPointer(start: base + index, count: count))
    }

    /// Sets a word. Traps outside `0 ..< count`.
    @inline(never)
    public func store(_ value: UInt64, at index: Int) {
        precondition((0..<count).contains(index), "a word of the shared memory")
        unsafe base[index] = value
    }

    /// Adds to a word of which this process is the only writer; wraps around at the end.
    @inline(never)
    public func add(_ value: UInt64, at index: Int) {
        precondition((0..<count).contains(index), "a word of the shared memory")
        unsafe base[index] &+= value
    }

    /// Stores a text as UTF-8 in `words` words, closed with zeros, cut where it is longer. Not in one step.
    public func store(_ text: String, at index: Int, words: Int) {
        precondition(index >= 0 && words >= 0 && index + words <= count, "words of the shared memory")
        var text = text
        text.withUTF8 { bytes in
            let target = unsafe UnsafeMutableRawBufferPointer(start: base + index, count: words * 8)
            let length = min(bytes.count, target.count)
            unsafe target.copyBytes(from: bytes[..<length])
            for rest in length..<target.count { unsafe target[rest] = 0 }
        }
    }

    /// The text in `words` words. Whatever lies there, the answer is a text; bytes that are no UTF-8 are replaced.
    public func text(at index: Int, words: Int) -> String { Self.text(load(index, count: words)[...]) }

    /// The text in words that were loaded before.
    public static func text(_ words: ArraySlice<UInt64>) -> String {
        unsafe words.withUnsafeBytes { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
