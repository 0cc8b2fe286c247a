/* Times are made when rows are drawn, but for those in the facts, which are written anew. UI
 * thread. */
#include "ui/feature/zone.h"

#include "text/time.h"
#include "ui/shell/app_state.h"

#include <strings.h>

enum { ZONES = 3, CONFIGURED = 2 };

static int find(const char *const *zones, const char *name)
{
    for (int i = 0; i < CONFIGURED; i++)
        if (strcasecmp(zones[i], name) == 0)
            return i;
    return CONFIGURED;
}

void zone_next(struct app *a)
{
    const char *configured = config_text(a->config, OPT_timezone);
    const char *const zones[ZONES] = {"local", "UTC", configured};
    int at = find(zones, a->zone ? a->zone : configured);
    if (at == CONFIGURED && !time_set_zone(configured))
        at = 0; /* there is none of that name, and local times are shown */
    do
        at = (at + 1) % ZONES;
    while (at == CONFIGURED && (find(zones, configured) != at || !time_set_zone(configured)));
    time_set_zone(zones[at]);
    a->zone = zones[at];
    for (size_t i = 0; i < a->tab_count; i++)
        tab_renew_times(a->tabs[i]);
    app_say(a, ROLE_DIM, "time zone: %s", a->zone);
}
