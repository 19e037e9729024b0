internal import Postgres

extension PostgresError {
    /// Whether the same request may succeed a moment later: the database is away, busy, read-only or out of something.
    var isPassing: Bool {
        switch kind {
        case .connecting, .connectionLost, .deadlineExceeded: return true
        case .configuration, .invalidParameter, .unexpectedResult: return false
        case .server: break
        }
        guard let sqlState else { return false }
        let passingStates = [WriteDeadline.sqlState, "25006", "40001", "40P01", "55P03", "57014"]
        let passingClasses = ["08", "53", "57", "58"]
        return passingStates.contains(sqlState) || passingClasses.contains { sqlState.hasPrefix($0) }
    }
}
