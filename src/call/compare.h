/* Compares two calls field by field: rows that have the values of both, and where they differ.
 * Pure. */
#ifndef CALL_COMPARE_H
#define CALL_COMPARE_H

#include "call/call.h"

#include <stdbool.h>
#include <stddef.h>

enum compared_kind {
    COMPARED_FIELD,
    COMPARED_GROUP,  /* a heading for the fields of one object or list */
    COMPARED_SECTION /* a heading for all that follows: "Participants", "Transcript" */
};

/* The texts are one line each and sanitised for the screen. */
struct compared {
    enum compared_kind kind;
    char *label;
    char *value[2]; /* in the left and the right call; NULL where a call has no such field */
    bool differs;
};

struct comparison {
    struct compared *list;
    size_t count;
    size_t fields, differing;
    size_t first_turn; /* the first turn that differs; SIZE_MAX if all are the same */
    size_t turn_row;   /* its row in the list */
};

/* Makes rows for figures, other facts, participants, recordings, a summary of the transcript and
 * other fields. They are in the left call's order; a field that only the right call has comes after
 * the field that it follows there. The result borrows nothing from the calls; the caller frees it
 * with compare_done. */
void compare_calls(struct comparison *out, const struct call *left, const struct call *right);
void compare_done(struct comparison *c);

#endif
