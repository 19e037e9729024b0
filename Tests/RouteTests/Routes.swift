import Testing

/// The suites run one after the other, because some compare the whole database before and after.
@Suite(.serialized) enum Routes {}
