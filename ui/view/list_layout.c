#include "ui/view/list_layout.h"

#include "base/int.h"
#include "text/clean.h"
#include "text/cols.h"
#include "ui/view/view.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    GAP = 2,
    NUMBER_MIN_COLS = 12,
    NUMBER_FIRST_COLS = 16, /* one number; two get more only where the end reason has its room */
    PROVIDER_MIN_COLS = 9,
    REASON_MIN_COLS = 10, /* of its heading */
    AGENT_MIN_COLS = 8,
    AGENT_ID_MAX_COLS = 14,
    SUMMARY_MIN_COLS = 12,
    WEEKDAY_MIN_COLS = 100, /* of the list */
    MONTH_DAYS = 31         /* the days of the longest one */
};

/* What is laid out. */
struct table {
    const struct call_list *list;
    const struct list_style *style;
    enum list_date date;
    int cols;
    bool timed; /* a call has a time */
    int64_t first_us, last_us;
};

/* The times of the earliest and the latest call; false if none has one. */
static bool find_times(struct table *t)
{
    bool any = false;
    for (size_t i = 0; i < call_list_count(t->list); i++) {
        int64_t us;
        if (!list_row_time(call_list_row(t->list, i), &us))
            continue;
        t->first_us = any && t->first_us < us ? t->first_us : us;
        t->last_us = any && t->last_us > us ? t->last_us : us;
        any = true;
    }
    return any;
}

static enum list_date date_of(const struct table *t)
{
    const struct time_words *w = &t->style->time;
    struct civil_span today = civil_day_span(w->zone, civil_day_at(w->zone, w->now_us, NULL));
    if (!t->timed || (t->first_us >= today.first_us && t->last_us <= today.last_us))
        return LIST_DATE_NONE;
    return t->cols < WEEKDAY_MIN_COLS ? LIST_DATE_SHORT : LIST_DATE_WEEKDAY;
}

static const int max_cols[LIST_COLUMNS] = {
    [LIST_COLUMN_TIME] = 22,     [LIST_COLUMN_PROVIDER] = 14, [LIST_COLUMN_NUMBER] = 36,
    [LIST_COLUMN_AGENT] = 20,    [LIST_COLUMN_STATUS] = 20,   [LIST_COLUMN_REASON] = 24,
    [LIST_COLUMN_DURATION] = 10, [LIST_COLUMN_COST] = 14,
};

const char *list_layout_heading(const struct list_style *style, enum list_column c)
{
    return c == LIST_COLUMN_TIME && style->ago ? "Ago" : list_columns[c].heading;
}

/* The widest value, but at most `max` columns; 0 if no call has one. A text has no more columns
 * than bytes, so that most of them need not be measured. An agent without a
 * name is shown by its ID, which gets few columns: a summary needs them more. */
static int widest(const struct table *t, enum list_column c, int max)
{
    int cols = 0;
    struct buf raw = {0};
    for (size_t i = 0; i < call_list_count(t->list) && cols < max; i++) {
        buf_clear(&raw);
        const struct list_row *r = call_list_row(t->list, i);
        list_cells_put_raw(t->style, t->date, r, c, &raw);
        if (raw.len <= (size_t)cols)
            continue;
        int most = c == LIST_COLUMN_AGENT && !r->agent ? AGENT_ID_MAX_COLS : INT_MAX;
        char *clean = clean_dup(buf_str(&raw), CLEAN_SCREEN);
        cols = int_max(cols, int_min(cols_of(clean, strlen(clean)), most));
        free(clean);
    }
    buf_done(&raw);
    return int_min(cols, max);
}

static int time_cols(const struct table *t, int64_t us)
{
    struct list_row row = {.started = {.us = us, .known = true}};
    struct buf text = {0};
    list_cells_put_raw(t->style, t->date, &row, LIST_COLUMN_TIME, &text);
    int cols = cols_of(buf_str(&text), text.len);
    buf_done(&text);
    return cols;
}

/* All times of a day are equally wide; writing those of all calls would take long. */
static int widest_time(const struct table *t)
{
    const struct civil_zone *z = t->style->time.zone;
    int64_t first = civil_day_at(z, t->first_us, NULL), last = civil_day_at(z, t->last_us, NULL);
    int cols = int_max(time_cols(t, t->first_us), time_cols(t, t->last_us));
    for (int64_t day = first + 1; day < last && day < first + MONTH_DAYS; day++)
        cols = int_max(cols, time_cols(t, civil_day_span(z, day).first_us));
    return cols;
}

