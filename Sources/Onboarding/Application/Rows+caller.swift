internal import HTTPRouting
internal import Postgres

extension Rows {
    /// The one row of a statement that contains ``Caller/isLive``.
    /// - Throws: ``Problem``: without a row the user is disabled or deleted, or the session has ended.
    var ofCaller: Row {
        get throws(Problem) {
            guard let first else { throw .invalidToken }
            return first
        }
    }
}
