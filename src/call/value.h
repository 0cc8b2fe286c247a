/* JSON values as a tree in an arena. The trees hold what providers sent; they do not change once a
 * call is made. Strings are UTF-8 without NUL, and raw: they have to pass clean_text before they
 * are shown. A borrowed string is a part of the JSON text, which has the same owner as the tree:
 * what follows it there is not a NUL. */
#ifndef CALL_VALUE_H
#define CALL_VALUE_H

#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum value_type { VALUE_NULL, VALUE_BOOL, VALUE_NUMBER, VALUE_STRING, VALUE_ARRAY, VALUE_OBJECT };

/* 32 bytes, because an answer may have millions of them. */
struct value {
    enum value_type type : 8;
    bool truth : 1;    /* VALUE_BOOL */
    bool used : 1;     /* only while extracting: a member of the call has this value */
    bool of_turn : 1;  /* only while extracting: what is left of it belongs to a turn */
    bool told : 1;     /* people see it in a row of its own, not among the other fields */
    bool hidden : 1;   /* a secret, so that its text is "(hidden)" */
    bool borrowed : 1; /* VALUE_STRING: no NUL follows its text */
    union {
        uint32_t bytes; /* VALUE_STRING: of the text */
        uint32_t count; /* a container: its members */
    };
    const char *name; /* of a member of an object; NULL for any other value */
    union {
        const char *text;    /* VALUE_STRING */
        double number;       /* VALUE_NUMBER, always finite */
        struct value *child; /* a container: its first member; see value_first */
    };
    struct value *next; /* the next member of the same container */
};

/* True for an array or an object. */
static inline bool value_is_container(const struct value *v)
{
    return v->type == VALUE_ARRAY || v->type == VALUE_OBJECT;
}

/* The first member; NULL for any other value, and for a container without members. */
static inline struct value *value_first(const struct value *v)
{
    return value_is_container(v) ? v->child : NULL;
}

/* True for an array of numbers that is not empty. */
bool value_is_numbers(const struct value *v);
/* True for null, and for a container in which all says nothing. */
bool value_says_nothing(const struct value *v);
struct value *value_new(struct arena *a, enum value_type type);
/* A copy without members, for code that adds them; it shares v's strings. */
struct value *value_childless(struct arena *a, const struct value *v);
/* Adds a member at the end of parent. *tail is the last member so far, NULL at first. */
void value_append(struct value *parent, struct value *member, struct value **tail);
struct value *value_last(const struct value *v); /* the last member, or NULL */

/* The value at a JSON Pointer (RFC 6901), or NULL. There are four extensions: "." is the value
 * itself, like ""; a member's name after an array is looked up in its first element ("/data/id" in
 * {"data":[{"id":1}]}); -1 is the last element of an array; `~2` is `|` and `~3` a blank. */
const struct value *value_at(const struct value *root, const char *pointer);
/* The same for the code that builds the tree and may still change it. */
struct value *value_find(struct value *root, const char *pointer);
/* Calls found for each value at a pointer that may have `*` for every element of an array. The
 * recursion is as deep as the pointer has parts. */
void value_each(struct value *root, const char *pointer, void (*found)(void *to, struct value *v),
                void *to);
/* Appends a member's name as one part of a pointer, with `~` and `/` escaped (RFC 6901, 3). */
void value_pointer_part(struct buf *out, const char *name);
/* Appends a slash and the part for a member of a container: its index in an array, else its name.
 */
void value_pointer_step(struct buf *out, const struct value *parent, const struct value *member,
                        size_t index);
/* Whether a part of a pointer (n bytes) names this member. */
bool value_pointer_part_is(const char *part, size_t n, const char *name);
const struct value *value_member(const struct value *object, const char *name);

/* Appends the value as text: strings unchanged, numbers in their shortest form, containers as
 * compact JSON, and for a hidden one where it can be seen. */
void value_put_text(struct buf *out, const struct value *v);
/* Appends compact JSON in which control, bidi and zero-width characters are escaped as \uXXXX. */
void value_put_json(struct buf *out, const struct value *v);
void value_put_json_string(struct buf *out, const char *s, size_t bytes);
/* Appends the same JSON for people: one value on a line, two blanks for each level, line ends and
 * tabs in strings as \n, \r, \t. Stops after about max bytes, because indentation may take a
 * hundred times as much as the values, and returns false then. */
bool value_put_pretty(struct buf *out, const struct value *v, size_t max);
/* Appends compact JSON with the same short escapes. It is complete if that is shorter than max
 * bytes; otherwise strings and lists are cut soon after max bytes. */
void value_put_brief(struct buf *out, const struct value *v, size_t max);
/* Appends JSON text in which \u0009, \u000a and \u000d are replaced by the short escapes. */
void value_shorten_json(struct buf *out, const char *json, size_t n);
/* Appends the shortest digits that read back as the same double; null if it is not finite. */
void value_put_json_number(struct buf *out, double number);

/* Copies in the arena, which share v's strings. NULL if nothing is left. */

/* Without the values that were used or are a turn's, and without the containers that became empty
 * by that. */
struct value *value_rest(struct arena *a, const struct value *v);
/* As people see it: without the value `but` (may be NULL), what is told elsewhere, and without
 * members of objects that say nothing: null, and containers in which all is null or empty. Members
 * of a list keep their place.
 */
struct value *value_shown(struct arena *a, const struct value *v, const struct value *but);

#endif
