import Secrets
import Settings
import Testing

@Suite struct FileTests {
    @Test func aSettingIsReadFromTheFileThatItsVariableNames() throws {
        let settings = try load(["JWT_SECRET": nil, "JWT_SECRET_FILE": "/s"], files: ["/s": goodSecret + "x\n"])
        #expect(settings.jwtSecret.revealed == Array((goodSecret + "x").utf8))
    }

    @Test(arguments: [("\n", ""), ("\r\n", ""), ("\n\n", "\n"), ("", ""), (" \n", " ")])
    func oneNewlineAtTheEndIsTakenOffAndNothingElse(ending: String, kept: String) throws {
        let settings = try load(["JWT_SECRET": nil, "JWT_SECRET_FILE": "/s"], files: ["/s": goodSecret + ending])
        #expect(settings.jwtSecret.revealed == Array((goodSecret + kept).utf8))
    }

    @Test func aSettingGivenTwiceIsRefused() {
        let found = problems(["JWT_SECRET_FILE": "/s"], files: ["/s": goodSecret])
        #expect(found.map(\.code) == [.setTwice])
        #expect(found.first?.description == "JWT_SECRET and JWT_SECRET_FILE are both set: keep one.")
    }

    @Test func aFileThatCannotBeReadIsRefusedWithoutShowingItsPath() {
        let found = problems(["JWT_SECRET": nil, "JWT_SECRET_FILE": "/run/hidden-path"])
        #expect(found.map(\.code) == [.unreadableFile])
        #expect(found.first?.description.contains("hidden-path") == false)
    }

    @Test func anEmptyFileIsRefused() {
        #expect(
            problems(["FERNET_KEYS": nil, "FERNET_KEYS_FILE": "/k"], files: ["/k": "\n"]).map(\.code) == [.missing]
        )
    }

    @Test(arguments: SettingName.allCases.filter { $0 != .databaseOwnerURL })
    func everySettingTakesAFile(name: SettingName) {
        let found = problems([name.rawValue: nil, name.fileVariable: "/missing"])
        #expect(found.map(\.code) == [.unreadableFile])
        #expect(found.map(\.setting) == [name])
    }
}
