/// One thing that a check looked at.
struct Finding: Equatable, CustomStringConvertible {
    /// The raw value is the word that is printed.
    enum Level: String {
        /// As it should be.
        case good = "ok"
        /// It starts, but somebody should look.
        case warning
        /// It would not start.
        case problem
    }

    let level: Level
    let sentence: String

    static func good(_ sentence: String) -> Finding { Finding(level: .good, sentence: sentence) }
    static func warning(_ sentence: String) -> Finding { Finding(level: .warning, sentence: sentence) }
    static func problem(_ sentence: String) -> Finding { Finding(level: .problem, sentence: sentence) }

    var description: String {
        level.rawValue + String(repeating: " ", count: 9 - level.rawValue.count) + sentence
    }
}
