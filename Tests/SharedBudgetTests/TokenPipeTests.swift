import Platform
import Support
import SystemPackage
import Testing

@Suite struct TokenPipeTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test func eachTokenIsTakenOnce() throws {
        let giver = try TokenPipe(path: directory.file("pipe"))
        let taker = try TokenPipe(path: directory.file("pipe"))
        let wasEmpty = taker.isEmpty
        giver.put()
        giver.put()
        let isEmpty = taker.isEmpty
        #expect(wasEmpty && !isEmpty)
        let taken = [taker.take(), giver.take(), taker.take(), giver.take()]
        #expect(taken == [true, true, false, false])
    }

    @Test func aFullPipeTakesNoMoreTokensAndHoldsNobodyUp() throws {
        let pipe = try TokenPipe(path: directory.file("pipe"))
        for _ in 0..<70_000 { pipe.put() }
        var count = 0
        while pipe.take() { count += 1 }
        #expect(count > 1_000)
        #expect(count < 70_000)
    }

    @Test func aPathWithSomethingElseIsRefused() throws {
        let path = directory.file("file")
        let file = try FileDescriptor.open(FilePath(path), .writeOnly, options: .create, permissions: .ownerReadWrite)
        try file.close()
        #expect(throws: Errno.fileExists) { _ = try TokenPipe(path: path) }
        #expect(throws: Errno.noSuchFileOrDirectory) { _ = try TokenPipe(path: directory.path + "/none/pipe") }
    }
}
