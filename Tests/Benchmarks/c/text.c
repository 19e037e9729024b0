#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_clear(struct text *text) { text->length = 0; }

void text_add(struct text *text, const char *bytes, size_t length) {
    if (text->length + length > text->capacity) {
        text->capacity = (text->length + length) * 2 + 1024;
        text->bytes = realloc(text->bytes, text->capacity);
        if (!text->bytes) abort();
    }
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
}

void text_literal(struct text *text, const char *literal) { text_add(text, literal, strlen(literal)); }

void text_bool(struct text *text, bool value) { text_literal(text, value ? "true" : "false"); }

static bool is_plain(unsigned char byte) { return byte >= 0x20 && byte != '"' && byte != '\\'; }

void text_string(struct text *text, const char *value) {
    if (!value) {
        text_literal(text, "null");
        return;
    }
    text_add(text, "\"", 1);
    while (*value) {
        const char *end = value;
        while (*end && is_plain((unsigned char)*end)) end++;
        text_add(text, value, (size_t)(end - value));
        if (!*end) break;
        char escaped[8];
        if (*end == '"' || *end == '\\')
            snprintf(escaped, sizeof escaped, "\\%c", *end);
        else
            snprintf(escaped, sizeof escaped, "\\u%04x", *end);
        text_literal(text, escaped);
        value = end + 1;
    }
    text_add(text, "\"", 1);
}

void text_time(struct text *text, const char *value) {
    // 2026-11-27 23:00:51.12+00 becomes 2026-11-27T23:00:51.120000Z.
    char written[] = "\"0000-00-00T00:00:00.000000Z\"";
    if (!value) {
        text_literal(text, "null");
        return;
    }
    size_t length = strcspn(value, "+");
    if (length > 26) length = 26;
    memcpy(written + 1, value, length);
    written[11] = 'T';
    text_literal(text, written);
}
