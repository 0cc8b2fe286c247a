#include "ui/tab.h"

#include "base/alloc.h"
#include "ui/view_facts.h"

#include <stdlib.h>
#include <string.h>

struct tab *tab_new(void)
{
    struct tab *t = xcalloc(1, sizeof *t);
    t->focus = PANE_ID;
    return t;
}

void tab_free(struct tab *t)
{
    if (!t)
        return;
    for (int i = 0; i < PANE_COUNT; i++)
        pane_done(&t->panes[i]);
    pane_done(&t->page);
    call_free(t->call);
    failure_free(t->failure);
    free(t->id);
    free(t);
}

void tab_name(struct tab *t, const struct provider *p, const char *id)
{
    char *copy = xstrdup(id);
    free(t->id);
    t->id = copy;
    t->provider = p;
}

bool tab_is(const struct tab *t, const struct provider *p, const char *id)
{
    return t->provider == p && t->id && strcmp(t->id, id) == 0;
}

bool tab_is_free(const struct tab *t)
{
    return !t->job && !t->call;
}

/* The views borrow the call, so they go first. */
void tab_take_call(struct tab *t, struct call *c, const struct transcript_style *style)
{
    pane_set_view(&t->panes[PANE_CALL], view_call_new(c));
    pane_set_view(&t->panes[PANE_PEOPLE], view_people_new(c));
    pane_set_view(&t->panes[PANE_TURNS], view_transcript_new(c, style));
    call_free(t->call);
    t->call = c;
    failure_free(t->failure);
    t->failure = NULL;
    t->cancelled = false;
    t->retry_at_ms = 0;
    if (!t->follows || c->turns_loading)
        return;
    t->focus = c->turn_count ? PANE_TURNS : PANE_CALL;
    t->follows = false;
}

void tab_take_failure(struct tab *t, struct failure *f)
{
    failure_free(t->failure);
    t->failure = f;
    t->retry_at_ms = f->retry_after_s > 0 ? time_now_ms() + f->retry_after_s * 1000LL : 0;
}

struct pane *tab_pane(struct tab *t)
{
    return t->call ? &t->panes[t->focus] : &t->page;
}

const char *tab_state_word(const struct tab *t)
{
    if (t->job)
        return "loading";
    if (t->failure)
        return "failed";
    if (t->cancelled)
        return "cancelled";
    return t->call && t->call->live ? "live" : "";
}
