/// What comparing a password with a stored hash gave.
public enum PasswordVerdict: Sendable, Equatable {
    /// The password is right. With `upgrade` the hash is weaker than new ones are and should be replaced now.
    case matches(upgrade: Bool)
    /// The password is wrong, or the stored hash is none that is accepted.
    case differs
}

/// Why a password cannot be hashed.
public enum PasswordError: Error, Sendable, Equatable {
    /// It has a zero byte, at which C code would cut it off.
    case containsNUL
    /// It has more than `PasswordHasher.maximumBytes` bytes in UTF-8.
    case tooLong
    /// libxcrypt had no random numbers or no memory.
    case hashingFailed
}
