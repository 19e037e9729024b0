internal import HTTPRouting
internal import HTTPTypes
internal import JSON
internal import Pooling
internal import Postgres
internal import Responder
internal import Secrets

/// Trading a refresh token for a new pair of tokens.
///
/// Each token is good for one use. The one used last may come again for 30 seconds (two tabs, a lost answer) and gets the
/// same successor; one that is older is taken for stolen and ends its session.
enum Refresh {
    private static let fields: [Field] = [
        .optionalSecret(
            "refresh_token",
            .text(maximum: 512),
            "The token; absent when it is in the cookie `\(SessionTokens.cookieName)`.",
            example: SessionTokens.refreshTokenExample
        )
    ]

    static let routes: [AccountRoute] = [
        Route(
            .post,
            "/api/v1/auth/refresh",
            name: "refreshTokens",
            summary: "Trades a refresh token for new tokens.",
            access: .anyone,
            isIdempotent: true,
            input: .optionalFields(fields),
            answers: [
                SessionTokens.documentedAnswer(.ok, "New tokens."),
                Answer(problem: .notAuthenticated, "Neither the body nor the cookie holds a token."),
                Answer(problem: .invalidToken, "The token is unknown, expired, used or revoked."),
            ]
        ) { call in
            let sent = call.body.string("refresh_token")
            let cookie = call.request.cookie(named: SessionTokens.cookieName)
            guard let text = sent ?? cookie else { throw Problem.notAuthenticated }
            guard let token = RefreshToken(text) else { throw Problem.invalidToken }
            let seed = try SecureRandom.bytes(32)
            let values: ParameterValues = [
                "token_hash": .bytes(token.hash),
                "seed": .bytes(seed),
                "successor_hash": .bytes(token.successor(seed: seed).hash),
            ]
            let rows = try call.run(rotate, values, .idempotentWrite)
            guard let row = rows.first, let storedSeed = try row.bytes("seed"),
                let session = try row.uuid("session_id")
            else { throw Problem.invalidToken }
            let grant = SessionTokens.Grant(
                sessionID: session,
                refreshToken: token.successor(seed: storedSeed),
                remember: try row.bool("remember") ?? false,
                usesCookie: sent == nil
            )
            return try SessionTokens.answer(.ok, grant, row, call)
        }
    ]

    /// The presented token's row and its session's row are locked first. Whoever had to wait for the lock then sees both
    /// as the winner left them, and falls into the case of a token that was just used.
    private static let rotate = Statement(
        "refresh_rotate",
        """
        with presented as materialized (
            select t.token_hash, t.generation, t.rotated_at, t.successor_seed,
                   s.id as session_id, s.user_id, s.generation as session_generation, s.remember
              from refresh_tokens t
              join sessions s on s.id = t.session_id
              join users u    on u.id = s.user_id
             where t.token_hash = :token_hash
               and u.is_active
               and s.ended_at is null
               and s.expires_at > now()
               and \(WriteDeadline.isAhead)
               for update of t, s
        ), verdict as materialized (
            select p.*,
                   p.rotated_at is null as is_current,
                   p.rotated_at is not null
                   and p.session_generation = p.generation + 1
                   and p.rotated_at > now() - interval '30 seconds' as is_in_grace
              from presented p
        ), used as (
            update refresh_tokens t
               set rotated_at     = now(),
                   successor_seed = :seed
              from verdict v
             where v.is_current
               and t.token_hash = v.token_hash
        ), next as (
            insert into refresh_tokens (token_hash, session_id, generation)
            select :successor_hash::bytea, v.session_id, v.generation + 1
              from verdict v
             where v.is_current
        ), session as (
            update sessions s
               set generation   = case when v.is_current then v.generation + 1 else s.generation end,
                   last_used_at = case when v.is_current or v.is_in_grace then now() else s.last_used_at end,
                   expires_at   = case when not v.is_current then s.expires_at
                                       when s.remember then now() + interval '30 days'
                                       else now() + interval '7 days' end,
                   ended_at     = case when v.is_current or v.is_in_grace then null else now() end,
                   ended_reason = case when v.is_current or v.is_in_grace then null else 'reuse_detected' end
              from verdict v
             where s.id = v.session_id
        )
        select \(SessionTokens.user.sql),
               v.session_id, case when v.is_current then :seed::bytea else v.successor_seed end as seed, v.remember
          from verdict v
          join users u on u.id = v.user_id
         where v.is_current
            or v.is_in_grace
        """
    )
}
