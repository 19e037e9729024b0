/// The instant up to which a statement may change something. Whoever sent it has given up by then, and the customer may
/// have written again.
///
/// A statement may lie unread for as long as the server, or only its process for this connection, gets no processor time.
/// No deadline of the client's keeps it from taking effect afterwards, over a newer write that was acknowledged, and a
/// request to cancel it is ignored while it is unread. So each statement that changes something looks at the server's
/// clock.
enum WriteDeadline {
    /// The SQLSTATE of a statement that came too late: division by zero. Nothing else divides.
    static let sqlState = "22012"

    /// The condition that the deadline is ahead; the statement fails with ``sqlState`` when it is not. To be put where it
    /// is asked before anything is changed, and again after a wait for a lock.
    /// - Parameter parameter: such as `$3`: always the last one, whose value ``Database`` adds.
    static func isAhead(_ parameter: String) -> String {
        "1 / (clock_timestamp() < \(parameter)::timestamptz)::integer = 1 /* fails when late */"
    }
}
