/* Below the list the selected link is written in full, so that the terminal recognises it as a
 * link.
 */
#include "ui/feature/link_list.h"

#include "base/alloc.h"
#include "base/int.h"
#include "call/links.h"
#include "text/clean.h"
#include "text/cols.h"
#include "ui/feature/export_clipboard.h"
#include "ui/feature/link_open.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/draw.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/hints.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/term/screen.h"
#include "ui/view/view_links.h"
#include "ui/view/view_participants.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_MIN_ROWS = 2 };

extern const struct feature link_list_feature;
static const struct overlay_ops overlay;

struct link_list {
    unsigned shown; /* what the tab showed when the list was made */
    char *where;    /* where the selected link was, in the call that is being replaced */
};

static struct link_list *state_of(const struct app *a)
{
    return feature_state(a, &link_list_feature);
}

static bool list_is_shown(const struct app *a)
{
    return overlay_top(a) == &overlay;
}

static const struct link *selected(const struct app *a)
{
    return list_is_shown(a) ? view_links_at(overlay_pane(a)->view, overlay_pane(a)->cursor.item)
                            : NULL;
}

static void say_no_link(struct app *a, const struct call *c)
{
    if (focus_call(a))
        say(a, ROLE_WARN, "%s", call_why_no_recording(c));
}

/* What of the two kinds is selected in the pane of participants, as an index; SIZE_MAX: nothing. */
struct selected {
    size_t recording, link;
};

static const struct selected nothing = {SIZE_MAX, SIZE_MAX};

static struct selected selected_in_pane(const struct app *a)
{
    const struct tab *t = a->tab;
    const struct pane *p = &t->panes[PANE_PARTICIPANTS];
    size_t item = p->cursor.item;
    if (!t->call || t->focus != PANE_PARTICIPANTS || t->raw_shown || !pane_items(p))
        return nothing;
    return (struct selected){view_participants_recording(p->view, item),
                             view_participants_link(p->view, item)};
}

/* Returns the selected recording, or else that one, or the only one. Otherwise NULL, and the list
 * or a message is shown. */
static const struct recording *recording_here(struct app *a, const struct call *c,
                                              const struct recording *meant)
{
    size_t i = selected_in_pane(a).recording, n = c ? call_count_recordings(c) : 0;
    if (c && i != SIZE_MAX && call_recording_is_there(&c->recordings[i]))
        return &c->recordings[i];
    if (meant)
        return meant;
    if (n == 1) {
        const struct recording *only = c->recordings;
        while (!call_recording_is_there(only))
            only++;
        return only;
    }
    if (n == 0) {
        say_no_link(a, c);
        return NULL;
    }
    link_list_toggle(a);
    say(a, ROLE_WARN, "%zu recordings: which one?", n);
    return NULL;
}

/* What is meant where the list is not shown. */
static bool target_in_panes(struct app *a, const struct call *c, const struct recording *meant,
                            struct link_target *out)
{
    size_t i = selected_in_pane(a).link;
    if (c && i != SIZE_MAX) {
        const struct given_link *given = &c->given_links[i];
        bool named = given->name && *given->name;
        *out = (struct link_target){given->url, NULL, named ? given->name : NULL};
        return true;
    }
    const struct recording *r = recording_here(a, c, meant);
    if (r)
        *out = (struct link_target){r->url, r, NULL};
    return r;
}

bool link_list_target(struct app *a, const struct recording *meant, struct link_target *out)
{
    const struct call *c = tab_real_call(a->tab);
    const struct link *link = selected(a);
    if (!list_is_shown(a))
        return target_in_panes(a, c, meant, out);
    if (!link)
        say_no_link(a, c);
    else
        *out =
            (struct link_target){link->url, link->recording, link->is_given ? link->where : NULL};
    return link;
}

void link_list_select(struct app *a, const struct recording *r)
{
    struct pane *list = list_is_shown(a) ? overlay_pane(a) : NULL;
    for (size_t i = 0; list && i < pane_items(list); i++) {
        const struct link *link = view_links_at(list->view, i);
        if (link && link->recording == r) {
            pane_goto(list, i);
            return;
        }
    }
}

/* Whether this is a recording behind the provider's key that has no link, too. */
static bool needs_key(const char *url, const struct recording *r)
{
    return r && r->by_key && !(url && *url);
}

bool link_list_needs_key(struct app *a, const struct link_target *target, const char *what)
{
    bool needs = needs_key(target->url, target->recording);
    char *key = hints_key(a, ACT_DOWNLOAD);
    if (needs)
        say(a, ROLE_WARN, "no link to %s: the recording is behind the provider's key, %s saves it",
            what, key);
    free(key);
    return needs;
}

bool link_list_is_selected(const struct app *a)
{
    struct selected s = focus_sees_panes(a) ? selected_in_pane(a) : nothing;
    bool recording =
        s.recording != SIZE_MAX && call_recording_is_there(&a->tab->call->recordings[s.recording]);
    return recording || s.link != SIZE_MAX;
}

/* These actions need a link, or one of them a recording. */
static bool is_idle(const struct app *a, enum action action)
{
    const struct call *c = a->tab->call;
    const struct link *link = selected(a);
    bool saves = action == ACT_DOWNLOAD || action == ACT_PLAY;
    if (!saves && action != ACT_OPEN_RECORDING && action != ACT_COPY_LINK)
        return false;
    if (list_is_shown(a))
        return !link || (!saves && needs_key(link->url, link->recording));
    if (selected_in_pane(a).link != SIZE_MAX)
        return false;
    return !c || !(saves ? call_count_recordings(c) > 0 : call_recording_url(c) != NULL);
}

