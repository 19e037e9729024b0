import ArgumentParser
import Settings

/// `onboardingctl user create`
struct UserCreate: ContextualCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Creates a user.")

    @OptionGroup var account: EmailArgument
    @Option(help: "The user's name.")
    var fullName: String?
    @OptionGroup var password: PasswordOptions

    func run(in context: CommandContext) throws {
        let users = try UserAdministration(context: context)
        let address = try account.newAddress()
        try users.create(address, password: try password.read(in: context), fullName: fullName)
        context.print("\(address) is created.")
    }
}

/// `onboardingctl user set-password`
struct UserSetPassword: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-password",
        abstract: "Gives a user a new password and ends the user's sessions."
    )

    @OptionGroup var account: EmailArgument
    @OptionGroup var password: PasswordOptions

    func run(in context: CommandContext) throws {
        let users = try UserAdministration(context: context)
        let ended = try users.setPassword(try password.read(in: context), of: account.email)
        context.print("\(account.email) has a new password. Sessions ended: \(ended).")
    }
}

/// `onboardingctl user disable`
struct UserDisable: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Keeps a user out and ends the user's sessions at once."
    )

    @OptionGroup var account: EmailArgument

    func run(in context: CommandContext) throws {
        let ended = try UserAdministration(context: context).disable(account.email)
        context.print("\(account.email) is disabled. Sessions ended: \(ended).")
    }
}

/// `onboardingctl user enable`
struct UserEnable: ContextualCommand {
    static let configuration = CommandConfiguration(commandName: "enable", abstract: "Lets a disabled user in again.")

    @OptionGroup var account: EmailArgument

    func run(in context: CommandContext) throws {
        try UserAdministration(context: context).enable(account.email)
        context.print("\(account.email) is enabled.")
    }
}
