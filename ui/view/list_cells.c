#include "ui/view/list_cells.h"

#include "call/figure_facts.h"
#include "find/query.h"
#include "text/clean.h"
#include "text/mask.h"

#include <stdlib.h>
#include <string.h>

/* Appends "42 s", "12 min", "3 h 12 min" or "2 d 4 h". */
static void put_ago(struct buf *out, int64_t us)
{
    int64_t s = us > 0 ? us / CIVIL_US : 0;
    if (s < 60)
        buf_printf(out, "%d s", (int)s);
    else if (s < 3600)
        buf_printf(out, "%d min", (int)(s / 60));
    else if (s < CIVIL_DAY_S)
        buf_printf(out, "%d h %d min", (int)(s / 3600), (int)(s / 60 % 60));
    else
        buf_printf(out, "%lld d %d h", (long long)(s / CIVIL_DAY_S), (int)(s / 3600 % 24));
}

int list_cells_ago_ms(const struct call_list *list, int64_t now_us)
{
    enum { MINUTE_S = 60 };
    for (size_t i = 0; i < call_list_count(list); i++) {
        int64_t us;
        if (list_row_time(call_list_row(list, i), &us) &&
            llabs(now_us - us) < MINUTE_S * (int64_t)CIVIL_US)
            return 1000;
    }
    return MINUTE_S * 1000;
}

static void put_time(const struct list_style *style, enum list_date date, const struct list_row *r,
                     struct buf *out)
{
    char clock[TIME_TEXT_BYTES];
    struct instant t = {.known = list_row_time(r, &t.us)};
    if (!t.known)
        return;
    time_clock(&t, clock);
    if (style->ago)
        put_ago(out, style->time.now_us - t.us);
    else if (date == LIST_DATE_WEEKDAY)
        query_put_moment(out, &style->time, t.us);
    else if (date == LIST_DATE_SHORT)
        query_put_date_and_clock(out, &style->time, t.us);
    else
        buf_puts(out, clock);
}

static void put_text(struct buf *out, const char *s)
{
    if (s)
        buf_puts(out, s);
}

static void put_length(struct buf *out, const struct list_row *r)
{
    char text[TIME_TEXT_BYTES];
    time_duration_text(r->duration_s, text);
    buf_puts(out, text);
}

void list_cells_put_raw(const struct list_style *style, enum list_date date,
                        const struct list_row *r, enum list_column c, struct buf *out)
{
    if (c == LIST_COLUMN_TIME)
        put_time(style, date, r, out);
    else if (c == LIST_COLUMN_PROVIDER)
        put_text(out, r->provider);
    else if (c == LIST_COLUMN_NUMBER)
        list_row_put_sides(out, &r->sides);
    else if (c == LIST_COLUMN_AGENT)
        put_text(out, r->agent ? r->agent : r->agent_id);
    else if (c == LIST_COLUMN_DURATION)
        put_length(out, r);
    else if (c == LIST_COLUMN_STATUS)
        put_text(out, r->status);
    else if (c == LIST_COLUMN_REASON)
        put_text(out, r->end_reason);
    else if (c == LIST_COLUMN_COST && r->cost.currency)
        figure_facts_put_money(out, &r->cost);
    else if (c == LIST_COLUMN_SUMMARY)
        put_text(out, r->summary);
}

/* Times and what the program writes itself are not masked. */
void list_cells_put(const struct list_style *style, enum list_date date, const struct list_row *r,
                    enum list_column c, struct buf *out)
{
    struct buf raw = {0};
    list_cells_put_raw(style, date, r, c, &raw);
    char *clean = clean_dup(buf_str(&raw), CLEAN_SCREEN);
    bool own = c == LIST_COLUMN_TIME || c == LIST_COLUMN_PROVIDER || c == LIST_COLUMN_DURATION ||
               c == LIST_COLUMN_COST;
    if (style->mask && !own)
        mask_text(clean, strlen(clean), r->id, NULL);
    buf_puts(out, clean);
    free(clean);
    buf_done(&raw);
}

void list_cells_put_text(const struct list_style *style, const struct list_row *r, struct buf *out)
{
    for (int c = LIST_COLUMN_PROVIDER; c < LIST_COLUMNS; c++) {
        list_cells_put(style, LIST_DATE_NONE, r, (enum list_column)c, out);
        buf_putc(out, '\n');
    }
}

size_t list_cells_begin(const char *text, enum list_column c)
{
    const char *at = text;
    for (int i = LIST_COLUMN_PROVIDER; i < (int)c; i++)
        at = strchr(at, '\n') + 1;
    return (size_t)(at - text);
}
