/* Keeps the IDs that several providers may know, and shows a list for the first of them. */
#include "ui/feature/ask_which.h"

#include "base/alloc.h"
#include "provider/detect.h"
#include "ui/feature/call_tab.h"
#include "ui/feature/provider_list.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/id_pane.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/view/view_lines.h"

#include <stdlib.h>
#include <string.h>

extern const struct feature ask_which_feature;
static const struct overlay_ops overlay;

struct ask_which {
    char **ids; /* the first one is asked about */
    size_t count;
};

static struct ask_which *state_of(const struct app *a)
{
    return feature_state(a, &ask_which_feature);
}

void ask_which_add(struct app *a, const char *id)
{
    struct ask_which *s = state_of(a);
    s->ids = xgrow(s->ids, s->count, sizeof *s->ids);
    s->ids[s->count++] = xstrdup(id);
}

static void drop_first(struct app *a)
{
    struct ask_which *s = state_of(a);
    if (!s->count)
        return;
    free(s->ids[0]);
    s->count--;
    memmove(s->ids, s->ids + 1, s->count * sizeof *s->ids);
}

void ask_which_keep(struct app *a)
{
    struct ask_which kept = *state_of(a);
    *state_of(a) = (struct ask_which){0};
    overlay_close_all(a);
    *state_of(a) = kept;
}

/* The providers may have changed since the ID was entered. Even a single one is asked about, as
 * nothing may be sent without a key press, and the tab in front stays there. */
static void show_next(struct app *a)
{
    struct detected d;
    const char *id = state_of(a)->ids[0];
    detect(a->settings->providers, a->id_pane->chosen, id, strlen(id), &d);
    if (d.id && d.candidate_count) {
        overlay_show(a, &overlay, provider_list_of(a, d.candidates, d.candidate_count));
    } else {
        say(a, ROLE_WARN, "%s", call_tab_why_not(&d));
        drop_first(a);
    }
    detect_done(&d);
}

static void settle(struct app *a)
{
    while (!overlay_is_open(a) && state_of(a)->count)
        show_next(a);
}

/* The first row of several asks all of those that fit. */
static void enter(struct app *a)
{
    const struct pane *list = overlay_pane(a);
    const char *name = view_lines_label(list->view, list->cursor.item);
    const struct provider *p = provider_find(a->settings->providers, name);
    char *id = xstrdup(state_of(a)->ids[0]);
    struct detected d;
    detect(a->settings->providers, a->id_pane->chosen, id, strlen(id), &d);
    overlay_close(a);
    if (p == &provider_any)
        call_tab_ask(a, d.candidates, d.candidate_count, id);
    else if (p)
        call_tab_open(a, p, id);
    detect_done(&d);
    free(id);
}

/* What was asked for stays in the ID pane and its history. */
static void cancel(struct app *a)
{
    char *id = xstrdup(state_of(a)->ids[0]);
    overlay_close(a);
    tab_focus(a->tab, PANE_ID);
    prompt_remember(&a->id_pane->prompt, id);
    prompt_set(&a->id_pane->prompt, id);
    free(id);
}

static char *title(const struct app *a)
{
    return xasprintf("Which provider has call %s?", state_of(a)->ids[0]);
}

static const struct overlay_ops overlay = {
    .title = title,
    .enter = enter,
    .key = provider_list_key,
    .cancel = cancel,
    .closed = drop_first,
};

static void done(struct app *a)
{
    while (state_of(a)->count)
        drop_first(a);
    free(state_of(a)->ids);
}

const struct feature ask_which_feature = {
    .state_bytes = sizeof(struct ask_which),
    .done = done,
    .settle = settle,
};
