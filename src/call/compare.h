/* Two calls field by field: what is known of both in the same rows, and where they differ. Pure. */
#ifndef CALL_COMPARE_H
#define CALL_COMPARE_H

#include "call/call.h"

#include <stdbool.h>
#include <stddef.h>

enum compared_kind {
    COMPARED_FIELD,
    COMPARED_GROUP,  /* a label above fields that belong to it */
    COMPARED_SECTION /* the same, of what a pane has */
};

/* All is safe for a screen and one line. */
struct compared {
    enum compared_kind kind;
    char *label;
    char *value[2]; /* of the left and the right call; NULL: it has no such field */
    bool differs;
};

struct comparison {
    struct compared *list;
    size_t count;
    size_t fields, differing;
    size_t first_turn; /* the first one that differs; SIZE_MAX: none does */
    size_t turn_row;   /* where it stands in the list */
};

/* Facts, participants, recordings, the transcript in short, other fields, in the left call's order;
 * what only the right one has stands where it has it. Nothing is borrowed. */
void compare_calls(struct comparison *out, const struct call *left, const struct call *right);
void compare_done(struct comparison *c);

#endif
