/* What extract found at each pointer of a description, for people who write one. */
#ifndef PROVIDER_EXTRACT_TRACE_H
#define PROVIDER_EXTRACT_TRACE_H

#include "call/value.h"
#include "provider/provider.h"

/* The result of looking at one pointer, best first. */
enum outcome {
    OUTCOME_FILLED,
    OUTCOME_LATE, /* a value is there, but an earlier pointer has filled the field */
    OUTCOME_EMPTY,
    OUTCOME_UNLISTED, /* not one of the description's words: it stays among the other fields */
    OUTCOME_WRONG_TYPE,
    OUTCOME_UNREADABLE,
    OUTCOME_EARLY, /* the time of a turn before the call */
    OUTCOME_COUNT
};

enum { TRACE_TEXT_BYTES = 200 };

/* One pointer of one field. A pointer within a list is looked at once for each element. */
struct trace_row {
    char *name; /* "party.from" */
    const struct source *source;
    size_t counts[OUTCOME_COUNT];
    char *raw;  /* the first value with the best outcome, cut; NULL if there never was a value */
    char *read; /* how it was understood, if that is a different text; or NULL */
    enum outcome best;
};

struct trace {
    struct trace_row *rows; /* in the order of the vocabulary */
    size_t count;
    bool tried;               /* the answer was JSON */
    const struct value *root; /* the call in its document; the call's arena owns it */
};

/* The provider is borrowed. */
void trace_init(struct trace *t, const struct provider *p);
/* The same for an answer with a list of calls. */
void trace_init_of_list(struct trace *t, const struct provider *p);
void trace_done(struct trace *t);
/* `read` is how the value was understood; NULL if it was used unchanged. Does nothing if t is NULL.
 */
void trace_add(struct trace *t, const struct source *source, enum outcome outcome,
               const struct value *v, const char *read);

#endif
