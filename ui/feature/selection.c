/* From a range of the transcript's items to the turns in it: a filter's are not all. */
#include "ui/feature/selection.h"

#include "base/alloc.h"
#include "print/print.h"
#include "ui/shell/app_state.h"

#include <stdlib.h>

static struct pane *turns_of(struct app *a)
{
    return &app_tab(a)->panes[PANE_TURNS];
}

bool selection_end(struct app *a)
{
    bool was = turns_of(a)->selecting;
    turns_of(a)->selecting = false;
    return was;
}

void selection_toggle(struct app *a, long count)
{
    const struct tab *t = app_tab(a);
    struct pane *p = turns_of(a);
    bool seen = a->overlay == OVERLAY_NONE && t->call && !t->raw_shown;
    if (!seen || !view_transcript_has_turns(p->view)) {
        app_say(a, ROLE_WARN, "no turns to select here");
        return;
    }
    app_focus(a, PANE_TURNS);
    if (selection_end(a))
        return;
    pane_select(p);
    if (count > 1)
        pane_goto(p, p->cursor.item + (size_t)count - 1);
}

bool selection_has_keys(const struct app *a)
{
    const struct tab *t = app_tab(a);
    return a->overlay == OVERLAY_NONE && t->call && !t->raw_shown && t->focus == PANE_TURNS &&
           t->panes[PANE_TURNS].selecting;
}

size_t *selection_turns(const struct tab *t, size_t *count)
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

void selection_text(const struct tab *t, struct buf *out)
{
    size_t n;
    size_t *turns = selection_turns(t, &n);
    if (n == 1)
        print_turn(out, &t->call->turns[*turns]);
    else if (n)
        print_these_turns(out, t->call, turns, n);
    free(turns);
}

void selection_copy(struct app *a)
{
    struct buf text = {0};
    size_t first, last;
    pane_selected(turns_of(a), &first, &last);
    char *what = first == last ? xstrdup("turn") : xasprintf("%zu turns", last - first + 1);
    selection_text(app_tab(a), &text);
    app_copy(a, what, buf_str(&text));
    selection_end(a);
    buf_done(&text);
    free(what);
}

void selection_copy_note(struct app *a)
{
    app_copy_note(a);
    selection_end(a);
}

void selection_put(const struct app *a, struct line *out)
{
    size_t first, last;
    if (!selection_has_keys(a))
        return;
    pane_selected(&app_tab(a)->panes[PANE_TURNS], &first, &last);
    line_printf(out, ROLE_KEY, "%zu turn%s selected", last - first + 1, last == first ? "" : "s");
}
