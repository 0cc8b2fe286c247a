/* How far a provider's list was read: the next page of each pass, what came already, and what was
 * odd. It belongs to one thread. */
#ifndef PROVIDER_LIST_PAGING_H
#define PROVIDER_LIST_PAGING_H

#include "base/buf.h"
#include "provider/list_plan.h"
#include "provider/list_seen.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LIST_PAGES_MAX = 200, LIST_TOTAL_BYTES = 40 };

/* One walk through the list. */
struct list_pass {
    size_t pages, rows; /* that came; rows without an ID too */
    size_t objects;     /* the rows that are objects. The provider may not count the others: an
                           offset that is too small brings a call twice, one too large loses it */
    char *next;         /* list.next, filled in; NULL before the first page and at the end */
    bool ended;         /* there is nothing more to ask for */
    bool cut;           /* it ended although there is more */
    int64_t oldest_us;  /* the earliest time of a row that came; INT64_MAX: none is known */
    int64_t first_us;   /* the time of the first row that has one; INT64_MAX: none has */
    bool oldest_first;  /* the last row is later than the first one: what is still to come may be
                           later than all that came */
    struct list_seen pages_seen; /* the values of `next` so far */
};

/* Zero is the beginning; list_paging_done frees what it owns. */
struct list_paging {
    struct list_pass pass[LIST_PASSES];
    struct list_seen ids;         /* with the passes that they came in */
    size_t looked;                /* calls that came, each counted once */
    size_t nameless;              /* rows without an ID, which are passed over */
    char total[LIST_TOTAL_BYTES]; /* how many calls there are, as the provider says; raw; "" */
    bool too_long;                /* a page had more rows than are read */
    bool no_next, cursor_twice, nothing_new, too_many; /* why a pass was cut */
    unsigned ignored; /* the filters that were sent and that a row contradicts: 1 << enum
                         list_find */
};

void list_paging_done(struct list_paging *paging);

/* The pass whose next page is asked for: the one that has not gone back as far as the other, so
 * that both reach the same time. False, with *pass untouched, if all have ended. */
bool list_paging_next(const struct list_paging *paging, const struct list_plan *plan, size_t *pass);
/* The time from which on all calls came: none that is still to come, or that was left out where a
 * pass was cut, is later. INT64_MIN if everything came, INT64_MAX if nothing is known. */
int64_t list_paging_complete_from_us(const struct list_paging *paging,
                                     const struct list_plan *plan);
/* Appends what was odd, for a line that begins with the provider's name: "3 rows without an ID; it
 * ignored the status". */
void list_paging_put_notes(struct buf *out, const struct list_paging *paging);

#endif
