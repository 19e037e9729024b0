internal import CLibPQ

extension Rows {
    /// The error that a failed result carries.
    func error(connectionIsLost: Bool) -> PostgresError {
        let state = field(CLibPQ_DIAG_SQLSTATE)
        let kind: PostgresError.Kind = state == nil && connectionIsLost ? .connectionLost : .server
        return PostgresError(
            kind,
            sqlState: state,
            constraint: field(CLibPQ_DIAG_CONSTRAINT_NAME),
            table: field(CLibPQ_DIAG_TABLE_NAME),
            column: field(CLibPQ_DIAG_COLUMN_NAME),
            privateMessage: field(CLibPQ_DIAG_MESSAGE_PRIMARY) ?? ""
        )
    }
}

extension PostgresError {
    /// Whether the prepared statement no longer fits: its tables changed (0A000, "cached plan must not change result
    /// type") or the server has forgotten it (26000). Both are found before anything is executed.
    var meansStalePlan: Bool { sqlState == "0A000" || sqlState == "26000" }
}
