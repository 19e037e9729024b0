import ArgumentParser
import Foundation
import Supervision

/// `onboardingctl status`
struct Status: ContextualCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows the pools and what each worker is doing.",
        discussion: """
            Columns: how long the worker has been in its state (FOR), requests it has answered, memory that it shares \
            with nobody, its database connection (DB), the route of the request in hand.
            """
    )

    @Flag(help: "Show it anew every second until interrupted.")
    var watch = false

    @Flag(help: "Print one JSON object instead of a table.")
    var json = false

    @OptionGroup var directory: RuntimeDirectoryOption

    func run(in context: CommandContext) throws {
        let path = try directory.path(context)
        guard watch else { return context.print(try text(path)) }
        while true {
            // Home, the table, and away with what is left of the last one.
            context.print(json ? try text(path) : "\u{1B}[H\(try text(path))\u{1B}[J")
            Thread.sleep(forTimeInterval: 1)
        }
    }

    private func text(_ path: String) throws -> String {
        let report = try StatusReport.take(in: path)
        return json ? report.json : report.table
    }
}
