import Support

@testable import Scoreboard

/// A scoreboard in a directory of its own, which goes with this value.
final class TemporaryBoard {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    var path: String { directory.file("scoreboard") }

    func open(slots: Int = 8) throws -> Scoreboard { try Scoreboard(path: path, slots: slots) }

    /// Opens it once more, and takes a slot as a worker does.
    func attach(slot: Int? = nil, pool: String, routes: [String]) throws -> WorkerSlot? {
        try Self.attach(to: path, slot: slot, pool: pool, routes: routes)
    }

    static func attach(to path: String, slot: Int?, pool: String, routes: [String]) throws -> WorkerSlot? {
        let board = try Scoreboard(path: path)
        return try board.attach(slot: slot, pool: pool, routes: board.enter(routes: routes))
    }
}
