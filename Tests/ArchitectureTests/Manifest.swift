import Foundation
import Support

/// The package as SwiftPM reads it.
struct Manifest: Decodable {
    let targets: [Target]

    struct Target: Decodable {
        let name: String
        let path: String
        let type: String
        let sources: [String]
        let targetDependencies: [String]?
        let productDependencies: [String]?

        enum CodingKeys: String, CodingKey {
            case name, path, type, sources
            case targetDependencies = "target_dependencies"
            case productDependencies = "product_dependencies"
        }

        var isCModule: Bool { type == "system-target" }
        /// Whether it holds Swift code of the product.
        var isModule: Bool { path.hasPrefix("Sources/") && !isCModule && type != "plugin" }

        /// The target with the text of its files.
        func facts() throws -> TargetFacts {
            let texts = try sources.map { ("\(path)/\($0)", try Repository.text("\(path)/\($0)")) }
            return TargetFacts(
                name: name,
                dependencies: Set((targetDependencies ?? []) + (productDependencies ?? [])),
                files: Dictionary(uniqueKeysWithValues: texts)
            )
        }
    }

    /// SwiftPM holds its lock while it runs tests, and reading the manifest changes nothing.
    static func read() throws -> Manifest {
        let run = try Command(["swift", "package", "--ignore-lock", "describe", "--type", "json"])
        return try JSONDecoder().decode(Manifest.self, from: Data(run.output.utf8))
    }
}
