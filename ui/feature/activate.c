/* Enter, where no prompt is open: does what the list on top says, or else folds, unfolds or opens
 * what is selected. UI thread. */
#include "text/url.h"
#include "ui/feature/kept_copy.h"
#include "ui/feature/link_list.h"
#include "ui/feature/link_open.h"
#include "ui/feature/list_selected.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/focus.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/shell/tab.h"

#include <stdlib.h>

/* The value of the selected item, or else its text; the caller frees it. NULL when no item is
 * selected. */
static char *selected_value(const struct pane *p)
{
    const struct view_ops *ops = p->view ? p->view->ops : NULL;
    if (!ops || !pane_items(p))
        return NULL;
    if (ops->value)
        return ops->value(p->view, p->cursor.item);
    return ops->copy ? ops->copy(p->view, p->cursor.item) : NULL;
}

/* Only a field that is a link is opened, never a link in what somebody said. */
static void open_selected(struct app *a)
{
    struct err e;
    const struct tab *t = a->tab;
    bool turns = focus_sees_panes(a) && t->focus == PANE_TURNS;
    char *text = t->call && !turns ? selected_value(focus_pane(a)) : NULL;
    if (turns)
        say(a, ROLE_DIM, "nothing to unfold in this turn");
    else if (link_list_is_selected(a))
        link_list_open(a);
    else if (text && url_may_open(text, &e))
        link_open(a, text, NULL);
    else
        say(a, ROLE_DIM, "nothing to open or unfold here");
    free(text);
}

void activate_selected(struct app *a)
{
    const struct overlay_ops *ops = overlay_top(a);
    if (ops && ops->enter)
        ops->enter(a);
    else if (!ops && tab_is_list(a->tab))
        list_selected_enter(a);
    else if (!ops && kept_copy_is_offered(a))
        kept_copy_show_offered(a);
    else if (!ops && !pane_fold(focus_pane(a), FOLD_TOGGLE))
        open_selected(a);
}
