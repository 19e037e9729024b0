#include "token.h"

#include <jansson.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

size_t base64url_encode(const unsigned char *bytes, size_t length, char *output) {
    char *next = output;
    for (size_t i = 0; i < length; i += 3) {
        size_t left = length - i;
        uint32_t group = (uint32_t)bytes[i] << 16 | (left > 1 ? bytes[i + 1] : 0) << 8 | (left > 2 ? bytes[i + 2] : 0);
        *next++ = alphabet[group >> 18];
        *next++ = alphabet[group >> 12 & 63];
        if (left > 1) *next++ = alphabet[group >> 6 & 63];
        if (left > 2) *next++ = alphabet[group & 63];
    }
    *next = 0;
    return (size_t)(next - output);
}

static int value_of(char character) {
    if (character >= 'A' && character <= 'Z') return character - 'A';
    if (character >= 'a' && character <= 'z') return character - 'a' + 26;
    if (character >= '0' && character <= '9') return character - '0' + 52;
    return character == '-' ? 62 : character == '_' ? 63 : -1;
}

static bool base64url_decode(const char *text, size_t length, unsigned char *output, size_t *written) {
    uint32_t group = 0;
    size_t count = 0;
    if (length % 4 == 1) return false;
    for (size_t i = 0; i < length; i++) {
        int value = value_of(text[i]);
        if (value < 0) return false;
        group = group << 6 | (uint32_t)value;
        if (i % 4 == 1) output[count++] = (unsigned char)(group >> 4);
        if (i % 4 == 2) output[count++] = (unsigned char)(group >> 2);
        if (i % 4 == 3) output[count++] = (unsigned char)group;
    }
    *written = count;
    return true;
}

// Keyed once: fetching the algorithm and hashing the key cost more than hashing a token.
static void sign(const char *text, size_t length, unsigned char mac[32]) {
    static EVP_MAC_CTX *keyed;
    size_t written;
    if (!keyed) {
        const char *secret = getenv("JWT_SECRET");
        OSSL_PARAM digest[] = {OSSL_PARAM_construct_utf8_string("digest", "SHA256", 0), OSSL_PARAM_construct_end()};
        keyed = EVP_MAC_CTX_new(EVP_MAC_fetch(NULL, "HMAC", NULL));
        if (!EVP_MAC_init(keyed, (const unsigned char *)secret, strlen(secret), digest)) abort();
    } else if (!EVP_MAC_init(keyed, NULL, 0, NULL)) {
        abort();
    }
    if (!EVP_MAC_update(keyed, (const unsigned char *)text, length) || !EVP_MAC_final(keyed, mac, &written, 32)) abort();
}

static bool has_algorithm(const char *text, size_t length) {
    unsigned char bytes[512];
    size_t count;
    if (length > 512 || !base64url_decode(text, length, bytes, &count)) return false;
    json_t *header = json_loadb((char *)bytes, count, 0, NULL);
    const char *algorithm = json_string_value(json_object_get(header, "alg"));
    bool matches = algorithm && strcmp(algorithm, "HS256") == 0;
    json_decref(header);
    return matches;
}

static enum token_state read_claims(json_t *claims, struct token *token) {
    const char *subject = json_string_value(json_object_get(claims, "sub"));
    const char *session = json_string_value(json_object_get(claims, "sid"));
    json_t *expiry = json_object_get(claims, "exp");
    if (!subject || !json_is_number(expiry)) return TOKEN_INVALID;
    if (json_number_value(expiry) <= (double)time(NULL)) return TOKEN_EXPIRED;
    if (strlen(subject) >= sizeof token->user_id || strspn(subject, "0123456789") != strlen(subject))
        return TOKEN_INVALID;
    if (session && strlen(session) != 36) return TOKEN_INVALID;
    strcpy(token->user_id, subject);
    strcpy(token->session_id, session ? session : "");
    return TOKEN_VALID;
}

enum token_state token_verify(const char *authorization, struct token *token) {
    if (!authorization || strncasecmp(authorization, "bearer ", 7) != 0) return TOKEN_ABSENT;
    const char *header = authorization + 7;
    const char *payload = strchr(header, '.');
    const char *signature = payload ? strchr(payload + 1, '.') : NULL;
    if (!signature || strlen(signature + 1) != 43) return TOKEN_INVALID;

    unsigned char expected[32], given[33], bytes[4096];
    size_t length = (size_t)(signature - payload - 1), count;
    sign(header, (size_t)(signature - header), expected);
    if (!base64url_decode(signature + 1, 43, given, &count) || CRYPTO_memcmp(expected, given, 32) != 0)
        return TOKEN_INVALID;
    if (!has_algorithm(header, (size_t)(payload - header))) return TOKEN_INVALID;
    if (length > sizeof bytes || !base64url_decode(payload + 1, length, bytes, &count)) return TOKEN_INVALID;

    json_t *claims = json_loadb((char *)bytes, count, 0, NULL);
    enum token_state state = claims ? read_claims(claims, token) : TOKEN_INVALID;
    json_decref(claims);
    return state;
}

void token_sign(const char *user_id, const char *session_id, char *output, size_t size) {
    char claims[256];
    unsigned char mac[32];
    long now = (long)time(NULL);
    int length = snprintf(claims, sizeof claims,
                          "{\"sub\":\"%s\",\"sid\":\"%s\",\"type\":\"access\",\"iat\":%ld,\"exp\":%ld}", user_id,
                          session_id, now, now + 900);
    size_t used = (size_t)snprintf(output, size, "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.");
    used += base64url_encode((unsigned char *)claims, (size_t)length, output + used);
    sign(output, used, mac);
    output[used++] = '.';
    base64url_encode(mac, sizeof mac, output + used);
}
