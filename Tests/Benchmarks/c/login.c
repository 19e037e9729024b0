#include <crypt.h>
#include <jansson.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

#include "routes.h"

const struct statement find_user_statement = {
    "find_user",
    "select id, hashed_password, is_active, email, full_name, locale, onboarding_completed, created_at"
    " from users where lower(email) = lower($1)",
    1,
};

const struct statement open_session_statement = {
    "open_session",
    "with opened as (insert into sessions (user_id, expires_at, remember, user_agent)"
    " values ($1::integer, now() + interval '7 days', false, $2) returning id)"
    " insert into refresh_tokens (token_hash, session_id, generation) select $3::bytea, id, 0 from opened"
    " returning session_id",
    3,
};

static const char dummy_hash[] = "$y$j9T$abcdefgh$9WNEpu8Mx2S4KNGvbVWKM6clOSoY6.YEl7AYF4DGV04";

static bool is_correct(const char *password, const char *hash) {
    static struct crypt_data data;
    const char *computed = crypt_r(password, hash, &data);
    return computed && strlen(computed) == strlen(hash) && CRYPTO_memcmp(computed, hash, strlen(hash)) == 0;
}

static void write_user(struct text *answer, const PGresult *user) {
    text_literal(answer, "{\"id\":");
    text_literal(answer, PQgetvalue(user, 0, 0));
    text_literal(answer, ",\"email\":");
    text_string(answer, PQgetvalue(user, 0, 3));
    text_literal(answer, ",\"full_name\":");
    text_string(answer, column(user, 0, 4));
    text_literal(answer, ",\"locale\":");
    text_string(answer, column(user, 0, 5));
    text_literal(answer, ",\"onboarding_completed\":");
    text_bool(answer, *PQgetvalue(user, 0, 6) == 't');
    text_literal(answer, ",\"created_at\":");
    text_time(answer, PQgetvalue(user, 0, 7));
    text_literal(answer, "}");
}

static int open_session(const struct request *request, const PGresult *user, struct text *answer) {
    unsigned char random[32], digest[32];
    char refresh[44], access[512], hash[67] = "\\x";
    if (RAND_bytes(random, sizeof random) != 1) return refuse(answer, 500, "Internal Server Error");
    size_t length = base64url_encode(random, sizeof random, refresh);
    EVP_Digest(refresh, length, digest, NULL, EVP_sha256(), NULL);
    for (int i = 0; i < 32; i++) snprintf(hash + 2 + 2 * i, 3, "%02x", digest[i]);

    const char *values[] = {PQgetvalue(user, 0, 0), request->user_agent, hash};
    PGresult *session = database_run(&open_session_statement, values);
    if (!session) return refuse(answer, 500, "Internal Server Error");
    token_sign(PQgetvalue(user, 0, 0), PQgetvalue(session, 0, 0), access, sizeof access);
    PQclear(session);

    text_literal(answer, "{\"access_token\":");
    text_string(answer, access);
    text_literal(answer, ",\"refresh_token\":");
    text_string(answer, refresh);
    text_literal(answer, ",\"token_type\":\"bearer\",\"expires_in\":900,\"user\":");
    write_user(answer, user);
    text_literal(answer, "}");
    return 200;
}

int login(const struct request *request, struct text *answer) {
    json_t *body = json_loadb(request->body, request->body_length, 0, NULL);
    const char *email = json_string_value(json_object_get(body, "email"));
    const char *password = json_string_value(json_object_get(body, "password"));
    int status = 422;
    if (!email || !password) {
        refuse(answer, 422, "Field required");
    } else {
        const char *values[] = {email};
        PGresult *user = database_run(&find_user_statement, values);
        bool known = user && PQntuples(user) == 1;
        bool correct = is_correct(password, known ? PQgetvalue(user, 0, 1) : dummy_hash);
        if (known && correct && *PQgetvalue(user, 0, 2) == 't')
            status = open_session(request, user, answer);
        else
            status = refuse(answer, 401, "Invalid credentials");
        PQclear(user);
    }
    json_decref(body);
    return status;
}
