#include "ui/view/list_heads.h"

#include "base/alloc.h"
#include "base/int.h"
#include "find/query.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/mask.h"

#include <stdlib.h>
#include <string.h>

/* Names are replaced by their number where they are many; those who are in trouble are named. */
enum { NAMES_MAX_COLS = 24, TROUBLED_MAX_COLS = 36 };

void list_heads_done(struct list_heads *h)
{
    for (size_t i = 0; i < h->count; i++) {
        free(h->list[i].name);
        free(h->list[i].text);
    }
    free(h->list);
    *h = (struct list_heads){0};
}

void list_heads_put_moment(struct buf *out, const struct time_words *w, int64_t us)
{
    int second;
    int64_t day = civil_day_at(w->zone, us, &second);
    if (day == civil_day_at(w->zone, w->now_us, NULL))
        buf_printf(out, "%02d:%02d", second / 3600, second / 60 % 60);
    else
        query_put_moment(out, w, us);
}

/* ---- which providers share a row ---- */

static bool is_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool share(const struct list_source *a, const struct list_source *b)
{
    bool read = a->state == LIST_SOURCE_READ || a->state == LIST_SOURCE_STOPPED;
    return a->state == b->state && is_same(a->trouble, b->trouble) && (!read || a->more == b->more);
}

static bool is_first(const struct call_list *list, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (share(call_list_source_at(list, i), call_list_source_at(list, index)))
            return false;
    return true;
}

struct group {
    const struct list_source *one; /* the first one */
    size_t members, looked, total;
    char *names;
};

static struct group group_of(const struct call_list *list, size_t index, bool alone)
{
    struct group g = {.one = call_list_source_at(list, index)};
    struct buf names = {0};
    size_t end = alone ? index + 1 : call_list_source_count(list);
    for (size_t i = index; i < end; i++) {
        const struct list_source *s = call_list_source_at(list, i);
        if (!share(g.one, s))
            continue;
        buf_printf(&names, "%s%s", g.members++ ? ", " : "", s->provider->name);
        g.looked += s->looked;
        g.total += s->total;
    }
    bool fits = names.len <= (g.one->trouble ? TROUBLED_MAX_COLS : NAMES_MAX_COLS);
    g.names = fits ? xstrdup(buf_str(&names)) : xasprintf("%zu providers", g.members);
    buf_done(&names);
    return g;
}

/* ---- what a row says ---- */

/* "looked at 1,200 of 3,000" where that is known and not all, else "1,200 calls". */
static void put_calls(struct buf *out, const struct group *g)
{
    bool all = g->looked >= g->total;
    buf_puts(out, all ? "" : "looked at ");
    buf_grouped(out, g->looked);
    if (all) {
        buf_puts(out, g->looked == 1 ? " call" : " calls");
    } else {
        buf_puts(out, " of ");
        buf_grouped(out, g->total);
    }
}

/* "500 calls, back to 12:10, more" */
static void put_reach(struct buf *out, const struct group *g, const struct time_words *w)
{
    int64_t from = g->one->complete_from_us;
    put_calls(out, g);
    if (!g->one->more)
        return;
    if (g->members == 1 && from != INT64_MIN && from != INT64_MAX) {
        buf_puts(out, ", back to ");
        list_heads_put_moment(out, w, from);
    }
    buf_puts(out, ", more");
}

static void put_read(struct buf *out, const struct group *g, const struct time_words *w)
{
    const char *asked = g->members > 1 ? "all answered" : g->one->asked;
    if (asked)
        buf_printf(out, "%s; ", asked);
    put_reach(out, g, w);
    if (g->one->trouble)
        buf_printf(out, "; %s", g->one->trouble);
}

static void put_asking(struct buf *out, const struct group *g)
{
    buf_printf(out, "asking%s%s", g->one->trouble ? "; " : "",
               g->one->trouble ? g->one->trouble : "");
    if (g->looked) {
        buf_puts(out, "; ");
        put_calls(out, g);
    }
}

/* There is something to say once the files are counted. */
static void put_looking(struct buf *out, const struct group *g)
{
    if (g->total)
        put_calls(out, g);
    else
        buf_puts(out, "looking");
    if (g->one->trouble)
        buf_printf(out, "; %s", g->one->trouble);
}

static void put_text(struct buf *out, const struct group *g, const struct time_words *w)
{
    if (g->one->state == LIST_SOURCE_ASKING) {
        put_asking(out, g);
    } else if (g->one->state == LIST_SOURCE_LOOKING) {
        put_looking(out, g);
    } else if (g->one->state == LIST_SOURCE_READ) {
        put_read(out, g, w);
    } else if (g->one->state == LIST_SOURCE_STOPPED) {
        buf_puts(out, "stopped; ");
        put_reach(out, g, w);
    } else {
        buf_puts(out, g->one->trouble ? g->one->trouble : "failed");
        if (g->looked) { /* before it failed */
            buf_puts(out, "; ");
            put_reach(out, g, w);
        }
    }
}

static enum role role_of(const struct list_source *s)
{
    static const enum role roles[] = {
        [LIST_SOURCE_ASKING] = ROLE_DIM, [LIST_SOURCE_LOOKING] = ROLE_DIM,
        [LIST_SOURCE_READ] = ROLE_DIM,   [LIST_SOURCE_LEFT_OUT] = ROLE_WARN,
        [LIST_SOURCE_FAILED] = ROLE_BAD, [LIST_SOURCE_STOPPED] = ROLE_WARN,
    };
    bool came = s->state == LIST_SOURCE_READ || s->state == LIST_SOURCE_LOOKING;
    bool odd = came && s->trouble;
    return odd ? ROLE_WARN : roles[s->state];
}

void list_heads_make(struct list_heads *h, const struct call_list *list, const struct time_words *w,
                     bool unfolded)
{
    list_heads_done(h);
    for (size_t i = 0; i < call_list_source_count(list); i++) {
        struct buf text = {0};
        if (!unfolded && !is_first(list, i))
            continue;
        struct group g = group_of(list, i, unfolded);
        put_text(&text, &g, w);
        h->list = xgrow(h->list, h->count, sizeof *h->list);
        h->list[h->count++] = (struct list_head){g.names, xstrdup(buf_str(&text)), role_of(g.one)};
        buf_done(&text);
    }
}

/* The names have a column. */
void list_heads_put(const struct list_heads *h, size_t row, bool mask, int cols, struct line *out)
{
    const struct list_head *one = &h->list[row];
    int begin = out->cols, names = 0;
    for (size_t i = 0; i < h->count; i++)
        names = int_max(names, cols_of(h->list[i].name, strlen(h->list[i].name)));
    names = int_min(names, int_min(TROUBLED_MAX_COLS, cols / 3));
    char *text = clean_dup(one->text, CLEAN_SCREEN);
    if (mask)
        mask_text(text, strlen(text), NULL, NULL);
    line_put_cut(out, ROLE_LABEL, one->name, strlen(one->name), names);
    line_pad(out, begin + names + 2);
    line_put_clean_cut(out, one->role, text, strlen(text), cols - (out->cols - begin));
    free(text);
}
