/* Options that change while the screen is open: what each of them needs. UI thread. */
#include "ui/feature/set_option.h"

#include "config/option.h"
#include "text/time.h"
#include "ui/shell/app_state.h"
#include "ui/term/screen.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What has to be done when an option has another value; false, e set: it cannot have this one. */
typedef bool setter(struct app *a, const char *value, struct err *e);

static bool set_theme(struct app *a, const char *value, struct err *e)
{
    struct problems problems = {0};
    bool ok = screen_set_theme(value, &problems, e);
    if (ok && problems.count) {
        char *text = problems_text(&problems.list[0]);
        app_say(a, ROLE_WARN, "%s", text);
        free(text);
    }
    problems_done(&problems);
    return ok;
}

static bool set_wrap(struct app *a, const char *value, struct err *e)
{
    (void)e;
    a->style.wrap = strcmp(value, "yes") == 0;
    app_restyle(a);
    return true;
}

static bool set_timestamps(struct app *a, const char *value, struct err *e)
{
    (void)e;
    a->style.timestamps = (enum timestamps)view_transcript_find_timestamps(value);
    app_restyle(a);
    return true;
}

/* The first name ever changes the environment, which other threads read: a name is taken only where
 * the configuration of the start had one, which is in use since before they began. */
static bool may_name_zones(const struct app *a)
{
    const struct config *first = a->request->settings->config;
    const char *named = ini_get(&first->doc, "callbrowser", "timezone");
    return named && strcasecmp(named, "local") != 0 && strcasecmp(named, "UTC") != 0 &&
           time_set_zone(named);
}

static bool set_timezone(struct app *a, const char *value, struct err *e)
{
    bool plain = strcasecmp(value, "local") == 0 || strcasecmp(value, "UTC") == 0;
    if (!plain && !may_name_zones(a))
        return err_set(e, "timezone can become local or UTC; a name is read at the start");
    if (!time_set_zone(value)) {
        time_set_zone(a->zone ? a->zone : config_text(a->config, OPT_timezone));
        return err_set(e, "no such time zone '%s'", value);
    }
    a->zone = NULL;
    for (size_t i = 0; i < a->tab_count; i++)
        tab_renew_times(a->tabs[i]);
    return true;
}

static bool set_mask(struct app *a, const char *value, struct err *e)
{
    (void)e;
    if (a->style.mask != (strcmp(value, "yes") == 0))
        app_toggle_mask(a);
    return true;
}

static bool set_gap_s(struct app *a, const char *value, struct err *e)
{
    int seconds = a->style.gap_s;
    if (!option_read(&options[OPT_gap_s], value, &seconds, e))
        return false;
    a->style.gap_s = seconds;
    for (size_t i = 0; i < a->tab_count; i++)
        tab_renew_spots(a->tabs[i], &a->style);
    return true;
}

static bool set_mouse(struct app *a, const char *value, struct err *e)
{
    (void)a;
    (void)e;
    screen_set_mouse(strcmp(value, "yes") == 0);
    return true;
}

static bool set_nothing(struct app *a, const char *value, struct err *e)
{
    (void)a;
    (void)value;
    (void)e;
    return true;
}

#define AT_START NULL
#define WHEN_USED set_nothing
static setter *const setters[OPTION_COUNT] = {
#define OPTION(member, type, def, lo, hi, unit, set, sentence) [OPT_##member] = set,
#include "config/option.def"
#undef OPTION
};

bool set_option_can(enum option_id id)
{
    return setters[id];
}

bool set_option_apply(struct app *a, enum option_id id, const char *value, struct err *e)
{
    if (!setters[id])
        return err_set(e, "%s cannot be set here: change it in the configuration file",
                       options[id].name);
    return setters[id](a, value, e);
}
