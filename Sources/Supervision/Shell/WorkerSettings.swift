internal import Platform
internal import SystemPackage

/// One generation of worker settings, frozen: a worker started later gets what was accepted, even when the files have
/// changed since.
///
/// The content of every `NAME_FILE` file is kept in a nameless file that workers inherit, so a secret appears neither in
/// an environment nor on a disk. The descriptors close with the last use of this value.
final class WorkerSettings {
    /// The first descriptor number in the worker that holds a frozen file.
    static let firstDescriptor: Int32 = 5

    /// The workers' environment; each `NAME_FILE` points to the frozen copy.
    let environment: [String: String]
    /// The frozen copies by their number in the worker.
    let descriptors: [Int32: FileDescriptor]
    /// How long a request may take with these settings; nil: as long as it wants.
    var requestDeadline: Duration?
    /// The processes that start workers with these settings, by pool. They end with this value.
    var forkServers: [String: ForkServerClient] = [:]
    /// Until when the workers of a pool are started one by one, since its fork server did not work; for ever where the
    /// program does not copy itself.
    var withoutForkServer: [String: Duration] = [:]

    /// The same environment as this process can read it: the frozen copies have other numbers here.
    var checkable: [String: String] {
        environment.mapValues { value in
            let copy = descriptors.first { value == Self.path($0.key) }
            return copy.map { Self.path($0.value.rawValue) } ?? value
        }
    }

    init(variables: [String: String]) throws(SettingsRefusal) {
        var environment = variables
        var descriptors: [Int32: FileDescriptor] = [:]
        do {
            for (name, path) in variables.sorted(by: { $0.key < $1.key })
            where name.hasSuffix("_FILE") && path.hasPrefix("/") {
                // Not every such variable is ours: what cannot be read as text is passed on as it is.
                guard let text = try? TextFile.read(path) else { continue }
                let number = Self.firstDescriptor + Int32(descriptors.count)
                descriptors[number] = try FileDescriptor.sealedCopy(of: text, name: name)
                environment[name] = Self.path(number)
            }
        } catch {
            for descriptor in descriptors.values { descriptor.closeIgnoringErrors() }
            throw SettingsRefusal(reason: "The settings cannot be kept: \(error).")
        }
        self.environment = environment
        self.descriptors = descriptors
    }

    private static func path(_ number: Int32) -> String { "/proc/self/fd/\(number)" }

    deinit { for descriptor in descriptors.values { descriptor.closeIgnoringErrors() } }
}
