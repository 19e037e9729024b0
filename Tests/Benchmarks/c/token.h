// HS256 access tokens.
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum token_state { TOKEN_ABSENT, TOKEN_INVALID, TOKEN_EXPIRED, TOKEN_VALID };

struct token {
    char user_id[16];
    char session_id[37]; // empty when the token names no session
};

enum token_state token_verify(const char *authorization, struct token *token);
void token_sign(const char *user_id, const char *session_id, char *output, size_t size);
size_t base64url_encode(const unsigned char *bytes, size_t length, char *output);
