/* Moves within the pane in focus, or in the list on top of it. UI thread. */
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/focus.h"
#include "ui/shell/jump.h"
#include "ui/shell/say.h"

/* One row of the previous page stays on the screen. */
static long page_rows(struct app *a)
{
    int rows = focus_pane(a)->rows;
    return rows > 2 ? rows - 1 : 1;
}

void move_down(struct app *a)
{
    pane_move(focus_pane(a), action_times(a));
}

void move_up(struct app *a)
{
    pane_move(focus_pane(a), -action_times(a));
}

void move_half_down(struct app *a)
{
    pane_scroll(focus_pane(a), action_times(a) * ((page_rows(a) + 1) / 2));
}

void move_half_up(struct app *a)
{
    pane_scroll(focus_pane(a), -action_times(a) * ((page_rows(a) + 1) / 2));
}

void move_page_down(struct app *a)
{
    pane_scroll(focus_pane(a), action_times(a) * page_rows(a));
}

void move_page_up(struct app *a)
{
    pane_scroll(focus_pane(a), -action_times(a) * page_rows(a));
}

/* False when no number was typed, so that the jump has only begun. */
static bool has_jumped(struct app *a, struct pane *p)
{
    if (a->count > 0)
        jump_to_number(a, p, (size_t)a->count - 1);
    else
        jump_from(a, p);
    return a->count > 0;
}

void move_first(struct app *a)
{
    struct pane *p = focus_pane(a);
    if (!has_jumped(a, p))
        pane_goto(p, 0);
}

void move_last(struct app *a)
{
    struct pane *p = focus_pane(a);
    if (!has_jumped(a, p))
        pane_goto_end(p);
}

static void sideways(struct app *a, long steps)
{
    struct pane *p = focus_pane(a);
    const struct tab *t = a->tab;
    bool wrappable = p == &t->panes[PANE_TURNS] || p == &t->raw;
    if (!p->view || !p->view->ops->sideways)
        say(a, ROLE_DIM, "this pane does not scroll sideways");
    else if (wrappable && a->style.wrap)
        say(a, ROLE_DIM, "long turns are wrapped, so there is nothing to the side");
    else
        p->view->ops->sideways(p->view, steps);
}

void move_left(struct app *a)
{
    sideways(a, -action_times(a));
}

void move_right(struct app *a)
{
    sideways(a, action_times(a));
}
