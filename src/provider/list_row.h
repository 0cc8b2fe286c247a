/* A call as a list keeps it: one piece of memory of some 300 bytes, with what the columns and the
 * printed rows need. Texts are raw, and cut with "..." if they are very long. Everything in it is
 * valid as long as the row. */
#ifndef PROVIDER_LIST_ROW_H
#define PROVIDER_LIST_ROW_H

#include "base/buf.h"
#include "call/call.h"
#include "find/find_row.h"
#include "provider/provider.h"

#include <stdbool.h>
#include <stddef.h>

enum { LIST_ROW_TEXT_BYTES = 2000, LIST_ROW_PARTICIPANTS_MAX = 100 };

/* Whom the agent talked to: the from side of an inbound call, the to side of an outbound one, and
 * both if the direction does not tell. Each is a number, or else a name; NULL: not known, or the
 * same as the first one. */
struct list_sides {
    const char *first, *second;
};

enum list_verdict { LIST_UNSEEN, LIST_KEPT, LIST_HIDDEN };

struct list_row {
    const char *provider; /* the name in its description, which the set of providers owns */
    const char *id;
    const char *status, *direction, *end_reason, *summary; /* NULL: not sent */
    struct list_sides sides;
    const char *agent_id, *agent;           /* the ID and the name */
    struct instant created, started, ended; /* without raw texts */
    double duration_s;                      /* NAN: unknown */
    struct money cost;                      /* currency NULL: unknown */
    enum find_class class;
    enum find_direction way;   /* what `direction` means */
    enum list_verdict verdict; /* of the filter of the list that has it */
    bool old;                  /* the list is asked for again, and the call did not come yet */
    unsigned char participant_count;
    const char *participants; /* packed: see list_row_participant */
};

/* A copy of what a row needs of a call, which was read from a list of this provider. The caller
 * frees it with free(). */
struct list_row *list_row_new(const struct provider *p, const struct call *c);
/* The memory that it takes. */
size_t list_row_bytes(const struct list_row *r);
/* Unpacks the participants: starts with *at 0. False after the last one. Its texts belong to the
 * row. */
bool list_row_participant(const struct list_row *r, size_t *at, struct participant *out);

/* The first participant of that role, or one of whom nothing is known. Its texts belong to the
 * call.
 */
struct participant list_row_party(const struct call *c, enum party party);
/* The number of the from or of the to side; NULL: not known. A provider that knows one contact
 * knows the from side of an inbound call, the to side of an outbound one, and either side of
 * others. The direction is given, as that of a masked call cannot be read. */
const char *list_row_number(const struct call *c, enum find_direction way, enum party party);
struct list_sides list_row_sides(const struct call *c, enum find_direction way);
/* Appends "FROM > TO", or the only one. */
void list_row_put_sides(struct buf *out, const struct list_sides *s);

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
