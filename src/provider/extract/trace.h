/* What extract found at each place of a description, for whoever writes one. */
#ifndef PROVIDER_EXTRACT_TRACE_H
#define PROVIDER_EXTRACT_TRACE_H

#include "call/value.h"
#include "provider/provider.h"

/* How one place served. */
enum outcome {
    OUTCOME_FILLED,
    OUTCOME_LATE, /* there, but one before it had filled the field */
    OUTCOME_EMPTY,
    OUTCOME_WRONG_TYPE,
    OUTCOME_UNREADABLE,
    OUTCOME_COUNT
};

enum { TRACE_TEXT_BYTES = 200 };

/* One place where a field is looked for; places in lists are looked at once a member. */
struct trace_row {
    char *name; /* "party.from" */
    const struct source *place;
    size_t counts[OUTCOME_COUNT];
    char *raw;  /* the first value of the best outcome, as it came, cut; NULL: nothing was there */
    char *read; /* what it was taken for, where that is another text; or NULL */
    enum outcome best;
};

struct trace {
    struct trace_row *rows; /* in the order of the vocabulary */
    size_t count;
    struct trace_row **by_place; /* the same, to find them */
    bool tried;                  /* there was JSON to look at */
    const struct value *root;    /* what was taken for the call; lives as long as the call */
};

/* The provider is borrowed. */
void trace_init(struct trace *t, const struct provider *p);
void trace_done(struct trace *t);
/* `read` NULL: nothing else than the value itself. A NULL trace keeps nothing. */
void trace_add(struct trace *t, const struct source *place, enum outcome outcome,
               const struct value *v, const char *read);

#endif
