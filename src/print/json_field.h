/* Members of JSON objects. A comma is put before all but the first member of an object. Pure. */
#ifndef PRINT_JSON_FIELD_H
#define PRINT_JSON_FIELD_H

#include "base/buf.h"
#include "call/figures.h"
#include "call/value.h"
#include "text/time.h"

#include <stdbool.h>
#include <stddef.h>

void json_field_key(struct buf *out, const char *key);
/* Appends the key, and null unless the value is given. Returns `given`. */
bool json_field_given(struct buf *out, const char *key, bool given);
void json_field_text(struct buf *out, const char *key, const char *s);     /* NULL: null */
void json_field_number(struct buf *out, const char *key, double number);   /* NAN: null */
void json_field_seconds(struct buf *out, const char *key, double seconds); /* to milliseconds */
void json_field_truth(struct buf *out, const char *key, enum truth truth); /* unknown: null */
/* The member "amount", rounded to six digits after the point. */
void json_field_amount(struct buf *out, double amount);
void json_field_instant(struct buf *out, const char *key, const struct instant *t);
void json_field_value(struct buf *out, const char *key, const struct value *v); /* NULL: null */
/* A list of `count` items of `bytes` each. */
void json_field_list(struct buf *out, const char *key, const void *items, size_t count,
                     size_t bytes, void (*put)(struct buf *out, const void *item));

#endif
