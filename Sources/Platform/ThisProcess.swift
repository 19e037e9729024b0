internal import Glibc
public import SystemPackage

/// Facts about the running process.
public enum ThisProcess {
    /// Its number.
    public static var id: Int32 { getpid() }

    /// The number of the process that started it; 1 or a reaper's once that one is gone.
    public static var parent: Int32 { getppid() }

    /// The absolute path of the running executable, as it was when it was started.
    /// - Throws: `Errno` when `/proc` is not there.
    public static func executablePath() throws(Errno) -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            let text = unsafe bytes.assumingMemoryBound(to: CChar.self)
            guard let base = text.baseAddress else { return 0 }
            return unsafe readlink("/proc/self/exe", base, bytes.count)
        }
        guard count > 0 else { throw Errno(rawValue: errno) }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }
}
