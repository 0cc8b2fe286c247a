/* Shows the call of --open. Its provider is asked only when the user fetches it again, and it is
 * not added to the history. */
#include "cli/opened.h"
#include "keep/kept_age.h"
#include "text/time.h"
#include "ui/feature/call_tab.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/say.h"

static void say_where_from(struct app *a, const struct opened *o)
{
    struct buf age = {0};
    if (!o->kept.first_us) {
        say(a, ROLE_DIM, "read from a file; nothing was sent");
        return;
    }
    kept_age_put(&age, &o->kept, time_wall_us());
    say(a, ROLE_DIM, "%s; nothing was sent", buf_str(&age));
    buf_done(&age);
}

static void init(struct app *a)
{
    struct opened *o = a->request->opened;
    if (!o)
        return;
    struct tab *t = call_tab_free(a);
    tab_name(t, o->provider, o->call->id);
    tab_focus(t, PANE_CALL);
    if (!o->kept.first_us)
        tab_take_call(t, o->call, &a->style);
    else
        tab_take_kept(t, o->call, o->kept, &a->style);
    o->call = NULL;
    say_where_from(a, o);
}

const struct feature open_file_feature = {
    .init = init,
};
