/// Which module may know which. Imports point one way: from a higher layer to a lower one, or to a neighbour.
struct LayerRules {
    /// Each target of `Sources` with its layer; one that is not listed is refused.
    let layers: [String: Layer]

    enum Layer: Int {
        /// Knows nothing of ours.
        case independent
        /// Wraps C libraries or the system: the only places for C modules, Glibc and `unsafe`.
        case leaf
        /// Builds on the leaves.
        case library
        /// The life of a worker for any route table.
        case framework
        case application
        case program
    }

    static let ours = LayerRules(layers: [
        "Pooling": .independent,
        "Platform": .leaf, "FastCGI": .leaf, "Postgres": .leaf, "JSON": .leaf, "Secrets": .leaf,
        "ConnectionHandOver": .library, "HTTPRouting": .library, "Scoreboard": .library, "SchemaMigrations": .library,
        "Settings": .library, "SharedBudget": .library, "Site": .library, "Supervision": .library,
        "ThirdParties": .library, "WebToken": .library,
        "Responder": .framework,
        "Accounts": .application, "Onboarding": .application, "Assistants": .application,
        "onboarding-responder": .program, "assistant-responder": .program, "onboardingctl": .program,
        "third-party-sandbox": .program,
    ])

    /// Programs that do not answer requests: only they may carry Foundation.
    static let mayImportFoundation: Set<String> = ["onboardingctl", "third-party-sandbox"]
}

/// A target as its package manifest and its files show it.
struct TargetFacts {
    let name: String
    /// What the manifest declares: targets and the modules of products.
    let dependencies: Set<String>
    /// The text of each source file by its path.
    let files: [String: String]
}

/// Compares what targets import with what they declare and with the layers. Pure: texts in, complaints out.
struct ImportCheck {
    let rules: LayerRules
    /// The targets that are C modules.
    let cModules: Set<String>

    func complaints(about targets: [TargetFacts]) -> [String] {
        targets.flatMap { target in declarationComplaints(target) + fileComplaints(target) }.sorted()
    }

    private func declarationComplaints(_ target: TargetFacts) -> [String] {
        guard let layer = rules.layers[target.name] else { return ["\(target.name) has no layer"] }
        return target.dependencies.sorted().compactMap { dependency in
            guard let other = rules.layers[dependency] else { return nil }
            if layer == .independent {
                return "\(target.name) must know no module of ours, but depends on \(dependency)"
            }
            if layer == .leaf, other == .leaf, dependency == "Platform" { return nil }
            let isNeighbour = layer == other && (layer == .library || layer == .application)
            let pointsDown = other.rawValue < layer.rawValue || isNeighbour
            return pointsDown ? nil : "\(target.name) must not depend on \(dependency)"
        }
    }

    private func fileComplaints(_ target: TargetFacts) -> [String] {
        let isLeaf = rules.layers[target.name] == .leaf
        return target.files.flatMap { path, text in
            let source = SourceText(text)
            var complaints = source.imports.compactMap { module in
                complaint(about: module, in: target, isLeaf: isLeaf).map { "\(path): \($0)" }
            }
            if !isLeaf, source.spellsUnsafe { complaints.append("\(path): spells unsafe") }
            return complaints
        }
    }

    private func complaint(about module: String, in target: TargetFacts, isLeaf: Bool) -> String? {
        if cModules.contains(module) || module == "Glibc", !isLeaf { return "imports \(module) outside the leaves" }
        if module == "Glibc" || module == "Swift" { return nil }
        if module.hasPrefix("Foundation") {
            return LayerRules.mayImportFoundation.contains(target.name) ? nil : "imports \(module)"
        }
        return target.dependencies.contains(module) ? nil : "imports \(module), which the manifest does not declare"
    }
}
