import Testing

@testable import Pooling

@Suite struct PoolLimitsTests {
    @Test func theDefaultsMakeSense() throws {
        try PoolLimits().check()
        #expect(PoolLimits().size == 1)
    }

    @Test func aLimitThatMakesNoSenseIsRefusedByName() {
        let changes: [(String, (inout PoolLimits) -> Void)] = [
            ("size", { $0.size = 0 }),
            ("checkAfterIdle", { $0.checkAfterIdle = .seconds(-1) }),
            ("maximumAge", { $0.maximumAge = .zero }),
            ("ageJitter", { $0.ageJitter = 1.5 }),
            ("ageJitter", { $0.ageJitter = .nan }),
            ("maximumIdle", { $0.maximumIdle = .zero }),
            ("connectTimeout", { $0.connectTimeout = .zero }),
            ("probeTimeout", { $0.probeTimeout = .zero }),
            ("maximumRetries", { $0.maximumRetries = -1 }),
            ("firstPause", { $0.firstPause = .zero }),
            ("longestPause", { $0.longestPause = .milliseconds(1) }),
            ("failFastAfter", { $0.failFastAfter = .seconds(-1) }),
        ]
        for (name, change) in changes {
            var limits = PoolLimits()
            change(&limits)
            let error = #expect(throws: InvalidPoolLimit.self) { try limits.check() }
            #expect(error?.name == name)
            #expect(error?.description.hasPrefix("The pool's \(name) must be ") == true)
        }
    }
}
