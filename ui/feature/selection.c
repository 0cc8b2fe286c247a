/* A mode with keys of its own while turns, or calls of a list, are selected. The selection is a
 * range of items; with a filter, their turns need not be consecutive. */
#include "ui/feature/selection.h"

#include "base/alloc.h"
#include "print/print.h"
#include "ui/feature/export_clipboard.h"
#include "ui/feature/list_selected.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/mode.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"

#include <stdlib.h>

/* The pane whose items are selected: turns, or the calls of a list. */
static struct pane *pane_of(const struct app *a)
{
    return tab_is_list(a->tab) ? &a->tab->list : &a->tab->panes[PANE_TURNS];
}

static bool sees_list(const struct app *a)
{
    return tab_is_list(a->tab) && !overlay_is_open(a) && a->tab->focus >= PANE_CALL;
}

bool selection_is_on(const struct app *a)
{
    bool turns = focus_sees_panes(a) && a->tab->focus == PANE_TURNS;
    return (turns || sees_list(a)) && pane_of(a)->selecting;
}

size_t *selection_list(const struct tab *t, size_t *count)
{
    size_t first, last, all;
    const struct pane *p = &t->panes[PANE_TURNS];
    *count = 0;
    if (!t->call || !view_transcript_has_turns(p->view))
        return NULL;
    pane_selected(p, &first, &last);
    size_t *turns = xcalloc(last - first + 1, sizeof *turns);
    for (size_t i = first; i <= last; i++)
        turns[(*count)++] = pane_number_of(p, i, &all);
    return turns;
}

void selection_put(const struct tab *t, struct buf *out)
{
    size_t n;
    size_t *turns = selection_list(t, &n);
    if (n == 1)
        print_turn(out, call_turn(t->call, *turns));
    else if (n)
        print_turns(out, t->call, turns, n);
    free(turns);
}

/* Starts, with as many turns as were typed, or ends the selection. */
void selection_toggle(struct app *a)
{
    struct pane *p = pane_of(a);
    if (!sees_list(a) && (!focus_sees_panes(a) || !view_transcript_has_turns(p->view))) {
        say(a, ROLE_WARN, "no turns to select here");
        return;
    }
    if (!sees_list(a))
        focus_set(a, PANE_TURNS);
    if (p->selecting) {
        p->selecting = false;
        return;
    }
    pane_select(p);
    if (a->count > 1)
        pane_goto(p, p->cursor.item + (size_t)a->count - 1);
}

static bool cancel(struct app *a)
{
    bool was_on = selection_is_on(a);
    if (was_on)
        pane_of(a)->selecting = false;
    return was_on;
}

void selection_copy_turns(struct app *a)
{
    struct buf text = {0};
    size_t first, last, count;
    const char *name = tab_is_list(a->tab) ? "call" : "turn";
    if (tab_is_list(a->tab)) {
        count = list_selected_put(a, &text);
    } else {
        pane_selected(pane_of(a), &first, &last);
        count = last - first + 1;
        selection_put(a->tab, &text);
    }
    char *what = count > 1 ? xasprintf("%zu %ss", count, name) : xstrdup(name);
    export_clipboard(a, what, buf_str(&text));
    pane_of(a)->selecting = false;
    buf_done(&text);
    free(what);
}

void selection_copy(struct app *a)
{
    if (selection_is_on(a))
        selection_copy_turns(a);
    else
        say(a, ROLE_WARN, "no turns are selected");
}

/* In a list it copies the IDs of the calls. */
void selection_copy_note(struct app *a)
{
    if (selection_is_on(a) && tab_is_list(a->tab)) {
        list_selected_copy_id(a);
    } else if (selection_is_on(a)) {
        action_run(a, ACT_COPY_NOTE, 0);
        pane_of(a)->selecting = false;
    } else {
        say(a, ROLE_WARN, "no turns are selected");
    }
}

/* Keys that mean nothing while turns are selected mean what they always do. */
static enum mode_result key_pressed(struct app *a, int key)
{
    struct key_state before = a->modes->typed;
    long count = 0;
    int action = keymap_feed(a->keymap, KEYS_VISUAL, &a->modes->typed, key, &count);
    if (action == ACT_NONE) {
        a->modes->typed = before;
        return MODE_PASS;
    }
    if (action >= 0)
        action_run(a, (enum action)action, count);
    return MODE_USED;
}

static const enum action *hints(const struct app *a)
{
    static const enum action turns[] = {ACT_VISUAL_COPY, ACT_VISUAL_NOTE, ACT_CANCEL, ACT_HELP,
                                        ACT_NONE};
    static const enum action calls[] = {ACT_ENTER,  ACT_VISUAL_COPY, ACT_VISUAL_NOTE,
                                        ACT_CANCEL, ACT_HELP,        ACT_NONE};
    return tab_is_list(a->tab) ? calls : turns;
}

static const char *hint(const struct app *a, enum action action)
{
    return action == ACT_VISUAL_NOTE && tab_is_list(a->tab) ? "copy IDs" : NULL;
}

static enum action_group help_section(const struct app *a)
{
    (void)a;
    return GROUP_SELECTED;
}

static const struct mode_ops mode = {
    .is_on = selection_is_on,
    .key = key_pressed,
    .hints = hints,
    .help_section = help_section,
};

static void init(struct app *a)
{
    mode_push(a, &mode);
}

static void status(const struct app *a, struct status *s)
{
    size_t first, last;
    if (s->slot != STATUS_FIRST || !selection_is_on(a))
        return;
    pane_selected(pane_of(a), &first, &last);
    line_printf(s->out, ROLE_KEY, "%zu %s%s selected", last - first + 1,
                tab_is_list(a->tab) ? "row" : "turn", last == first ? "" : "s");
}

const struct feature selection_feature = {
    .init = init,
    .cancel = cancel,
    .status = status,
    .hint = hint,
};
