import ArgumentParser
import Accounts

/// Which user a command is about.
struct EmailArgument: ParsableArguments {
    @Argument(help: "The user's e-mail address.")
    var email: String

    /// The address in the form in which a sign-up stores it.
    ///
    /// Only for new users. A user who is there is looked up by whatever address the row has: one that came from an older
    /// product may be of a shape that a sign-up refuses.
    func newAddress() throws -> String {
        guard email.unicodeScalars.count <= 320, let address = EmailAddress.normalized(email) else {
            throw CommandFailure("That is not an e-mail address.")
        }
        return address
    }
}
