import Platform
import Postgres
import Support
import Testing

@testable import onboardingctl

@Suite struct PruneCommandTests {
    private let database: TestDatabase

    init() throws {
        database = try TestDatabase()
        try database.migrate()
        try database.run("insert into users (email, hashed_password) values ('ava@example.org', 'x')")
    }

    private func prune(_ flags: String...) -> CommandRun {
        CommandRun(["prune"] + flags, environment: database.environment)
    }

    private func sessions(_ agents: String...) throws {
        #expect(try database.texts("select user_agent from sessions order by 1") == agents)
    }

    /// Sessions named for what they are.
    private let sessions = """
        insert into sessions (user_id, user_agent, created_at, expires_at, ended_at, ended_reason, generation)
             values (1, 'ended long ago', now() - interval '60 days', now() + interval '1 day', now() - interval '31 days',
                     'logout', 0),
                    (1, 'ended lately', now() - interval '60 days', now() + interval '1 day', now() - interval '29 days',
                     'logout', 0),
                    (1, 'expired long ago', now() - interval '60 days', now() - interval '31 days', null, null, 0),
                    (1, 'expired lately', now() - interval '60 days', now() - interval '29 days', null, null, 0),
                    (1, 'live', now() - interval '60 days', now() + interval '1 day', null, null, 9);
        """

    @Test func deadSessionsGoAfterThirtyDaysWithTheirTokens() throws {
        try database.run(sessions)
        try database.run(
            "insert into refresh_tokens (token_hash, session_id, generation) select sha256(user_agent::bytea), id, 0 from sessions"
        )
        let run = prune()
        #expect(run.exitCode == 0, "\(run.notes)")
        #expect(run.output.hasPrefix("refresh_tokens: 2 deleted\nsessions: 2 deleted\n"))
        try sessions("ended lately", "expired lately", "live")
        #expect(try database.texts("select count(*)::text from refresh_tokens") == ["3"])
    }

    @Test func usedTokensOfALiveSessionGoAfterThirtyDaysButNotTheNewest() throws {
        try database.run(sessions)
        try database.run(
            """
            insert into refresh_tokens (token_hash, session_id, generation, rotated_at, successor_seed)
            select sha256(g::text::bytea), s.id, g,
                   case when g < 9 then now() - make_interval(days => case when g = 4 then 29 else 31 end) end,
                   case when g < 9 then 'x'::bytea end
              from generate_series(0, 9) g, sessions s
             where s.user_agent = 'live'
            """
        )
        #expect(prune().output.hasPrefix("refresh_tokens: 6 deleted\n"))
        let left = try database.texts(
            "select string_agg(generation::text, ' ' order by generation) from refresh_tokens"
        )
        #expect(left == ["4 7 8 9"])
    }

    @Test func countsOfFailedSignInsGoADayAfterTheirWindow() throws {
        try database.run(
            """
            insert into login_attempts (account_hash, failures, window_started_at)
                 values (sha256('a'), 1, now() - interval '25 hours'),
                        (sha256('b'), 2, now() - interval '24 hours');
            """
        )
        #expect(prune().output.contains("login_attempts: 1 deleted\n"))
        #expect(try database.texts("select failures::text from login_attempts order by 1") == ["2"])
    }

    @Test func deliveredEventsGoAfterNinetyDaysAndOthersStay() throws {
        try database.run(
            """
            insert into analytics_events (id, event, occurred_at, delivered_at, parked_at)
                 values (gen_random_uuid(), 'delivered long ago', now(), now() - interval '91 days', null),
                        (gen_random_uuid(), 'delivered lately', now(), now() - interval '89 days', null),
                        (gen_random_uuid(), 'never delivered', now() - interval '1 year', null, null),
                        (gen_random_uuid(), 'given up', now() - interval '1 year', null, now() - interval '1 year');
            """
        )
        #expect(prune().output.contains("analytics_events: 1 deleted\n"))
        let left = try database.texts("select event from analytics_events order by 1")
        #expect(left == ["delivered lately", "given up", "never delivered"])
    }

    @Test func aDryRunCountsTheSameAndDeletesNothing() throws {
        try database.run(sessions)
        let dry = prune("--dry-run")
        #expect(dry.output.contains("sessions: 2 to delete\n"))
        #expect(try database.texts("select count(*)::text from sessions") == ["5"])
        #expect(prune().output == dry.output.replacing("to delete", with: "deleted"))
        #expect(prune().output.contains("sessions: 0 deleted\n"))
    }

    @Test func aTableOfManyStepsIsWalkedToItsEnd() throws {
        try database.run(
            """
            insert into sessions (user_id, user_agent, expires_at)
            select 1, repeat('x', 500), now() + case when g % 2 = 0 then interval '1 day' else interval '-31 days' end
              from generate_series(1, 6000) g
            """
        )
        #expect(try database.texts("select (pg_relation_size('sessions') > 3 * 128 * 8192)::text") == ["true"])
        #expect(prune().output.contains("sessions: 3000 deleted\n"))
        #expect(try database.texts("select count(*)::text from sessions where expires_at > now()") == ["3000"])
        #expect(try database.texts("select count(*)::text from sessions") == ["3000"])
    }

    @Test func aRowInUseIsLeftForTheNextRun() throws {
        try database.run(sessions)
        let other = try database.connect()
        let deadline = MonotonicClock.now + .seconds(10)
        try other.run(
            script: "begin; select from sessions where user_agent = 'ended long ago' for update",
            deadline: deadline
        )
        #expect(prune().output.contains("sessions: 1 deleted\n"))
        try sessions("ended lately", "ended long ago", "expired lately", "live")
        try other.run(script: "rollback", deadline: deadline)
        #expect(prune().output.contains("sessions: 1 deleted\n"))
    }

    /// On tables that are large enough for PostgreSQL to care how it reads them.
    @Test func aStatementReadsItsPagesAndNoWholeTable() throws {
        try database.run(
            """
            insert into sessions (user_id, expires_at) select 1, now() from generate_series(1, 20000);
            insert into refresh_tokens (token_hash, session_id, generation)
            select sha256(id::text::bytea), id, 0 from sessions;
            insert into login_attempts (account_hash) select sha256(g::text::bytea) from generate_series(1, 20000) g;
            insert into analytics_events (id, event, occurred_at)
            select gen_random_uuid(), 'e', now() from generate_series(1, 20000);
            analyze;
            """
        )
        for rule in PruneRule.all {
            let connection = try database.connect()
            let deadline = MonotonicClock.now + .seconds(30)
            let statement = TablePruner.deletion(rule)
            try connection.run(script: "prepare x as \(statement.sql)", deadline: deadline)
            let explain = Statement("explain", "explain execute x('(0,0)', '(128,0)')")
            let rows = try connection.execute(explain, [], deadline: deadline)
            let plan = try (0..<rows.count).map { try rows[$0].text(0) ?? "" }.joined(separator: "\n")
            #expect(plan.contains("Tid Range Scan on \(rule.table) t"), "\(plan)")
            #expect(!plan.contains("Seq Scan"), "\(plan)")
        }
    }
}
