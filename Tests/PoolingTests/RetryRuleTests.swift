import Testing

@testable import Pooling

/// The whole table, written down a second time and in another order: by decision.
@Suite struct RetryRuleTests {
    struct Row: Hashable {
        let kind: FailureKind
        let phase: Phase
        let effect: StatementEffect
    }

    static let all = FailureKind.allCases.flatMap { kind in
        Phase.allCases.flatMap { phase in StatementEffect.allCases.map { Row(kind: kind, phase: phase, effect: $0) } }
    }

    static func rows(
        _ kinds: [FailureKind],
        _ phases: [Phase] = Phase.allCases,
        _ effects: [StatementEffect] = StatementEffect.allCases
    ) -> [Row] {
        all.filter { kinds.contains($0.kind) && phases.contains($0.phase) && effects.contains($0.effect) }
    }

    static let expected: [RetryDecision: [Row]] = [
        .retryNow: rows([.sendNotStarted, .serializationFailure, .late])
            + rows([.adminShutdown, .connectionLost], [.nothingSent])
            + rows([.adminShutdown, .connectionLost], [.sent], [.readOnly, .idempotentWrite]),
        .retryAfterBackOff: rows([.startingUp, .tooManyConnections, .deadlock])
            + rows([.connectFailed], [.connecting, .nothingSent])
            + rows([.adminShutdown, .connectionLost, .readOnly], [.connecting]),
        .evictAndRetry: rows([.readOnly], [.nothingSent, .sent]),
        .fail: rows([.businessConflict, .cancelled, .other])
            + rows([.connectFailed], [.sent])
            + rows([.adminShutdown, .connectionLost], [.sent], [.write]),
    ]

    @Test func everyCombinationHasExactlyOneExpectedDecision() {
        let listed = Self.expected.values.flatMap(\.self)
        #expect(listed.count == 13 * 3 * 3)
        #expect(Set(listed) == Set(Self.all))
    }

    @Test func theTableDecidesAsWrittenDownHere() {
        for (decision, rows) in Self.expected {
            for row in rows {
                #expect(RetryRule.decision(row.kind, row.phase, row.effect) == decision, "\(row)")
            }
        }
    }

    @Test func aPlainWriteIsNeverRepeatedOnceItsFateIsUnknown() {
        for kind in [FailureKind.adminShutdown, .connectionLost, .connectFailed, .other] {
            #expect(RetryRule.decision(kind, .sent, .write) == .fail)
        }
    }
}
