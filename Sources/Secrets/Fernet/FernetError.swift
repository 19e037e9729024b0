/// Why a token could not be made or read. For logs; a client has no use for the difference.
public enum FernetError: Error, Sendable, Equatable {
    /// Not a token: encoding, version, length or padding is wrong.
    case malformed
    /// No key of the ring has signed it, or it was altered.
    case unknownKey
    /// Older than asked for.
    case expired
    /// Its time lies too far ahead of the clock.
    case fromTheFuture
    /// No random numbers or no cipher.
    case cryptographyUnavailable
}

/// What is wrong with a list of keys.
public enum KeyRingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The key at `position`, counted from 1, cannot be used.
    case invalidKey(position: Int, FernetKeyError)
    /// The keys at two positions, counted from 1, are the same.
    case repeatedKey(position: Int, first: Int)

    /// A sentence part that fits behind the name of a setting.
    public var description: String {
        switch self {
        case .invalidKey(let position, let reason): "key \(position) \(reason)"
        case .repeatedKey(let position, let first): "key \(position) repeats key \(first)"
        }
    }
}
