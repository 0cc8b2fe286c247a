/* What a query asks for, in words for people. */
#include "base/buf.h"
#include "find/query.h"
#include "text/blank.h"

#include <string.h>

/* What a moment is called: "Sat 28 Nov", "14:00", "CET". */
struct label {
    int64_t day;
    int second;
    char zone[TIME_TEXT_BYTES];
};

static struct label label_at(const struct time_words *w, int64_t us)
{
    struct label l;
    struct instant t = {.us = us, .known = true};
    l.day = civil_day_at(w->zone, us, &l.second);
    w->zone->name(&t, l.zone);
    return l;
}

/* An end that is a day's last moment is called 24:00 of that day. */
static struct label label_end(const struct time_words *w, int64_t us)
{
    struct label next = label_at(w, us + 1), l = label_at(w, us);
    if (next.day != l.day)
        l.second = CIVIL_DAY_S;
    return l;
}

/* The year is left out if it is this one. */
static void add_short_day(struct buf *out, const struct time_words *w, int64_t day)
{
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct civil_date d = civil_date_of(day);
    buf_printf(out, "%d %s", d.day, months[d.month - 1]);
    if (d.year != civil_date_of(civil_day_at(w->zone, w->now_us, NULL)).year)
        buf_printf(out, " %d", d.year);
}

