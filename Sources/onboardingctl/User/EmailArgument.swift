import ArgumentParser

/// Which user a command is about.
struct EmailArgument: ParsableArguments {
    @Argument(help: "The user's e-mail address.")
    var email: String

    /// The address, when it can be one.
    func address() throws -> String {
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), email.unicodeScalars.count <= 320,
            email.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && !$0.properties.isWhitespace })
        else { throw CommandFailure("That is not an e-mail address.") }
        return email
    }
}
