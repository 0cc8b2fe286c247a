/* A list of calls: rows of several providers in one order, and how far each provider was read. It
 * owns its rows: a call that comes again replaces its row, and unless call_list_drop_old says so no
 * row goes. It belongs to one thread. */
#ifndef PROVIDER_CALL_LIST_H
#define PROVIDER_CALL_LIST_H

#include "provider/list_row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum list_column {
#define COLUMN(member, name, heading, compare) LIST_COLUMN_##member,
#include "provider/list_column.def"
#undef COLUMN
    LIST_COLUMNS
};

extern const struct list_column_row {
    const char *name, *heading;
    int (*compare)(const void *left, const void *right); /* for qsort of struct list_row * */
} list_columns[LIST_COLUMNS];

enum list_source_state {
    LIST_SOURCE_ASKING,
    LIST_SOURCE_LOOKING,  /* the kept calls are looked through; nobody is asked */
    LIST_SOURCE_READ,     /* its last page came */
    LIST_SOURCE_LEFT_OUT, /* it cannot tell what was asked, or has no key */
    LIST_SOURCE_FAILED,
    LIST_SOURCE_STOPPED /* by the user */
};

/* A provider of the list, or the kept calls. The texts are raw and owned by the list. */
struct list_source {
    const struct provider *provider; /* borrowed */
    enum list_source_state state;
    char *asked;              /* what is asked there and what is looked for here; or NULL */
    char *trouble;            /* why it was left out or failed, or what was odd; or NULL */
    size_t looked;            /* calls that came, whether or not they are in the list */
    size_t total;             /* of kept calls, how many there are; 0: not known */
    bool more;                /* there is another page */
    bool more_asked;          /* the user asked for it */
    int64_t complete_from_us; /* later calls are complete (list_paging.h); INT64_MIN: all are */
};

struct call_list;

struct call_list *call_list_new(void);
void call_list_free(struct call_list *l); /* l may be NULL */

/* The provider's entry, which is made at the first call, with everything unknown. Valid until the
 * next entry is made. */
struct list_source *call_list_source(struct call_list *l, const struct provider *p);
/* Before the list is asked for again. The rows stay, and are old from then on. */
void call_list_forget_sources(struct call_list *l);
/* Lets go of the rows that are still old: those that did not come again. */
void call_list_drop_old(struct call_list *l);
size_t call_list_source_count(const struct call_list *l);
const struct list_source *call_list_source_at(const struct call_list *l, size_t index);
/* Copies both texts, which may be NULL. */
void call_list_describe(struct list_source *s, const char *asked, const char *trouble);

/* The rows are taken, the array is not. A row of a call that is in the list already replaces the
 * older one, which is freed. */
void call_list_add(struct call_list *l, struct list_row *const *rows, size_t count);
/* Sorts by a column: times from the newest on, amounts from the largest on, texts by the alphabet,
 * or all that reversed. Rows without the value come last; equal ones are sorted by time. A new list
 * is sorted by time. */
void call_list_sort(struct call_list *l, enum list_column by, bool reversed);
enum list_column call_list_sorted_by(const struct call_list *l, bool *reversed);
/* Shows only the rows for which `keeps` is true; NULL: all. Call it again when `keeps` decides
 * otherwise. */
typedef bool call_list_keeps(const void *owner, const struct list_row *r);
void call_list_filter(struct call_list *l, call_list_keeps *keeps, const void *owner);
/* Asks the filter about the rows that it was not asked about yet, which are hidden, for about so
 * many milliseconds; returns true if there are more. call_list_show then shows those it keeps. */
bool call_list_look(struct call_list *l, int budget_ms);
void call_list_show(struct call_list *l);
bool call_list_has_unseen(const struct call_list *l); /* whether there are more; l may be NULL */

size_t call_list_count(const struct call_list *l);  /* of the rows that are shown */
size_t call_list_all(const struct call_list *l);    /* of those too that the filter hides */
size_t call_list_looked(const struct call_list *l); /* calls that came from all providers */
const struct list_row *call_list_row(const struct call_list *l, size_t index);
/* Whether the rows that are shown are of several providers. */
bool call_list_is_mixed(const struct call_list *l);
/* Whether rows have to say whose they are: several were asked, even if only one had calls. */
bool call_list_is_of_several(const struct call_list *l);
/* The index of a call among the rows that are shown; the count if it is not. */
size_t call_list_find(const struct call_list *l, const char *provider, const char *id);

/* The moment from which on no call can be missing between the rows: the latest one of those to
 * which the providers were read, except those that failed before anything came. INT64_MIN if all of
 * them were read to the end. */
int64_t call_list_complete_from_us(const struct call_list *l);
/* Where the line at that moment is drawn: before the row of this index. With `reversed`, the
 * complete part is below the line. The count if there is no line, as everything is complete, a
 * provider has not answered yet, or the rows are not sorted by time. */
size_t call_list_line(const struct call_list *l);

#endif
