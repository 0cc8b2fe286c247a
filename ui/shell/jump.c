/* Jumps to a turn, and remembers the turn before. */
#include "ui/shell/jump.h"

#include "ui/shell/app.h"
#include "ui/shell/focus.h"
#include "ui/shell/say.h"

void jump_from_item(struct app *a, const struct pane *p, size_t item)
{
    struct tab *t = a->tab;
    size_t all;
    if (p == &t->panes[PANE_TURNS] && view_transcript_has_turns(p->view))
        t->jumped_from = pane_number_of(p, item, &all) + 1;
}

void jump_from(struct app *a, const struct pane *p)
{
    jump_from_item(a, p, p->cursor.item);
}

void jump_to_turn(struct app *a, size_t turn)
{
    struct pane *p = &a->tab->panes[PANE_TURNS];
    size_t all;
    focus_set(a, PANE_TURNS);
    jump_from(a, p);
    pane_goto_number(p, turn);
    size_t here = pane_number(p, &all);
    if (turn >= all)
        say(a, ROLE_WARN, "there are only %zu turns", all);
    else if (here != turn)
        say(a, ROLE_WARN, "turn %zu is not shown; this is the nearest one", turn + 1);
}

void jump_to_number(struct app *a, struct pane *p, size_t number)
{
    if (p == &a->tab->panes[PANE_TURNS])
        jump_to_turn(a, number);
    else
        pane_goto_number(p, number);
}
