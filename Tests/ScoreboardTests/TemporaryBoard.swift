import Foundation

@testable import Scoreboard

/// A scoreboard in a directory of its own, which goes with this value.
final class TemporaryBoard {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("scoreboard-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    var path: String { directory.appendingPathComponent("scoreboard").path }

    func open(slots: Int = 8) throws -> Scoreboard { try Scoreboard(path: path, slots: slots) }
}
