/* One pane fills the screen: the layout draws only the pane in focus (ui/view/layout.h). UI thread.
 */
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"

void zoom_toggle(struct app *a)
{
    if (focus_call(a))
        a->frame.zoom = !a->frame.zoom;
}

static bool cancel(struct app *a)
{
    bool was_on = a->frame.zoom;
    a->frame.zoom = false;
    return was_on;
}

const struct feature zoom_feature = {
    .cancel = cancel,
};
