/* The hints come from the first mode that has some, or else from the first such feature, or else
 * from what the tab shows. */
#include "ui/shell/hints.h"

#include "base/alloc.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/mode.h"
#include "ui/shell/overlay.h"
#include "ui/shell/tabs.h"

enum { HINT_GAP = 2 /* blanks after each hint */ };

void hints_put_key(struct line *out, const char *key, const char *does)
{
    line_puts(out, ROLE_KEY, key);
    line_printf(out, ROLE_DIM, " %s  ", does);
}

char *hints_key(const struct app *a, enum action action)
{
    const char *key = keymap_key_label(a->keymap, action);
    return *key ? xstrdup(key) : xasprintf(":%s", actions[action].name);
}

static const char *word_of(const struct app *a, enum action action)
{
    const struct overlay_ops *overlay = overlay_top(a);
    if (action == ACT_ENTER && overlay && overlay->enters)
        return overlay->enters;
    FEATURE_EACH (a, f) {
        const char *word = (*f)->hint ? (*f)->hint(a, action) : NULL;
        if (word)
            return word;
    }
    return actions[action].hint;
}

void hints_put_action(const struct app *a, enum action action, struct line *out)
{
    const char *key = keymap_key_label(a->keymap, action);
    size_t first = out->count;
    if (*key)
        hints_put_key(out, key, word_of(a, action));
    for (size_t i = first; i < out->count; i++)
        out->spans[i].from = (size_t)action;
}

void hints_keep(struct app *a, const struct line *drawn, const struct rect *r)
{
    struct frame *f = &a->frame;
    int x = drawn ? r->x + r->cols - drawn->cols : 0;
    f->hint_count = 0;
    for (size_t i = 0; drawn && i < drawn->count && f->hint_count < HINTS_MAX; i++) {
        const struct span *s = &drawn->spans[i];
        if (s->from != LINE_NOWHERE)
            f->hints[f->hint_count++] = (struct hint_place){r->y, x, s->cols, (enum action)s->from};
        x += s->cols;
    }
}

enum action hints_find(const struct app *a, int y, int x)
{
    for (int i = 0; i < a->frame.hint_count; i++) {
        const struct hint_place *h = &a->frame.hints[i];
        if (y == h->y && x >= h->x && x < h->x + h->cols)
            return h->action;
    }
    return ACT_NONE;
}

/* When there is little room, the last action of a list is the one that stays. */
static const enum action *hints_of_tab(const struct tab *t)
{
    static const enum action call[] = {
        ACT_ZOOM,          ACT_WATCH,   ACT_OPEN_RECORDING, ACT_COPY_LINK,
        ACT_COPY_SELECTED, ACT_SEARCH,  ACT_COPY_NOTE,      ACT_NEXT_SPOT,
        ACT_LINKS,         ACT_SELECT,  ACT_ID_PANE,        ACT_NEXT_TAB,
        ACT_RAW,           ACT_COMPARE, ACT_HELP,           ACT_NONE};
    /* The recording has no link to open or copy, and can only be saved. */
    static const enum action call_by_key[] = {
        ACT_ZOOM,      ACT_WATCH,     ACT_DOWNLOAD, ACT_COPY_SELECTED, ACT_SEARCH,
        ACT_COPY_NOTE, ACT_NEXT_SPOT, ACT_LINKS,    ACT_SELECT,        ACT_ID_PANE,
        ACT_NEXT_TAB,  ACT_RAW,       ACT_COMPARE,  ACT_HELP,          ACT_NONE};
    static const enum action json[] = {ACT_ZOOM, ACT_COPY_POINTER, ACT_COPY_VALUE,
                                       ACT_RAW,  ACT_HELP,         ACT_NONE};
    static const enum action page[] = {ACT_ASK_OTHERS, ACT_REFETCH, ACT_ID_PANE,
                                       ACT_CLOSE,      ACT_HELP,    ACT_NONE};
    static const enum action offer[] = {ACT_ENTER, ACT_ASK_OTHERS, ACT_REFETCH, ACT_ID_PANE,
                                        ACT_CLOSE, ACT_HELP,       ACT_NONE};
    static const enum action empty[] = {ACT_FIND, ACT_ID_PANE, ACT_CLOSE, ACT_HELP, ACT_NONE};
    if (t->raw_shown)
        return json;
    if (t->call)
        return call_count_recordings(t->call) && !call_recording_url(t->call) ? call_by_key : call;
    if (t->offered)
        return offer;
    return t->provider ? page : empty;
}

