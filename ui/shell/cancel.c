/* Esc and Ctrl-C: one thing after the other is undone or stopped, in the order of
 * ui/feature/feature.def. UI thread. */
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/id_pane.h"
#include "ui/shell/overlay.h"
#include "ui/shell/tab.h"

void cancel_last(struct app *a)
{
    const struct overlay_ops *ops = overlay_top(a);
    if (ops && ops->cancel) {
        ops->cancel(a);
        return;
    }
    if (ops) {
        overlay_close(a);
        return;
    }
    FEATURE_EACH (a, f)
        if ((*f)->cancel && (*f)->cancel(a))
            return;
}

void cancel_running(struct app *a)
{
    FEATURE_EACH (a, f)
        if ((*f)->stop && (*f)->stop(a))
            return;
    if (!overlay_is_open(a) && a->tab->focus == PANE_ID)
        id_pane_leave(a);
    else
        cancel_last(a);
}
