public import Testing

/// Expects an error answer of the contract's shape with one of these statuses.
public func expectProblem(
    _ answer: HTTPAnswer,
    _ statuses: Int...,
    note: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let faults = [
        (statuses.contains(answer.status), "status"),
        (answer.header("Content-Type")?.hasPrefix("application/json") == true, "Content-Type"),
        (answer["detail"] != nil, "detail"), (answer["code"]?.string != nil, "code"),
        (answer["request_id"]?.string == answer.header("X-Request-ID"), "request_id"),
    ].filter { !$0.0 }.map(\.1)
    #expect(faults == [], "\(note) \(answer.status) \(answer.text.prefix(300))", sourceLocation: sourceLocation)
}
