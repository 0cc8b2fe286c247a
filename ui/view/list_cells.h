/* The values of a list's columns as texts. UI thread. */
#ifndef UI_VIEW_LIST_CELLS_H
#define UI_VIEW_LIST_CELLS_H

#include "base/buf.h"
#include "find/time_words.h"
#include "provider/call_list.h"

#include <stdbool.h>
#include <stddef.h>

/* How a list is shown. Views borrow it; after a change they have to be laid out again. */
struct list_style {
    struct time_words time; /* the zone, and what the time is */
    bool ago;               /* times are how long ago the calls were */
    bool mask;
    bool unfolded;      /* each provider has a row of its own */
    const char *title;  /* what was asked; raw */
    const char *loose;  /* its word that is looked for as a text (find/query.h), raw; or NULL */
    bool kept;          /* the kept calls were asked for */
    const char *empty;  /* what to say where there was no call to look at; or NULL */
    const char *filter; /* what the filter leaves, such as "&refund"; raw; NULL: there is none */
};

/* How the date is written in front of a clock time. */
enum list_date {
    LIST_DATE_NONE, /* all calls are of today */
    LIST_DATE_SHORT,
    LIST_DATE_WEEKDAY
};

/* Appends the value of a column, nothing if it is not known: raw, or clean and masked if the style
 * says so. */
void list_cells_put_raw(const struct list_style *style, enum list_date date,
                        const struct list_row *r, enum list_column c, struct buf *out);
void list_cells_put(const struct list_style *style, enum list_date date, const struct list_row *r,
                    enum list_column c, struct buf *out);
/* The milliseconds after which what is said of how long ago the calls were is out of date. */
int list_cells_ago_ms(const struct call_list *list, int64_t now_us);

/* The text of a call that is searched and filtered, into an empty buffer: a line for each column
 * but the time. The second one tells where a column begins in it. */
void list_cells_put_text(const struct list_style *style, const struct list_row *r, struct buf *out);
size_t list_cells_begin(const char *text, enum list_column c);

#endif
