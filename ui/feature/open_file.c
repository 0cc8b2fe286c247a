/* Shows the call of --open. Its provider is asked only when the user fetches it again, and it is
 * not added to the history. */
#include "cli/opened.h"
#include "keep/kept_age.h"
#include "text/time.h"
#include "ui/feature/call_tab.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/say.h"

static void init(struct app *a)
{
    struct opened *o = a->request->opened;
    struct buf from = {0};
    if (!o)
        return;
    struct tab *t = call_tab_free(a);
    tab_name(t, o->provider, o->call->id);
    tab_focus(t, PANE_CALL);
    if (!o->kept.first_us) {
        tab_take_call(t, o->call, &a->style);
        buf_puts(&from, "read from a file");
    } else {
        tab_take_kept(t, o->call, o->kept, &a->style);
        kept_age_put(&from, &o->kept, time_wall_us());
    }
    o->call = NULL;
    say(a, ROLE_DIM, "%s; nothing was sent", buf_str(&from));
    buf_done(&from);
}

const struct feature open_file_feature = {
    .init = init,
};
