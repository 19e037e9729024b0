/// Where the tables of a database come from. Pure.
enum DatabaseOrigin: Equatable {
    /// The audited product's migrations made them: they can be looked at for adoption.
    case earlierProduct
    /// They were adopted before.
    case adopted
    /// Anything else, and the sentence that says so.
    case other(String)

    /// What a database tells about itself at first sight.
    struct Signs {
        /// The names of its tables and views.
        var tables: Set<String> = []
        /// The columns of `users`.
        var userColumns: Set<String> = []
        /// Whether `schema_migrations` has a row.
        var hasMigrations = false
    }

    private static let companions = ["vapi_credentials", "twilio_credentials", "user_onboarding"]

    init(_ signs: Signs) {
        let tables = signs.tables.subtracting(["schema_migrations"])
        if signs.hasMigrations {
            self =
                tables.contains("alembic_version")
                ? .adopted
                : .other("This is a database of this product already. Run 'onboardingctl migrate up'.")
        } else if tables.isEmpty {
            self = .other("The database has no tables: there is nothing to adopt. Run 'onboardingctl migrate up'.")
        } else if !signs.userColumns.isSuperset(of: ["id", "email", "hashed_password"]) {
            self = .other(
                """
                This is not a database of the earlier product: it has no table 'users' with the columns id, email and \
                hashed_password.
                """
            )
        } else if !tables.contains("alembic_version"), tables.isDisjoint(with: Self.companions) {
            self = .other(
                """
                This is not a database of the earlier product: beside 'users' it has neither 'alembic_version' nor \
                'vapi_credentials', 'twilio_credentials' or 'user_onboarding'.
                """
            )
        } else {
            self = .earlierProduct
        }
    }
}
