import Testing

@testable import Pooling

@Suite struct PoolHandOverTests {
    let world = FakeWorld()
    var soon: Duration { world.now + .seconds(5) }

    @Test func aConnectionGoesFromOnePoolToAnotherAndKeepsItsAge() throws {
        let first = try world.pool { $0.maximumAge = .seconds(100) }
        try first.withConnection(deadline: soon) { _ in }
        let born = world.now
        world.now += .seconds(1)
        var handed: (Int, ConnectionTerms)?
        first.handOver { connection, terms in
            handed = (connection, terms)
            return true
        }
        let (connection, terms) = try #require(handed)
        #expect(terms == ConnectionTerms(expires: born + .seconds(100), idleSince: born))
        first.close()
        #expect(world.closed == [], "it is not the first pool's any more")
        #expect(first.statistics.open == 0 && first.statistics.handedOver == 1 && first.statistics.closed == [:])

        let second = try world.pool()
        #expect(second.takeOver(connection, terms))
        #expect(!second.takeOver(connection, terms), "there is no room for another")
        #expect(try second.withConnection(deadline: soon) { $0 } == connection)
        #expect(world.checks == 1, "it idled on its way")
        #expect(world.opened == 1)
        world.now = terms.expires
        #expect(try second.withConnection(deadline: soon) { $0 } == 2)
        #expect(world.closed == [1])
    }

    @Test func aConnectionThatNobodyTakesStays() throws {
        let pool = try world.pool()
        try pool.withConnection(deadline: soon) { _ in }
        pool.handOver { _, _ in false }
        #expect(try pool.withConnection(deadline: soon) { $0 } == 1)
    }

    @Test func whatIsInUseOrOverdueOrAbsentIsNotOffered() throws {
        let pool = try world.pool { $0.maximumIdle = .seconds(10) }
        func expectNoOffer() {
            pool.handOver { _, _ in
                Issue.record("it was offered")
                return false
            }
        }
        expectNoOffer()
        try pool.withConnection(deadline: soon) { _ in expectNoOffer() }
        world.now += .seconds(10)
        expectNoOffer()
    }
}
