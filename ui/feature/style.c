/* A change of style lays out all transcripts and JSON again. Masked, each tab shows a masked copy
 * of its call; the status line says so. Times are
 * made when rows are drawn, except those in the facts, which are written again. */
#include "ui/feature/style.h"

#include "text/mask.h"
#include "text/time.h"
#include "ui/feature/list_tab.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"

#include <stdlib.h>
#include <strings.h>

enum { ZONES = 3, CONFIGURED = 2, FIRST_MS = 1, SLICE_MS = 3 };

struct style_state {
    const char *zone; /* the time zone in force; NULL: the configured one */
    bool will_say;    /* what was masked, when all is */
};

extern const struct feature style_feature;

static struct style_state *state_of(const struct app *a)
{
    return feature_state(a, &style_feature);
}

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

void style_toggle_wrap(struct app *a)
{
    style_set_wrap(a, !a->style.wrap);
    say(a, ROLE_DIM, a->style.wrap ? "long turns are wrapped" : "long turns are cut");
}

void style_next_timestamps(struct app *a)
{
    const struct call *c = a->tab->call;
    if (tab_is_list(a->tab)) {
        list_tab_next_times(a);
        return;
    }
    bool without = c && c->turn_count && !call_has_times(c);
    style_set_timestamps(a, (a->style.timestamps + 1) % TIMES_COUNT);
    say(a, ROLE_DIM, "times: %s%s", view_transcript_timestamps_name(a->style.timestamps),
        without ? ", but the turns have no times" : "");
}

/* Masks more of the turns in the tab that is shown, and looks for more of its hot spots. */
static void work_for(struct app *a, int budget_ms)
{
    bool more = tab_find_more_spots(a->tab, budget_ms) || tab_mask_more(a->tab, budget_ms);
    if (more || !state_of(a)->will_say || !a->tab->real)
        return;
    char *what = mask_count_text(&a->tab->masked);
    state_of(a)->will_say = false;
    say(a, ROLE_GOOD, "masked: %s", what);
    free(what);
}

static void work(struct app *a)
{
    work_for(a, SLICE_MS);
}

static int tick_ms(const struct app *a)
{
    return tab_is_masking(a->tab) || a->tab->finding ? 0 : -1;
}

void style_set_mask(struct app *a, bool mask)
{
    a->style.mask = mask;
    for (size_t i = 0; i < a->tabs->count; i++)
        tab_mask(a->tabs->list[i], &a->style);
    state_of(a)->will_say = mask && a->tab->call;
    if (!mask)
        say(a, ROLE_WARN, "masking off");
    else if (!a->tab->call)
        say(a, ROLE_GOOD, "masking on");
    work_for(a, FIRST_MS);
}

void style_toggle_mask(struct app *a)
{
    style_set_mask(a, !a->style.mask);
}

static void renew_times(struct app *a)
{
    for (size_t i = 0; i < a->tabs->count; i++)
        tab_renew_times(a->tabs->list[i]);
}

static int find(const char *const *zones, const char *name)
{
    for (int i = 0; i < CONFIGURED; i++)
        if (strcasecmp(zones[i], name) == 0)
            return i;
    return CONFIGURED;
}

bool style_set_zone(struct app *a, const char *name, struct err *e)
{
    if (!time_set_zone(name))
        return err_set(e, "no such time zone '%s'", name);
    state_of(a)->zone = NULL;
    renew_times(a);
    return true;
}

/* The zones are local, UTC, and the configured one if that is neither. */
void style_next_zone(struct app *a)
{
    const char *configured = config_text(a->settings->config, OPT_timezone);
    const char *const zones[ZONES] = {"local", "UTC", configured};
    int at = find(zones, state_of(a)->zone ? state_of(a)->zone : configured);
    if (at == CONFIGURED && !time_set_zone(configured))
        at = 0; /* an unknown zone: local times are shown */
    do
        at = (at + 1) % ZONES;
    while (at == CONFIGURED && (find(zones, configured) != at || !time_set_zone(configured)));
    time_set_zone(zones[at]);
    state_of(a)->zone = zones[at];
    renew_times(a);
    say(a, ROLE_DIM, "time zone: %s", zones[at]);
}

/* This is always shown, as it is easily forgotten. The JSON is never masked. */
static void status(const struct app *a, struct status *s)
{
    const struct tab *t = a->tab;
    const char *before = s->out->cols > s->begin ? ", " : "";
    if (s->slot != STATUS_AFTER || !t->real)
        return;
    if (t->raw_shown)
        line_printf(s->out, ROLE_WARN, "%snot masked", before);
    else if (tab_is_masking(t))
        line_printf(s->out, ROLE_STATUS, "%smasking", before);
    else
        line_printf(s->out, ROLE_STATUS, "%s%zu masked", before,
                    t->masked.phones + t->masked.mails + t->masked.cards);
}

const struct feature style_feature = {
    .state_bytes = sizeof(struct style_state),
    .status = status,
    .work = work,
    .tick_ms = tick_ms,
};
