/* A change of style lays out all transcripts and JSON again. */
#include "ui/feature/style.h"

#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"

static void layout(struct pane *p)
{
    if (p->view && p->cols > 0)
        pane_layout(p);
}

static void layout_all(struct app *a)
{
    for (size_t i = 0; i < a->tabs->count; i++) {
        layout(&a->tabs->list[i]->panes[PANE_TURNS]);
        layout(&a->tabs->list[i]->raw);
    }
}

void style_set_wrap(struct app *a, bool wrap)
{
    a->style.wrap = wrap;
    layout_all(a);
}

void style_set_timestamps(struct app *a, enum timestamps timestamps)
{
    a->style.timestamps = timestamps;
    layout_all(a);
}

void style_toggle_wrap(struct app *a, long count)
{
    (void)count;
    style_set_wrap(a, !a->style.wrap);
    say(a, ROLE_DIM, a->style.wrap ? "long turns are wrapped" : "long turns are cut");
}

void style_next_timestamps(struct app *a, long count)
{
    const struct call *c = a->tab->call;
    bool without = c && c->turn_count && !call_has_times(c);
    (void)count;
    style_set_timestamps(a, (a->style.timestamps + 1) % TIMES_COUNT);
    say(a, ROLE_DIM, "times: %s%s", view_transcript_timestamps_name(a->style.timestamps),
        without ? ", but the turns have no times" : "");
}
