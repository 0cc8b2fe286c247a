/* Folds and unfolds everything in the pane in focus: tool calls, JSON and other fields. UI thread.
 */
#include "ui/feature/list_tab.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/focus.h"
#include "ui/shell/say.h"

static void fold(struct app *a, enum fold how)
{
    if (!list_tab_fold(a, how == UNFOLD_ALL) && !pane_fold(focus_pane(a), how))
        say(a, ROLE_WARN, "nothing to fold here");
}

void fold_open_all(struct app *a)
{
    fold(a, UNFOLD_ALL);
}

void fold_close_all(struct app *a)
{
    fold(a, FOLD_ALL);
}
