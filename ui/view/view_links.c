#include "ui/view/view_links.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/int.h"
#include "text/cols.h"
#include "text/mask.h"

#include <stdlib.h>
#include <string.h>

enum {
    GAP = 2,
    STATE_COLS = 16,
    HOST_MIN_COLS = 12,
    PLACE_MIN_COLS = 12,
    US_PER_MS = 1000,
    MINUTE_MS = 60 * 1000
};

struct view_links {
    struct view view;
    const struct link *list; /* borrowed from the call, as is its ID */
    size_t count;
    bool more;
    const char *id;
    struct arena *arena;      /* of masked texts; NULL: links are not masked */
    struct link *masked;      /* the links that were shown so far */
    char *advice;             /* follows the state of a recording whose link has expired */
    char *behind_key;         /* in place of the host of a recording that has no link */
    const char *no_recording; /* the text of the first item; NULL: there is a recording */
    int cols, where_cols, host_cols, state_cols; /* the widths of the pane and of the columns */
};

static const char *masked(const struct view_links *v, const char *text)
{
    char *copy = arena_strdup(v->arena, text);
    mask_text(copy, strlen(copy), v->id, NULL);
    return copy;
}

/* Masks each part of a pointer by itself, because numbers in adjacent parts could look like one
 * number that is written in groups. */
static const char *masked_place(const struct view_links *v, const char *where)
{
    char *copy = arena_strdup(v->arena, where);
    for (char *part = copy; *part; part += *part == '/') {
        size_t n = strcspn(part, "/");
        size_t masked = mask_text(part, n, v->id, NULL);
        memmove(part + masked, part + n, strlen(part + n) + 1);
        part += masked;
    }
    return copy;
}

/* The link, masked if the view masks. Masking does not make it wider. */
static const struct link *shown(const struct view_links *v, const struct link *link)
{
    struct link *copy = v->arena ? &v->masked[link - v->list] : NULL;
    if (copy && !copy->url) {
        *copy = *link;
        copy->where = masked_place(v, link->where);
        copy->url = masked(v, link->url);
        copy->host = masked(v, link->host);
    }
    return copy ? copy : link;
}

const struct link *view_links_at(const struct view *base, size_t item)
{
    const struct view_links *v = (const struct view_links *)base;
    size_t before = v->no_recording != NULL;
    return item >= before && item - before < v->count ? &v->list[item - before] : NULL;
}

const char *view_links_shown(const struct view *base, size_t item)
{
    const struct link *link = view_links_at(base, item);
    return link ? shown((const struct view_links *)base, link)->url : "";
}

/* The state of a link changes after a second where seconds are shown, else after a minute. */
int view_links_tick_ms(const struct view *base)
{
    const struct view_links *v = (const struct view_links *)base;
    int64_t now = time_wall_us();
    int next = -1;
    for (size_t i = 0; i < v->count; i++) {
        const struct instant *t = &v->list[i].expires;
        if (!t->known)
            continue;
        int64_t left_ms = (t->us - now) / US_PER_MS;
        bool seconds = left_ms > -MINUTE_MS && left_ms < 2 * MINUTE_MS;
        next = int_sooner_ms(next, seconds ? 1000 : MINUTE_MS);
    }
    return next;
}

static void layout(struct view *base, int cols)
{
    ((struct view_links *)base)->cols = cols;
}

static size_t items(const struct view *base)
{
    const struct view_links *v = (const struct view_links *)base;
    return v->count + (v->no_recording != NULL);
}

/* The columns for the place and the host of a link. */
static int room(const struct view_links *v)
{
    return int_max(v->cols - VIEW_GUTTER - 2 * GAP - v->state_cols, PLACE_MIN_COLS);
}

/* If there is not enough room, the place gets two fifths and the host the rest. The host is left
 * out first, because the selected link is shown below the list. */
static int where_room(const struct view_links *v)
{
    int least = int_min(v->where_cols, PLACE_MIN_COLS);
    if (v->where_cols + v->host_cols <= room(v))
        return v->where_cols;
    if (room(v) < least + HOST_MIN_COLS)
        return int_min(v->where_cols, room(v));
    return int_min(v->where_cols, int_max(room(v) * 2 / 5, least));
}

