import Support
import Testing

/// A customer who has just signed up, through nginx.
typealias Visitor = Support.Visitor<HTTPClient>

extension Visitor {
    /// Signs up on the stack that the suites share.
    init() throws { try self.init(EndToEnd.stack().client) }

    /// Signs up on a stack.
    init(on stack: RunningStack) throws { try self.init(stack.client) }
}

/// Expects an error answer of the contract's shape.
func expectProblem(
    _ answer: HTTPAnswer,
    _ statuses: Int...,
    note: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let complaint = answer.complaint(expecting: statuses)
    #expect(complaint == nil, "\(note)", sourceLocation: sourceLocation)
}
