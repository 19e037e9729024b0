import Support

/// A customer who has just signed up, through nginx.
typealias Visitor = Support.Visitor<HTTPClient>

extension Visitor {
    /// Signs up on the stack that the suites share.
    init() throws { try self.init(EndToEnd.stack().client) }

    /// Signs up on a stack.
    init(on stack: RunningStack) throws { try self.init(stack.client) }
}
