/* Moves the focus between panes. */
#include "ui/shell/focus.h"

#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"

void focus_set(struct app *a, enum pane_id pane)
{
    overlay_close_all(a);
    tab_focus(a->tab, pane);
}

struct pane *focus_pane(const struct app *a)
{
    return overlay_is_open(a) ? overlay_pane(a) : tab_pane(a->tab);
}

bool focus_sees_panes(const struct app *a)
{
    return !overlay_is_open(a) && a->tab->call && !a->tab->raw_shown;
}

const struct call *focus_call(struct app *a)
{
    if (tab_is_list(a->tab))
        say(a, ROLE_WARN, "open the call first (Enter)");
    else if (!a->tab->call)
        say(a, ROLE_WARN, "no call is open here");
    return a->tab->call;
}

const struct call *focus_documents(struct app *a)
{
    return tab_documents(a->tab) ? tab_documents(a->tab) : focus_call(a);
}

struct pane *focus_transcript(struct app *a)
{
    if (focus_sees_panes(a) && a->tab->call->turn_count)
        return &a->tab->panes[PANE_TURNS];
    say(a, ROLE_WARN, "no transcript is shown here");
    return NULL;
}

/* Without a call, one page takes the place of the panes; so does the JSON. */
static void step_pane(struct app *a, int step)
{
    const struct tab *t = a->tab;
    bool other = pane_items(&t->panes[PANE_OTHER]);
    int panes = t->call && !t->raw_shown ? PANE_OTHER + other : PANE_CALL + 1;
    int at = (int)t->focus < panes ? (int)t->focus : PANE_CALL;
    focus_set(a, (enum pane_id)((at + step + panes) % panes));
}

void focus_next(struct app *a)
{
    step_pane(a, 1);
}

void focus_previous(struct app *a)
{
    step_pane(a, -1);
}

void focus_id(struct app *a)
{
    focus_set(a, PANE_ID);
}
