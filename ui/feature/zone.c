/* Times are made when rows are drawn, except those in the facts, which are written again. */
#include "ui/feature/zone.h"

#include "text/time.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"

#include <strings.h>

enum { ZONES = 3, CONFIGURED = 2 };

extern const struct feature zone_feature;

struct zone {
    const char *name; /* in force; NULL: the configured one */
};

static struct zone *state_of(const struct app *a)
{
    return feature_state(a, &zone_feature);
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

/* Setting a name for the first time changes the environment, which other threads read: a name is
 * possible only when the configuration at the start had one, as it was set before they began. */
static bool may_set_names(const struct app *a)
{
    const struct config *first = a->request->settings->config;
    const char *named = ini_get(&first->doc, "callbrowser", "timezone");
    return named && find((const char *const[]){"local", "UTC"}, named) == CONFIGURED &&
           time_set_zone(named);
}

bool zone_set(struct app *a, const char *name, struct err *e)
{
    struct zone *s = state_of(a);
    bool is_name = find((const char *const[]){"local", "UTC"}, name) == CONFIGURED;
    if (is_name && !may_set_names(a))
        return err_set(
            e, "timezone can only be set to local or UTC here; a name is read at the start");
    if (!time_set_zone(name)) {
        time_set_zone(s->name ? s->name : config_text(a->settings->config, OPT_timezone));
        return err_set(e, "no such time zone '%s'", name);
    }
    s->name = NULL;
    renew_times(a);
    return true;
}

/* The zones are local, UTC, and the configured one if that is neither. */
void zone_next(struct app *a, long count)
{
    const char *configured = config_text(a->settings->config, OPT_timezone);
    const char *const zones[ZONES] = {"local", "UTC", configured};
    int at = find(zones, state_of(a)->name ? state_of(a)->name : configured);
    (void)count;
    if (at == CONFIGURED && !time_set_zone(configured))
        at = 0; /* an unknown zone: local times are shown */
    do
        at = (at + 1) % ZONES;
    while (at == CONFIGURED && (find(zones, configured) != at || !time_set_zone(configured)));
    time_set_zone(zones[at]);
    state_of(a)->name = zones[at];
    renew_times(a);
    say(a, ROLE_DIM, "time zone: %s", zones[at]);
}

const struct feature zone_feature = {
    .state_bytes = sizeof(struct zone),
};
