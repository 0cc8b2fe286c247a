/* A call as a list shows it, as far as a query asks about it. All texts are borrowed and raw; NULL
 * means that the provider did not say, which is not the same as "". */
#ifndef FIND_FIND_ROW_H
#define FIND_FIND_ROW_H

#include "text/time.h"

#include <stdbool.h>
#include <stddef.h>

enum find_direction {
    FIND_DIRECTION_UNKNOWN, /* not said */
    FIND_IN,
    FIND_OUT,
    FIND_DIRECTION_OTHER /* said, and neither: a web call */
};

enum find_class {
    FIND_CLASS_UNKNOWN, /* there is no status */
    FIND_LIVE,
    FIND_FAILED,
    FIND_COMPLETED,
    FIND_CLASS_OTHER /* a status that is in none of the classes */
};

struct query_clause;

struct find_row {
    const char *provider; /* the name of its description; never NULL */
    const char *id;       /* never NULL */
    const char *status, *end_reason, *summary;
    enum find_class class;
    enum find_direction direction;
    struct instant started, created;
    double duration_s;            /* NAN: unknown */
    const char *from, *to;        /* the sides' numbers */
    const char *contact;          /* the number of the one side that the provider knows: the
                                     from side of an inbound call, the to side of an outbound
                                     one, either side of others */
    const char *agent_id, *agent; /* the agent's ID and name */
    const char *const *names;     /* of the sides; NULL: not said */
    size_t name_count;
    const char *const *texts; /* of the transcript; NULL: not known */
    size_t text_count;
    const struct query_clause *believed; /* the clause of a text that the provider has searched for
                                            itself; or NULL */
};

/* Reads a provider's word, in any case of letters: what begins with inbound, incoming, outbound or
 * outgoing, and `in` and `out`. */
enum find_direction find_row_direction(const char *word);
/* When the call was: its start, else its creation. False if neither is known. */
bool find_row_time(const struct find_row *r, int64_t *us);

#endif