/* *mode gets the mode that the hints come from, or NULL. */
static const enum action *hints_here(const struct app *a, const struct mode_ops **mode)
{
    for (size_t at = a->modes->count; (*mode = mode_next(a, &at));) {
        const enum action *list = (*mode)->hints ? (*mode)->hints(a) : NULL;
        if (list)
            return list;
    }
    FEATURE_EACH (a, f) {
        const enum action *list = (*f)->hints ? (*f)->hints(a) : NULL;
        if (list)
            return list;
    }
    return hints_of_tab(a->tab);
}

/* Returns true for an action that has nothing to do in this tab. */
static bool is_idle_here(const struct app *a, enum action action)
{
    const struct tab *t = a->tab;
    switch (action) {
    case ACT_ZOOM:
        return !a->frame.zoom;
    case ACT_NEXT_TAB:
    case ACT_COMPARE:
        return a->tabs->count < 2;
    case ACT_NEXT_SPOT:
        return !overlay_is_open(a) && t->spots.count == 0;
    case ACT_SELECT:
        return !tab_is_list(t) && (!t->call || !t->call->turn_count);
    case ACT_COPY_POINTER:
        return !t->raw_shown;
    default:
        return false;
    }
}

static bool is_idle(const struct app *a, enum action action)
{
    bool idle = is_idle_here(a, action);
    FEATURE_EACH (a, f)
        idle = idle || ((*f)->is_idle && (*f)->is_idle(a, action));
    return idle;
}

static void put_useful(const struct app *a, enum action action, struct line *out)
{
    if (!is_idle(a, action))
        hints_put_action(a, action, out);
}

void hints_put_following(const struct app *a, int room, struct line *out)
{
    const struct key_state *typed = &a->modes->typed;
    struct buf keys = {0};
    struct line one = {0};
    for (int action = ACT_NONE;;) {
        buf_clear(&keys);
        line_clear(&one);
        action = keymap_following(a->keymap, KEYS_MAIN, typed, action, &keys);
        if (action == ACT_NONE)
            break;
        if (is_idle(a, (enum action)action))
            continue;
        hints_put_key(&one, buf_str(&keys), actions[action].hint);
        if (out->cols + one.cols > room + HINT_GAP)
            break;
        hints_put_key(out, buf_str(&keys), actions[action].hint);
    }
    line_done(&one);
    buf_done(&keys);
}

static void put_last(const struct app *a, enum action action, const struct mode_ops *mode,
                     struct line *out)
{
    put_useful(a, action, out);
    if (mode && mode->more_hints)
        mode->more_hints(a, out);
}

void hints_put(const struct app *a, int room, struct line *out)
{
    const struct mode_ops *mode;
    const enum action *list = hints_here(a, &mode);
    struct line one = {0};
    size_t last = 0;
    while (list[last + 1] != ACT_NONE)
        last++;
    put_last(a, list[last], mode, &one);
    int last_cols = one.cols;
    for (size_t i = 0; i < last; i++) {
        line_clear(&one);
        put_useful(a, list[i], &one);
        if (out->cols + one.cols + last_cols > room)
            break;
        put_useful(a, list[i], out);
    }
    if (out->cols + last_cols <= room)
        put_last(a, list[last], mode, out);
    line_done(&one);
}