/* Whether a summary is there at all; it gets the columns that are left. */
static bool has_summaries(const struct table *t)
{
    for (size_t i = 0; i < call_list_count(t->list); i++)
        if (call_list_row(t->list, i)->summary)
            return true;
    return false;
}

/* The columns that a column wants; 0: it is not shown. The cost is shown where it makes the order.
 */
static int wanted(const struct table *t, enum list_column c)
{
    bool reversed;
    if (c == LIST_COLUMN_PROVIDER && !call_list_is_of_several(t->list))
        return 0;
    if (c == LIST_COLUMN_COST && call_list_sorted_by(t->list, &reversed) != c)
        return 0;
    if (c == LIST_COLUMN_SUMMARY)
        return has_summaries(t) ? SUMMARY_MIN_COLS : 0;
    bool clock = c == LIST_COLUMN_TIME && !t->style->ago && t->timed;
    int cols = clock ? widest_time(t) : widest(t, c, max_cols[c]);
    if (!cols)
        return 0;
    return int_max(cols, (int)strlen(list_layout_heading(t->style, c))) +
           (c == LIST_COLUMN_STATUS ? LIST_LAYOUT_MARK_COLS : 0);
}

/* The columns with which a column that wants `cols` begins: texts can be cut. Numbers are cut
 * rather than left out. */
static int first_cols(enum list_column c, int cols, int room)
{
    static const int least[LIST_COLUMNS] = {[LIST_COLUMN_PROVIDER] = PROVIDER_MIN_COLS,
                                            [LIST_COLUMN_REASON] = REASON_MIN_COLS,
                                            [LIST_COLUMN_AGENT] = AGENT_MIN_COLS};
    if (c == LIST_COLUMN_NUMBER)
        return int_min(int_min(cols, NUMBER_FIRST_COLS), int_max(room, NUMBER_MIN_COLS));
    return least[c] ? int_min(cols, least[c]) : cols;
}

/* Returns the room that is left. */
static int widen(int *cols, int wanted, int room)
{
    int more = int_max(int_min(wanted - *cols, room), 0);
    *cols += *cols ? more : 0;
    return *cols ? room - more : room;
}

/* What is left goes to the texts that were cut, then to the summary, or else to texts that are very
 * long. */
static void share_out(const struct table *t, const int wants[], int room, int chosen[])
{
    static const enum list_column texts[] = {LIST_COLUMN_PROVIDER, LIST_COLUMN_REASON,
                                             LIST_COLUMN_NUMBER, LIST_COLUMN_AGENT};
    enum { TEXTS = sizeof texts / sizeof *texts };
    for (int i = 0; i < TEXTS; i++)
        room = widen(&chosen[texts[i]], wants[texts[i]], room);
    room = widen(&chosen[LIST_COLUMN_SUMMARY], t->cols, room);
    for (int i = 0; i < TEXTS && room > 0; i++)
        room = widen(&chosen[texts[i]], widest(t, texts[i], t->cols), room);
}

/* The most important ones get their room first. */
static void choose(const struct table *t, int chosen[LIST_COLUMNS])
{
    bool reversed;
    const enum list_column order[] = {
        LIST_COLUMN_TIME,     call_list_sorted_by(t->list, &reversed),
        LIST_COLUMN_NUMBER,   LIST_COLUMN_STATUS,
        LIST_COLUMN_DURATION, LIST_COLUMN_PROVIDER,
        LIST_COLUMN_REASON,   LIST_COLUMN_AGENT,
        LIST_COLUMN_SUMMARY,  LIST_COLUMN_COST,
    };
    int wants[LIST_COLUMNS] = {0}, room = t->cols - VIEW_GUTTER - 1 + GAP;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        enum list_column c = order[i];
        if (wants[c])
            continue;
        wants[c] = wanted(t, c);
        int cols = first_cols(c, wants[c], room - GAP);
        if (!cols || cols + GAP > room)
            continue;
        chosen[c] = cols;
        room -= cols + GAP;
    }
    share_out(t, wants, room, chosen);
}

void list_layout_make(struct list_layout *out, const struct call_list *list,
                      const struct list_style *style, int cols)
{
    struct table t = {.list = list, .style = style, .cols = cols};
    int chosen[LIST_COLUMNS] = {0}, x = VIEW_GUTTER;
    t.timed = find_times(&t);
    t.date = date_of(&t);
    choose(&t, chosen);
    *out = (struct list_layout){.date = t.date};
    for (int c = 0; c < LIST_COLUMNS; c++) {
        if (!chosen[c])
            continue;
        out->columns[out->count++] = (struct list_layout_column){(enum list_column)c, x, chosen[c]};
        x += chosen[c] + GAP;
    }
}
