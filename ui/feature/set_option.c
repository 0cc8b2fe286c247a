/* Each option has a function that applies its value (config/option.def). The commands `set` and
 * `theme` set one. */
#include "ui/feature/set_option.h"

#include "base/alloc.h"
#include "config/option.h"
#include "ui/feature/command_line.h"
#include "ui/feature/style.h"
#include "ui/shell/app.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"
#include "ui/term/screen.h"

#include <stdlib.h>
#include <string.h>

/* False with e set when the option cannot have this value. */
typedef bool setter(struct app *a, const char *value, struct err *e);

static bool set_theme(struct app *a, const char *value, struct err *e)
{
    struct problems problems = {0};
    bool ok = screen_set_theme(value, &problems, e);
    if (ok && problems.count) {
        char *text = problems_text(&problems.list[0]);
        say(a, ROLE_WARN, "%s", text);
        free(text);
    }
    problems_done(&problems);
    return ok;
}

static bool set_wrap(struct app *a, const char *value, struct err *e)
{
    (void)e;
    style_set_wrap(a, strcmp(value, "yes") == 0);
    return true;
}

static bool set_timestamps(struct app *a, const char *value, struct err *e)
{
    int choice = 0;
    if (!option_read(&options[OPT_timestamps], value, &choice, e))
        return false;
    style_set_timestamps(a, (enum timestamps)choice);
    return true;
}

static bool set_mask(struct app *a, const char *value, struct err *e)
{
    (void)e;
    if (a->style.mask != (strcmp(value, "yes") == 0))
        style_set_mask(a, !a->style.mask);
    return true;
}

static bool set_limits(struct app *a, struct spot_limits limits)
{
    a->style.limits = limits;
    for (size_t i = 0; i < a->tabs->count; i++)
        tab_renew_spots(a->tabs->list[i], &a->style);
    return true;
}

static bool set_gap_s(struct app *a, const char *value, struct err *e)
{
    int seconds;
    return option_read(&options[OPT_gap_s], value, &seconds, e) &&
           set_limits(a, (struct spot_limits){seconds, a->style.limits.slow_s});
}

static bool set_slow_s(struct app *a, const char *value, struct err *e)
{
    int thousandths;
    return option_read(&options[OPT_slow_s], value, &thousandths, e) &&
           set_limits(a, (struct spot_limits){a->style.limits.gap_s, thousandths / 1000.0});
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

#define set_timezone style_set_zone
#define AT_START NULL
#define WHEN_USED set_nothing
static setter *const setters[OPTION_COUNT] = {
#define OPTION(member, type, def, lo, hi, unit, set, sentence) [OPT_##member] = (set),
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

static void change(struct app *a, enum option_id id, const char *value)
{
    struct err e;
    int number;
    if (!option_read(&options[id], value, &number, &e) || !set_option_apply(a, id, value, &e) ||
        !config_set(a->settings->config, id, value, SET_OPTION_ORIGIN, &e))
        say(a, ROLE_BAD, "%s", e.text);
    else if (!a->said->text)
        say(a, ROLE_DIM, "%s = %s", options[id].name, value);
}

/* "OPTION VALUE" or "OPTION = VALUE", an empty one being ""; without a value it says the one in
 * force. */
void set_option_set(struct app *a, const char *rest)
{
    struct err e;
    size_t n = strcspn(rest, " =");
    char *name = xstrndup(rest, n);
    const char *value = rest + n + strspn(rest + n, " ");
    if (*value == '=')
        value += 1 + strspn(value + 1, " ");
    enum option_id id = option_find(name);
    if (!*name) {
        say(a, ROLE_WARN, "set what? :set OPTION VALUE");
    } else if (id == OPTION_COUNT) {
        problems_unknown(&e, "option", name, option_nearest(name));
        say(a, ROLE_BAD, "%s", e.text);
    } else if (!*value) {
        say(a, ROLE_DIM, "%s = %s", name, config_text(a->settings->config, id));
    } else {
        change(a, id, strcmp(value, "\"\"") == 0 ? "" : value);
    }
    free(name);
}

void set_option_theme(struct app *a, const char *name)
{
    if (*name)
        change(a, OPT_theme, name);
    else
        say(a, ROLE_DIM, "theme = %s", config_text(a->settings->config, OPT_theme));
}