static void add_day(struct buf *out, const struct time_words *w, int64_t day)
{
    static const char weekdays[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    buf_printf(out, "%s ", weekdays[civil_weekday(day)]);
    add_short_day(out, w, day);
}

static void add_clock(struct buf *out, int second)
{
    buf_printf(out, "%02d:%02d", second / 3600, second / 60 % 60);
}

static bool begins_day(const struct time_words *w, int64_t us)
{
    return civil_day_span(w->zone, civil_day_at(w->zone, us, NULL)).first_us == us;
}

/* "Sat 28 Nov CET", "Mon 23 Nov - Wed 25 Nov CET" */
static void add_days(struct buf *out, const struct time_words *w, const struct label *a,
                     const struct label *b)
{
    add_day(out, w, a->day);
    if (a->day != b->day) {
        buf_puts(out, " - ");
        add_day(out, w, b->day);
    }
    buf_printf(out, strcmp(a->zone, b->zone) == 0 ? " %s" : " %s/%s", a->zone, b->zone);
}

static void add_day_and_clock(struct buf *out, const struct time_words *w, const struct label *l)
{
    add_day(out, w, l->day);
    buf_putc(out, ' ');
    add_clock(out, l->second);
}

void query_put_moment(struct buf *out, const struct time_words *w, int64_t us)
{
    struct label l = label_at(w, us);
    add_day_and_clock(out, w, &l);
}

void query_put_date_and_clock(struct buf *out, const struct time_words *w, int64_t us)
{
    struct label l = label_at(w, us);
    add_short_day(out, w, l.day);
    buf_putc(out, ' ');
    add_clock(out, l.second);
}

/* "Sat 28 Nov 14:00-16:00 CET", "Fri 27 Nov 22:00 - Sat 28 Nov 02:00 CET",
 * "Sun 25 Oct 02:00 CEST - 02:30 CET" */
static void add_clocks(struct buf *out, const struct time_words *w, const struct label *a,
                       const struct label *b)
{
    bool same_zone = strcmp(a->zone, b->zone) == 0, same_day = a->day == b->day;
    add_day_and_clock(out, w, a);
    if (!same_zone)
        buf_printf(out, " %s", a->zone);
    buf_puts(out, same_zone && same_day ? "-" : " - ");
    if (same_day)
        add_clock(out, b->second);
    else
        add_day_and_clock(out, w, b);
    buf_printf(out, " %s", b->zone);
}

static void add_range(struct buf *out, const struct time_words *w, const struct time_range *r)
{
    struct label a = label_at(w, r->since_us);
    bool is_day = begins_day(w, r->since_us);
    if (r->until_us == INT64_MAX) {
        buf_puts(out, "since ");
        if (is_day)
            add_day(out, w, a.day);
        else
            add_day_and_clock(out, w, &a);
        buf_printf(out, " %s", a.zone);
        return;
    }
    struct label b = label_end(w, r->until_us);
    if (b.second == CIVIL_DAY_S && is_day)
        add_days(out, w, &a, &b);
    else
        add_clocks(out, w, &a, &b);
}

/* What begins a new part of the title. */
static void part(struct buf *out)
{
    if (out->len)
        buf_puts(out, ", ");
}

static void add_providers(struct buf *out, const struct query *q)
{
    size_t named = 0;
    for (size_t i = 0; i < q->count; i++) {
        const struct query_clause *c = &q->list[i];
        if (c->kind != QUERY_PROVIDER || c->negated)
            continue;
        if (named++)
            buf_puts(out, " or ");
        else
            part(out);
        buf_puts(out, c->text);
    }
}

/* 300 as "5m" */
static void add_seconds(struct buf *out, int s)
{
    if (s && s % 3600 == 0)
        buf_printf(out, "%dh", s / 3600);
    else if (s && s % 60 == 0)
        buf_printf(out, "%dm", s / 60);
    else
        buf_printf(out, "%ds", s);
}

/* What is contained, with its key if it has one. */
static void add_contained(struct buf *out, const struct query_clause *c)
{
    static const char *const keys[] = {
#define KEY(kind, name, sentence) [QUERY_##kind] = name,
#include "find/query_word.def"
    };
    const char *key = c->kind < sizeof keys / sizeof *keys ? keys[c->kind] : NULL;
    const char *quote = blank_in(c->text, strlen(c->text)) ? "\"" : "";
    buf_printf(out, "%s%s%s%s", key ? key : "", quote, c->text, quote);
}

static void add_clause_title(struct buf *out, const struct time_words *w,
                             const struct query_clause *c)
{
    static const char *const sides[] = {
        [QUERY_NUMBER] = "number", [QUERY_FROM] = "from", [QUERY_TO] = "to"};
    switch (c->kind) {
    case QUERY_NUMBER:
    case QUERY_FROM:
    case QUERY_TO:
        buf_printf(out, "%s %s%s", sides[c->kind], c->plus ? "+" : "..", c->text);
        break;
    case QUERY_TIME:
        add_range(out, w, &c->range);
        break;
    case QUERY_LONGER:
    case QUERY_SHORTER:
        buf_putc(out, c->kind == QUERY_LONGER ? '>' : '<');
        add_seconds(out, c->seconds);
        break;
    case QUERY_DIRECTION:
        buf_puts(out, c->direction == FIND_IN ? "inbound" : "outbound");
        break;
    case QUERY_CLASS:
        buf_puts(out, c->class == FIND_LIVE     ? "live"
                      : c->class == FIND_FAILED ? "failed"
                                                : "completed");
        break;
    case QUERY_REGEX:
        buf_printf(out, "/%s/", c->text);
        break;
    case QUERY_PROVIDER:
        buf_puts(out, c->text);
        break;
    default:
        add_contained(out, c);
    }
}

/* Whether the title has the clause somewhere else: at its beginning. */
static bool is_first(const struct query_clause *c)
{
    bool not_negated = c->kind == QUERY_TIME || c->kind == QUERY_PROVIDER;
    return c->kind == QUERY_KEPT || (not_negated && !c->negated);
}

char *query_title(const struct query *q, const struct time_words *w)
{
    struct buf out = {0};
    if (q->kept)
        buf_puts(&out, "kept");
    if (q->range.since_us != INT64_MIN) {
        part(&out);
        add_range(&out, w, &q->range);
    }
    add_providers(&out, q);
    for (size_t i = 0; i < q->count; i++) {
        if (is_first(&q->list[i]))
            continue;
        part(&out);
        if (q->list[i].negated)
            buf_puts(&out, "not ");
        add_clause_title(&out, w, &q->list[i]);
    }
    return buf_take(&out);
}
