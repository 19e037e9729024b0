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

    func validate() throws {
        guard !directory.isEmpty else { throw ValidationError("The name of the directory is empty.") }
    }

    func run(in context: CommandContext) throws {
        let folder = URL(filePath: directory, directoryHint: .isDirectory)
        let site = try SiteFiles(Self.pools, DocumentationText.information)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (name, bytes) in site.files {
                try Data(bytes).write(to: folder.appending(path: name), options: .atomic)
            }
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

/// What the documentation says about the API as a whole.
enum DocumentationText {
    /// What holds for every operation.
    static let information = APIInformation(
        title: "Ava Onboarding API",
        version: "1",
        sections: [
            APIInformation.Section(
                "Requests",
                "Bodies are JSON objects in UTF-8 of at most 64 KiB, sent as `application/json`. Fields that an "
                    + "operation does not know are ignored.",
                "A path with a slash at its end is the same path. `HEAD` works wherever `GET` does. Another method is "
                    + "answered with 405 and the header `Allow`.",
                "The examples expect the address of the service in `$AVA` and an access token in `$TOKEN`."
            ),
            APIInformation.Section(
                "Signing in",
                "`signUp` and `logIn` answer with an access token, which is good for 15 minutes, and a refresh token, "
                    + "which is good for one call of `refreshTokens`. Send the access token as `Authorization: Bearer …`.",
                "With `\"cookie\": true` the refresh token travels in an `HttpOnly` cookie and never in a body."
            ),
            APIInformation.Section(
                "Values",
                "Booleans are also taken as 1 and 0 and, in any case, as `\"true\"`, `\"yes\"`, `\"on\"`, `\"t\"`, "
                    + "`\"y\"`, `\"1\"` and their opposites; whole numbers also as strings and with a zero fraction. "
                    + "Strings may hold any character but U+0000, whole numbers at most 64 bits. Lengths count Unicode "
                    + "code points.",
                "`PATCH` leaves an absent field as it is; `null` clears it or puts its default back. One bad field "
                    + "refuses the whole request. The answer is the whole resource as it is stored.",
                "Times are RFC 3339 in UTC, such as `2026-03-01T09:30:00.250000Z`."
            ),
            APIInformation.Section(
                "Errors",
                "An error has a `detail` for people, a `code` for programs and the `request_id`, which is also in the "
                    + "header `X-Request-ID`. The `detail` of a 422 is the list of all faults, each with `type`, `loc`, "
                    + "`msg` and `input`.",
                "429, 502, 503 and 504 come with `Retry-After`. A request that is broken before it reaches an operation "
                    + "is answered with 400, 408, 411, 414 or 431 in the same shape."
            ),
        ]
    )
}
