// A growing byte buffer that writes JSON.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct text {
    char *bytes;
    size_t length, capacity;
};

void text_clear(struct text *text);
void text_add(struct text *text, const char *bytes, size_t length);
void text_literal(struct text *text, const char *literal);
void text_string(struct text *text, const char *value); // a JSON string, or null for a null pointer
void text_bool(struct text *text, bool value);
// A JSON string of PostgreSQL's text of a timestamp in UTC, or null for a null pointer.
void text_time(struct text *text, const char *value);
