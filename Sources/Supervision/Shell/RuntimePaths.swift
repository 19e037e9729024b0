/// What lies where in the runtime directory.
public struct RuntimePaths: Sendable {
    static let controlName = "control"

    /// The directory itself.
    public let directory: String

    /// The names below `directory`.
    public init(directory: String) { self.directory = directory }

    /// The socket on which a pool's workers accept.
    public func socket(pool: String) -> String { "\(directory)/\(pool).sock" }

    /// The socket for `onboardingctl`.
    public var control: String { "\(directory)/\(Self.controlName).sock" }

    /// Locked by the manager as long as it lives.
    public var lock: String { "\(directory)/manager.lock" }

    /// What the workers do.
    public var scoreboard: String { "\(directory)/scoreboard" }
}
