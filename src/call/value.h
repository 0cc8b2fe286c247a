/* A JSON value as a tree in an arena: what providers sent, immutable once a call is made.
 * Strings are UTF-8 without NUL; they are as sent, so they pass clean_text before any sink. */
#ifndef CALL_VALUE_H
#define CALL_VALUE_H

#include "base/arena.h"
#include "base/buf.h"
#include "text/clean.h"

#include <stdbool.h>
#include <stddef.h>

enum value_type { VALUE_NULL, VALUE_BOOL, VALUE_NUMBER, VALUE_STRING, VALUE_ARRAY, VALUE_OBJECT };

struct value {
    enum value_type type;
    bool truth;       /* VALUE_BOOL */
    bool taken;       /* while extracting: a field of the call has it */
    const char *name; /* in an object: the member's name; else NULL */
    const char *text; /* VALUE_STRING */
    size_t bytes;     /* of text */
    double number;    /* VALUE_NUMBER, always finite */
    struct value *child, *next;
    size_t count; /* of children */
};

struct value *value_new(struct arena *a, enum value_type type);
/* Puts member at the end of parent (which remembers its last child). */
void value_append(struct value *parent, struct value *member, struct value **tail);

/* RFC 6901. "" and "." are the value itself. An array where an object is wanted gives its first
 * element ("/data/id" in {"data":[{"id":1}]}). NULL when there is none. `~2` is `|`, `~3` a blank.
 */
const struct value *value_at(const struct value *root, const char *pointer);
/* The same for whoever builds the tree and may still mark it. */
struct value *value_find(struct value *root, const char *pointer);
/* A member's name as one part of a pointer: `~` and `/` escaped (RFC 6901, 3); appended. */
void value_pointer_part(struct buf *out, const char *name);
const struct value *value_member(const struct value *object, const char *name);

/* The scalar as one text: strings as they are, numbers in shortest form, true, false; containers as
 * compact JSON. Appended. */
void value_put_text(struct buf *out, const struct value *v);
/* Compact JSON, appended; control, bidi and zero-width characters as \uXXXX. */
void value_put_json(struct buf *out, const struct value *v);
void value_put_json_string(struct buf *out, const char *s, size_t bytes);
/* The same JSON for people, appended: one value a line, two blanks a level, and strings with their
 * line ends and tabs in short form. False: it ends where it had max bytes, for indentation may take
 * a hundred times what it indents. */
bool value_put_pretty(struct buf *out, const struct value *v, size_t max);
/* Compact JSON with those short forms, appended: whole when that is shorter than max bytes, for no
 * string and no list goes on much behind them. */
void value_put_brief(struct buf *out, const struct value *v, size_t max);
/* JSON text with those short forms, appended. */
void value_shorten_json(struct buf *out, const char *json, size_t n);
/* The shortest digits that read back as the same double. */
void value_put_json_number(struct buf *out, double number);

/* A copy (it shares v's strings) without taken leaves and without containers that emptied by that;
 * NULL if nothing is left. */
struct value *value_rest(struct arena *a, const struct value *v);

#endif