static void put_state(const struct view_links *v, const struct link *link, struct line *out)
{
    struct buf state = {0};
    int64_t now = time_wall_us();
    bool expired = link->expires.known && link->expires.us <= now;
    links_put_expiry(&state, &link->expires, now);
    bool fits = out->cols + (int)(state.len + strlen(v->advice)) <= v->cols;
    if (state.len && expired && link->recording && fits)
        buf_puts(&state, v->advice);
    line_puts(out, expired ? ROLE_WARN : ROLE_GOOD, buf_str(&state));
    buf_done(&state);
}

static bool is_behind_key(const struct link *link)
{
    return !*link->url && link->recording && link->recording->by_key;
}

/* The host; of a recording without a link, how it is had. */
static void put_host(const struct view_links *v, const struct link *link, struct line *out)
{
    int left = room(v) - where_room(v), begin = out->cols;
    int cols = left < int_min(v->host_cols, HOST_MIN_COLS) ? 0 : int_min(v->host_cols, left);
    if (is_behind_key(link) || cols)
        line_from(out, strlen(link->where) + 1);
    if (is_behind_key(link)) {
        line_put_cut(out, ROLE_DIM, v->behind_key, strlen(v->behind_key), v->cols - begin);
    } else if (cols) {
        line_put_cut(out, ROLE_VALUE, link->host, strlen(link->host), cols);
        line_pad(out, begin + cols + GAP);
    }
}

static void row(struct view *base, size_t item, int row, struct line *out)
{
    const struct view_links *v = (const struct view_links *)base;
    const struct link *link = view_links_at(base, item);
    (void)row;
    line_pad(out, VIEW_GUTTER);
    if (!link) {
        line_puts(out, ROLE_LABEL, "recording");
        line_pad(out, VIEW_GUTTER + where_room(v) + GAP);
        line_put_cut(out, ROLE_DIM, v->no_recording, strlen(v->no_recording), v->cols - out->cols);
        return;
    }
    link = shown(v, link);
    line_from(out, 0);
    line_put_end(out, ROLE_LABEL, link->where, where_room(v)); /* JSON Pointers differ at the end */
    line_pad(out, VIEW_GUTTER + where_room(v) + GAP);
    put_host(v, link, out);
    put_state(v, link, out);
}

static void title(const struct view *base, struct line *out)
{
    const struct view_links *v = (const struct view_links *)base;
    if (v->more)
        line_printf(out, ROLE_DIM, "only the first %zu are listed", v->count);
}

static char *copy(const struct view *base, size_t item)
{
    const char *shown = view_links_shown(base, item);
    return *shown ? xstrdup(shown) : NULL;
}

/* The URL is searched too, although the row shows only its host. */
static void searched(struct view *base, size_t item, struct buf *out)
{
    const struct view_links *v = (const struct view_links *)base;
    const struct link *link = view_links_at(base, item);
    if (link) {
        link = shown(v, link);
        buf_printf(out, "%s\n%s\n%s", link->where, is_behind_key(link) ? v->behind_key : link->host,
                   link->url);
    }
}

static void destroy(struct view *base)
{
    struct view_links *v = (struct view_links *)base;
    arena_free(v->arena);
    free(v->advice);
    free(v->behind_key);
    free(v);
}

static const struct view_ops ops = {.layout = layout,
                                    .items = items,
                                    .row = row,
                                    .title = title,
                                    .copy = copy,
                                    .text = searched,
                                    .free = destroy};

struct view *view_links_new(const struct call *c, bool mask, const char *again, const char *save)
{
    struct view_links *v = xcalloc(1, sizeof *v);
    v->view.ops = &ops;
    v->list = c->links->list;
    v->count = c->links->count;
    v->more = c->links->more;
    v->id = c->id;
    v->arena = mask ? arena_new() : NULL;
    v->masked = mask ? arena_array(v->arena, v->count, sizeof *v->masked) : NULL;
    v->advice = xasprintf(", %s fetches a new one", again);
    v->behind_key = xasprintf("behind the provider's key, %s saves it", save);
    v->no_recording = call_count_recordings(c) ? NULL : call_why_no_recording(c);
    v->where_cols = v->no_recording ? (int)strlen("recording") : 0;
    int advice = cols_of(v->advice, strlen(v->advice));
    for (size_t i = 0; i < v->count; i++) {
        const struct link *link = &v->list[i];
        v->where_cols = int_max(v->where_cols, cols_of(link->where, strlen(link->where)));
        v->host_cols = int_max(v->host_cols, cols_of(link->host, strlen(link->host)));
        if (link->expires.known) /* its state may need them, now or later */
            v->state_cols = int_max(v->state_cols, STATE_COLS + (link->recording ? advice : 0));
    }
    return &v->view;
}
