public import SystemPackage

/// A file on whose bytes a process takes locks. It is opened with the first of them and no earlier: locks belong to the
/// open file, so a copy of a process that has none yet goes on with locks of its own.
///
/// See ``FileLock``. One thread.
public struct LockFile: ~Copyable {
    private let path: String

    /// The open file; nil before the first lock.
    public private(set) var descriptor: FileDescriptor?

    /// Creates the file with mode 0600 where there is none.
    /// - Throws: `Errno` when it cannot be opened.
    public init(path: String) throws(Errno) {
        self.path = path
        try Self.open(path).closeIgnoringErrors()
    }

    deinit { descriptor?.closeIgnoringErrors() }

    /// Opens a file of locks, close-on-exec, and creates it with mode 0600 where there is none.
    /// - Throws: `Errno` from the kernel.
    public static func open(_ path: String) throws(Errno) -> FileDescriptor {
        do {
            return try FileDescriptor.open(
                FilePath(path),
                .readWrite,
                options: [.create, .closeOnExec],
                permissions: .ownerReadWrite
            )
        } catch {
            throw error as? Errno ?? .ioError
        }
    }

    /// Takes the lock on `byte`, or says that somebody else has it. Never waits.
    /// - Returns: whether the lock is held now.
    /// - Throws: `Errno` for anything but a lock held elsewhere.
    public mutating func take(byte: Int64) throws(Errno) -> Bool { try FileLock.take(file(), byte: byte) }

    /// Gives the lock on `byte` back.
    public func release(byte: Int64) {
        if let descriptor { FileLock.release(descriptor, byte: byte) }
    }

    /// Whether another open file holds the lock on any of `bytes`; false when the file cannot be opened.
    public mutating func isAnyHeldElsewhere(bytes: Range<Int64>) -> Bool {
        guard let file = try? file() else { return false }
        return FileLock.isAnyHeldElsewhere(file, bytes: bytes)
    }

    /// Goes on with the locks of another process instead of its own, of which it must have none.
    /// - Parameter locks: closed at the end.
    public mutating func takeOver(_ locks: FileDescriptor) {
        descriptor?.closeIgnoringErrors()
        descriptor = locks
    }

    private mutating func file() throws(Errno) -> FileDescriptor {
        if let descriptor { return descriptor }
        let file = try Self.open(path)
        descriptor = file
        return file
    }
}
