import ArgumentParser
import Foundation
import HTTPRouting
import Onboarding
import Responder
import Site

/// `onboardingctl openapi`
struct OpenAPI: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi",
        abstract: "Writes what follows from the route tables of all responders into a directory.",
        discussion: """
            openapi.json, docs.html and docs.css, which nginx serves, and upstreams.conf and locations.conf, which nginx.conf \
            includes. To be run when a new release is installed; then have nginx read its configuration again. Files that \
            are there are replaced one by one, each as a whole.
            """
    )

    /// The routes of every responder, that of the main pool first.
    static let pools = [PoolRoutes(OnboardingApplication.self)]

    @Argument(help: "The directory; made when it is missing.")
    var directory: String

    func run(in context: CommandContext) throws {
        let folder = URL(filePath: directory, directoryHint: .isDirectory)
        let site = try SiteFiles(Self.pools, DocumentationText.information)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (name, bytes) in site.files { try Data(bytes).write(to: folder.appending(path: name), options: .atomic) }
        } catch {
            throw CommandFailure("The directory \(directory) cannot be written to: \(error.localizedDescription)")
        }
    }
}

extension PoolRoutes {
    /// The routes of a responder program, under its name.
    init<Program: Application>(_ program: Program.Type) {
        self.init(name: program.name, routes: program.routes.map(\.description))
    }
}
