/* The selection is a range of items; with a filter, their turns need not be consecutive. */
#include "ui/feature/selected_turns.h"

#include "base/alloc.h"
#include "print/print.h"
#include "ui/shell/app.h"
#include "ui/shell/focus.h"

#include <stdlib.h>

bool selected_turns_are_on(const struct app *a)
{
    const struct tab *t = a->tab;
    return focus_sees_panes(a) && t->focus == PANE_TURNS && t->panes[PANE_TURNS].selecting;
}

size_t *selected_turns_list(const struct tab *t, size_t *count)
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

void selected_turns_put(const struct tab *t, struct buf *out)
{
    size_t n;
    size_t *turns = selected_turns_list(t, &n);
    if (n == 1)
        print_turn(out, &t->call->turns[*turns]);
    else if (n)
        print_turns(out, t->call, turns, n);
    free(turns);
}
