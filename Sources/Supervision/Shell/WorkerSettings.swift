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
                environment[name] = "/proc/self/fd/\(number)"
            }
        } catch {
            for descriptor in descriptors.values { descriptor.closeIgnoringErrors() }
            throw SettingsRefusal(reason: "The settings cannot be kept: \(error).")
        }
        self.environment = environment
        self.descriptors = descriptors
    }

    deinit { for descriptor in descriptors.values { descriptor.closeIgnoringErrors() } }
}
