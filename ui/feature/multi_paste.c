/* Each call in the list can be marked or not. */
#include "ui/feature/multi_paste.h"

#include "base/alloc.h"
#include "base/int.h"
#include "ui/feature/call_tab.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"
#include "ui/view/view_lines.h"

#include <stdlib.h>
#include <string.h>

extern const struct feature multi_paste_feature;
static const struct overlay_ops overlay;

struct multi_paste {
    struct pasted_calls found; /* empty while the list is not open */
    bool left_out[PASTED_CALLS_MAX];
};

static struct multi_paste *state_of(const struct app *a)
{
    return feature_state(a, &multi_paste_feature);
}

/* The names of providers are in a column as wide as the widest one. */
static struct view *list_view(const struct app *a)
{
    const struct multi_paste *s = state_of(a);
    struct view *v = view_lines_new();
    int cols = 0;
    for (size_t i = 0; i < s->found.count; i++)
        cols = int_max(cols, (int)strlen(s->found.list[i].provider->name));
    for (size_t i = 0; i < s->found.count; i++) {
        const struct pasted_call *one = &s->found.list[i];
        char *text = xasprintf("%-*s  %s", cols, one->provider->name, one->id);
        view_lines_add(v, ROLE_KEY, s->left_out[i] ? "[ ]" : "[x]",
                       s->left_out[i] ? ROLE_DIM : ROLE_TEXT, text);
        free(text);
    }
    return v;
}

void multi_paste_show(struct app *a, struct pasted_calls *found)
{
    overlay_close_all(a);
    state_of(a)->found = *found;
    *found = (struct pasted_calls){0};
    for (size_t i = 0; i < PASTED_CALLS_MAX; i++)
        state_of(a)->left_out[i] = state_of(a)->found.list[i].is_guess;
    overlay_show(a, &overlay, list_view(a));
    if (state_of(a)->found.more)
        say(a, ROLE_WARN, "the first %d of the text; Space marks, Enter fetches", PASTED_CALLS_MAX);
    else
        say(a, ROLE_DIM, "Space marks, Enter fetches what is marked");
}

static char *title(const struct app *a)
{
    const struct multi_paste *s = state_of(a);
    size_t marked = 0;
    for (size_t i = 0; i < s->found.count; i++)
        marked += !s->left_out[i];
    return xasprintf("Fetch %zu of %zu calls (Space marks, Enter fetches)", marked, s->found.count);
}

static bool key_pressed(struct app *a, int key)
{
    if (key != ' ')
        return false;
    size_t item = overlay_pane(a)->cursor.item;
    state_of(a)->left_out[item] = !state_of(a)->left_out[item];
    pane_set_view(overlay_pane(a), list_view(a));
    pane_move(overlay_pane(a), 1);
    return true;
}

static void closed(struct app *a)
{
    pasted_calls_done(&state_of(a)->found);
}

/* Fetches the marked calls, each in its own tab; the first one comes to the front. */
static void enter(struct app *a)
{
    struct pasted_calls all = state_of(a)->found;
    state_of(a)->found = (struct pasted_calls){0};
    bool left_out[PASTED_CALLS_MAX];
    memcpy(left_out, state_of(a)->left_out, sizeof left_out);
    overlay_close(a);
    const struct tab *first = NULL;
    for (size_t i = 0; i < all.count; i++) {
        if (left_out[i])
            continue;
        call_tab_open(a, all.list[i].provider, all.list[i].id);
        first = first ? first : a->tab;
    }
    if (first)
        tabs_switch(a, tabs_index(a, first));
    else
        say(a, ROLE_WARN, "no call was marked; nothing was sent");
    pasted_calls_done(&all);
}

/* The title says what Enter does, which is not to select. */
static const enum action hints[] = {ACT_CANCEL, ACT_NONE};

static const struct overlay_ops overlay = {
    .title = title,
    .hints = hints,
    .enter = enter,
    .key = key_pressed,
    .closed = closed,
};

const struct feature multi_paste_feature = {
    .state_bytes = sizeof(struct multi_paste),
};
