/* Inside src/provider: JSON text, token by token, as cJSON reads it correctly. */
#ifndef PROVIDER_JSON_SCAN_H
#define PROVIDER_JSON_SCAN_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* The bounds. A text may have a value in every JSON_BYTES_A_VALUE bytes, and JSON_ALWAYS_VALUES in
 * any case, so that the tree takes no more than a few times as much memory as the text. */
enum { JSON_MAX_DEPTH = 64, JSON_ALWAYS_VALUES = 2000000, JSON_BYTES_A_VALUE = 4 };

/* A string of the text, the name of a member, or a number. */
struct json_text {
    const char
        *s;   /* in the text, if it stands there as it is; NULL: it has escapes, or is repaired */
    size_t n; /* its bytes there; of a number that is 0 in the output, one less */
    size_t out_at; /* where it begins in the output */
    double number;
};

struct json_scan {
    const char *in; /* the text */
    size_t n, at;
    struct buf out;          /* the same without what cJSON would read wrongly; a string that stands
                                in the text as it is is empty here, a number is 0 */
    struct json_text *texts; /* the strings and numbers in the output, in order */
    size_t text_count, text_room;
    size_t values;             /* so far */
    char open[JSON_MAX_DEPTH]; /* the brackets that are open */
    int depth;                 /* how many */
    char mark;                 /* the last token: one of []{}:, or s for a string, v for a value
                                  of another kind; a number that is read as a string is no name */
    struct err *e;
};

/* Appends the next token to s->out. False, with e set, if there is none that JSON may have, or if
 * it exceeds the bounds; whether it may have it here is for cJSON to say. s->at is less than s->n.
 */
bool json_scan_token(struct json_scan *s);
/* Empties the output. */
void json_scan_again(struct json_scan *s);
void json_scan_done(struct json_scan *s);

#endif
