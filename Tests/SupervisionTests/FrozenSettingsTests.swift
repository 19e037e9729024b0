import Platform
import SystemPackage
import Testing

@testable import Supervision

/// Settings that workers inherit as files without a name.
@Suite struct FrozenSettingsTests {
    @Test func noWorkerCanChangeWhatItInherited() throws {
        let copy = try FileDescriptor.sealedCopy(of: "secret", name: "JWT_SECRET_FILE")
        defer { copy.closeIgnoringErrors() }
        let again = try FileDescriptor.open(FilePath("/proc/self/fd/\(copy.rawValue)"), .readWrite)
        defer { again.closeIgnoringErrors() }
        for descriptor in [copy, again] {
            #expect(throws: Errno.self) { try descriptor.writeAll(toAbsoluteOffset: 0, "planted".utf8) }
            #expect(throws: Errno.self) { try descriptor.resize(to: 0) }
        }
        #expect(try TextFile.read("/proc/self/fd/\(copy.rawValue)") == "secret")
    }
}
