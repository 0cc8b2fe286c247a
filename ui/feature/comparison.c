/* Two calls side by side. The list owns all that it shows, and is made again when one of the two
 * tabs shows another call. UI thread. */
#include "base/alloc.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"
#include "ui/view/view_compare.h"

#include <stdint.h>
#include <stdlib.h>

extern const struct feature comparison_feature;
static const struct overlay_ops overlay;

/* The call in front is compared with the one in `other`. */
struct comparing {
    struct tab *other;
    unsigned shown[2]; /* what the two showed when the list was made */
};

static struct comparing *state_of(const struct app *a)
{
    return feature_state(a, &comparison_feature);
}

/* Returns the previous tab, or else the next one with a call; NULL when no other tab has one. */
static struct tab *other_tab(const struct app *a)
{
    if (a->tabs->previous && a->tabs->previous->call)
        return a->tabs->previous;
    for (size_t i = 1; i < a->tabs->count; i++) {
        struct tab *t = a->tabs->list[(a->tabs->current + i) % a->tabs->count];
        if (t->call)
            return t;
    }
    return NULL;
}

/* Remembers what the two tabs show. */
static struct view *view_of(const struct app *a)
{
    struct comparison c;
    struct compare_head head;
    const struct tab *tabs[] = {a->tab, state_of(a)->other};
    char *names[2];
    compare_calls(&c, tabs[0]->call, tabs[1]->call);
    for (int i = 0; i < 2; i++) {
        state_of(a)->shown[i] = tabs[i]->shown;
        names[i] = xasprintf("%s %s", tabs[i]->call->title, tabs[i]->id);
        head.name[i] = names[i];
        head.number[i] = tabs_index(a, tabs[i]) + 1;
    }
    struct view *v = view_compare_new(&c, &head);
    free(names[0]);
    free(names[1]);
    return v;
}

/* Compares with the previous call, or with the one in the tab that was typed. */
void comparison_toggle(struct app *a)
{
    struct tab *other = NULL;
    if (overlay_top(a) == &overlay && a->count < 1) {
        overlay_close(a);
        return;
    }
    if (a->count < 1)
        other = other_tab(a);
    else if ((size_t)a->count <= a->tabs->count)
        other = a->tabs->list[a->count - 1];
    if (!focus_call(a))
        return;
    if (!other || other == a->tab || !other->call) {
        say(a, ROLE_WARN, a->count < 1 ? "no other call is open" : "tab %ld shows no other call",
            a->count);
        return;
    }
    state_of(a)->other = other;
    overlay_show(a, &overlay, view_of(a));
}

static void renew(struct app *a)
{
    const struct comparing *c = state_of(a);
    struct pane *list = overlay_find(a, &overlay);
    if (!list)
        return;
    if (c->shown[0] == a->tab->shown && c->shown[1] == c->other->shown)
        return;
    pane_set_view(list, view_of(a));
}

static void step(struct app *a, long steps)
{
    int step = steps < 0 ? -1 : 1;
    size_t item = overlay_pane(a)->cursor.item, next;
    for (; steps && (next = view_compare_next(overlay_pane(a)->view, item, step)) != item;
         steps -= step)
        item = next;
    pane_goto(overlay_pane(a), item);
}

static void enter(struct app *a)
{
    size_t turn = view_compare_turn(overlay_pane(a)->view, overlay_pane(a)->cursor.item);
    if (turn == SIZE_MAX) {
        say(a, ROLE_DIM, "nothing to go to in this row");
        return;
    }
    a->tab->raw_shown = false;
    focus_set(a, PANE_TURNS);
    pane_goto_number(&a->tab->panes[PANE_TURNS], turn);
}

static const enum action hints[] = {ACT_NEXT_SPOT, ACT_PAGE_DOWN, ACT_SEARCH, ACT_CANCEL, ACT_NONE};

static const struct overlay_ops overlay = {
    .name = "Two calls",
    .fills = true,
    .searchable = true,
    .help_section = GROUP_READING,
    .hints = hints,
    .enter = enter,
    .step_spot = step,
};

const struct feature comparison_feature = {
    .state_bytes = sizeof(struct comparing),
    .settle = renew,
};
