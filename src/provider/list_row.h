/* A call as a list keeps it: one piece of memory of some 300 bytes, with what the columns and the
 * printed rows need. Texts are raw, and cut with "..." if they are very long. Everything in it is
 * valid as long as the row. */
#ifndef PROVIDER_LIST_ROW_H
#define PROVIDER_LIST_ROW_H

#include "call/call.h"
#include "find/find_row.h"
#include "provider/provider.h"

#include <stdbool.h>
#include <stddef.h>

enum { LIST_ROW_TEXT_BYTES = 2000, LIST_ROW_PARTICIPANTS_MAX = 100 };

struct list_row {
    const char *provider; /* the name in its description, which the set of providers owns */
    const char *id;
    const char *status, *direction, *end_reason, *summary; /* NULL: not sent */
    const char *from, *to, *contact;                       /* the addresses, as in find_row.h */
    const char *agent_id, *agent;                          /* the ID and the name */
    struct instant created, started, ended;                /* without raw texts */
    double duration_s;                                     /* NAN: unknown */
    struct money cost;                                     /* currency NULL: unknown */
    enum find_class class;
    enum find_direction way; /* what `direction` means */
    unsigned char participant_count;
    const char *participants; /* packed: see list_row_participant */
};

/* A copy of what a row needs of a call, which was read from a list of this provider. The caller
 * frees it with free(). */
struct list_row *list_row_new(const struct provider *p, const struct call *c);
/* Unpacks the participants: starts with *at 0. False after the last one. Its texts belong to the
 * row. */
bool list_row_participant(const struct list_row *r, size_t *at, struct participant *out);
/* The first participant of that role, or one of whom nothing is known. Its texts belong to the row.
 */
struct participant list_row_party(const struct list_row *r, enum party party);
/* The same of a call, whose texts belong to the call. */
struct participant list_row_party_of_call(const struct call *c, enum party party);
/* When the call was: its start, else its creation. False if neither is known. */
bool list_row_time(const struct list_row *r, int64_t *us);
/* As strcmp, for the usual order of a list: the newest first, those without a time last, and rows
 * of the same time by provider and ID. No two rows of a list are equal. */
int list_row_newest_first(const struct list_row *a, const struct list_row *b);

/* A call as a query looks at it. The texts belong to the call; list_row_looked frees the lists. */
struct list_look {
    struct find_row row;
    const char **names, **texts;
};
void list_row_look(const struct provider *p, const struct call *c, struct list_look *out);
void list_row_looked(struct list_look *look);

#endif