void link_list_open(struct app *a)
{
    struct link_target target;
    if (link_list_target(a, NULL, &target) && !link_list_needs_key(a, &target, "open"))
        link_open(a, target.url, NULL);
}

static void copy_selected(struct app *a)
{
    const struct pane *list = overlay_pane(a);
    const struct link *link = selected(a);
    struct link_target target = {0};
    if (link)
        target = (struct link_target){link->url, link->recording, NULL};
    if (!link_list_needs_key(a, &target, "copy"))
        export_clipboard(a, "link", view_links_shown(list->view, list->cursor.item));
}

void link_list_copy(struct app *a)
{
    struct link_target target;
    if (list_is_shown(a))
        copy_selected(a);
    else if (target_in_panes(a, a->tab->call, NULL, &target) &&
             !link_list_needs_key(a, &target, "copy"))
        export_clipboard(a, target.recording ? "recording link" : "link", target.url);
}

static struct view *view_of(const struct app *a)
{
    char *again = hints_key(a, ACT_REFETCH), *save = hints_key(a, ACT_DOWNLOAD);
    struct view *v = view_links_new(tab_real_call(a->tab), a->style.mask, again, save);
    free(again);
    free(save);
    return v;
}

void link_list_toggle(struct app *a)
{
    if (list_is_shown(a)) {
        overlay_close(a);
    } else if (focus_call(a)) {
        state_of(a)->shown = a->tab->shown;
        overlay_show(a, &overlay, view_of(a));
    }
}

/* The list borrows the links from the call that is being replaced. */
static void call_replaced(struct app *a, struct tab *t)
{
    const struct pane *list = t == a->tab ? overlay_find(a, &overlay) : NULL;
    const struct link *link = list ? view_links_at(list->view, list->cursor.item) : NULL;
    if (!link)
        return;
    free(state_of(a)->where);
    state_of(a)->where = xstrdup(link->where);
}

/* Shows the links of the call that the tab shows now; the same one stays selected. */
static void renew(struct app *a)
{
    struct link_list *s = state_of(a);
    struct pane *list = overlay_find(a, &overlay);
    if (!list || s->shown == a->tab->shown)
        return;
    size_t item = list->cursor.item;
    struct view *v = view_of(a);
    for (size_t i = 0; s->where && i < v->ops->items(v); i++) {
        const struct link *link = view_links_at(v, i);
        item = link && strcmp(link->where, s->where) == 0 ? i : item;
    }
    pane_set_view_at(list, v, item);
    s->shown = a->tab->shown;
    free(s->where);
    s->where = NULL;
}

static int tick_ms(const struct app *a)
{
    return list_is_shown(a) ? view_links_tick_ms(overlay_pane(a)->view) : -1;
}

/* Counts the rows of a text when each row is filled to its last column. */
static int filled_rows(const char *s, int cols)
{
    size_t left = strlen(s);
    int rows = 0;
    for (size_t n; left && (n = cols_fit(s, left, cols, NULL)); rows++) {
        s += n;
        left -= n;
    }
    return rows;
}

/* Fills each row to its last column, with nothing else in it, so that terminals recognise a wrapped
 * link. */
static void draw_url(const struct rect *r, const char *s)
{
    size_t left = strlen(s);
    for (int y = 0; y < r->rows && left; y++) {
        size_t n = cols_fit(s, left, r->cols, NULL);
        screen_put(r->y + y, r->x, ROLE_LINK, s, n, r->cols);
        s += n;
        left -= n;
    }
    if (left) {
        char *rest = xasprintf(" .. %zu more character%s: copy it ", left, left == 1 ? "" : "s");
        int x = r->x + int_max(r->cols - (int)strlen(rest), 0);
        screen_put(r->y + r->rows - 1, x, ROLE_WARN, rest, strlen(rest), r->cols);
        free(rest);
    }
}

static void draw(struct app *a, const struct rect *body)
{
    struct rect list = *body, full = *body;
    char *url = clean_dup(view_links_shown(overlay_pane(a)->view, overlay_pane(a)->cursor.item),
                          CLEAN_SCREEN);
    int url_rows = filled_rows(url, body->cols);
    pane_resize(overlay_pane(a), body->rows, body->cols);
    int needed = pane_rows_wanted(overlay_pane(a), body->rows) + 1;
    list.rows = int_min(int_max(body->rows - 1 - url_rows, LIST_MIN_ROWS), needed);
    for (int y = 0; y < body->rows; y++)
        screen_fill(body->y + y, body->x, body->cols, ROLE_TEXT);
    full.y = list.y + list.rows + 1;
    full.rows = body->y + body->rows - full.y;
    if (full.rows > 0) {
        screen_hline(full.y - 1, full.x, full.cols);
        draw_url(&full, url);
    }
    draw_list(overlay_pane(a), list, "Links");
    free(url);
}

static const enum action hints[] = {ACT_OPEN_RECORDING, ACT_PLAY,   ACT_COPY_LINK,
                                    ACT_DOWNLOAD,       ACT_CANCEL, ACT_NONE};

static const struct overlay_ops overlay = {
    .name = "Links",
    .searchable = true,
    .help_section = GROUP_LINKS,
    .hints = hints,
    .item = "link",
    .enter = link_list_open,
    .draw = draw,
};

static void done(struct app *a)
{
    free(state_of(a)->where);
}

const struct feature link_list_feature = {
    .state_bytes = sizeof(struct link_list),
    .done = done,
    .tick_ms = tick_ms,
    .settle = renew,
    .is_idle = is_idle,
    .call_replaced = call_replaced,
};
