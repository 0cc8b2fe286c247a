/* What a line of the command line does. UI thread. */
#include "ui/feature/command_line.h"

#include "base/alloc.h"
#include "config/option.h"
#include "text/time.h"
#include "ui/feature/nav.h"
#include "ui/feature/set_option.h"
#include "ui/prompt/command.h"
#include "ui/shell/app_state.h"
#include "ui/term/screen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Outside lists and JSON, addresses are turns, whatever pane has the focus. */
static struct pane *addressed_pane(struct app *a)
{
    struct tab *t = app_tab(a);
    if (a->overlay != OVERLAY_NONE)
        return &a->list;
    if (t->call && t->raw_shown)
        return &t->raw;
    if (!t->call || !t->call->turn_count)
        return NULL;
    return &t->panes[PANE_TURNS];
}

static void go_to_turn(struct app *a, long number)
{
    struct pane *p = addressed_pane(a);
    if (!p) {
        app_say(a, ROLE_WARN, "there are no turns here");
        return;
    }
    if (p == &app_tab(a)->panes[PANE_TURNS])
        walk_to_turn(a, (size_t)number - 1);
    else
        pane_goto_number(p, (size_t)number - 1);
}

/* The turn that began last at that moment, else the first one with a time; turn_count: none has. */
static size_t turn_at(const struct call *c, double seconds)
{
    size_t best = c->turn_count;
    for (size_t i = 0; i < c->turn_count; i++) {
        double start = c->turns[i].start_s;
        if (isnan(start))
            continue;
        bool none = best == c->turn_count;
        if (none || (start <= seconds &&
                     (start > c->turns[best].start_s || c->turns[best].start_s > seconds)))
            best = i;
    }
    return best;
}

static void go_to_moment(struct app *a, double seconds)
{
    struct tab *t = app_tab(a);
    size_t turn = t->call ? turn_at(t->call, seconds) : 0;
    if (!t->call || !t->call->turn_count) {
        app_say(a, ROLE_WARN, "there are no turns here");
    } else if (turn == t->call->turn_count) {
        app_say(a, ROLE_WARN, "the turns have no times");
    } else {
        t->raw_shown = false;
        walk_to_turn(a, turn);
        if (seconds > call_length_s(t->call) && !a->message)
            app_say(a, ROLE_WARN, "the call is over by then, this is what was said last");
    }
}

static bool check_option(enum option_id id, const char *name, struct err *e)
{
    const char *near = option_nearest(name);
    if (id < OPTION_COUNT)
        return true;
    return near ? err_set(e, "unknown option '%s' (did you mean '%s'?)", name, near)
                : err_set(e, "unknown option '%s'", name);
}

static bool change(struct app *a, enum option_id id, const char *value, struct err *e)
{
    int number;
    return option_read(&options[id], value, &number, e) && set_option_apply(a, id, value, e) &&
           config_set(a->config, id, value, SET_OPTION_ORIGIN, e);
}

static void set_option(struct app *a, enum option_id id, const char *value)
{
    struct err e;
    if (!change(a, id, value, &e))
        app_say(a, ROLE_BAD, "%s", e.text);
    else if (!a->message)
        app_say(a, ROLE_DIM, "%s = %s", options[id].name, value);
}

/* "OPTION VALUE", an empty one being ""; without a value it says the one in force. */
static void run_set(struct app *a, const char *rest)
{
    struct err e;
    size_t n = strcspn(rest, " ");
    char *name = xstrndup(rest, n);
    const char *value = rest + n + strspn(rest + n, " ");
    enum option_id id = option_find(name);
    if (!*name)
        app_say(a, ROLE_WARN, "set what? :set OPTION VALUE");
    else if (!check_option(id, name, &e))
        app_say(a, ROLE_BAD, "%s", e.text);
    else if (!*value)
        app_say(a, ROLE_DIM, "%s = %s", name, config_text(a->config, id));
    else
        set_option(a, id, strcmp(value, "\"\"") == 0 ? "" : value);
    free(name);
}

static void run_theme(struct app *a, const char *name)
{
    if (*name)
        set_option(a, OPT_theme, name);
    else
        app_say(a, ROLE_DIM, "theme = %s", config_text(a->config, OPT_theme));
}

static void run_word(struct app *a, enum command_word word, const char *rest)
{
    switch (word) {
    case COMMAND_SET:
        run_set(a, rest);
        break;
    case COMMAND_SEARCH_ALL:
        search_all_open(a, rest);
        break;
    case COMMAND_THEME:
        run_theme(a, rest);
        break;
    case COMMAND_RELOAD_CONFIG:
        reload_start(a);
        break;
    case COMMAND_WORDS:
        break;
    }
}

void command_run(struct app *a, const char *text)
{
    struct command c;
    struct err e;
    size_t n = strlen(text);
    while (n && text[n - 1] == ' ')
        n--;
    char *line = xstrndup(text, n);
    if (!command_parse(&c, line, &e))
        app_say(a, ROLE_BAD, "%s", e.text);
    else if (c.kind == COMMAND_TURN)
        go_to_turn(a, c.count);
    else if (c.kind == COMMAND_MOMENT)
        go_to_moment(a, c.seconds);
    else if (c.kind == COMMAND_ACTION)
        app_act(a, c.action, c.count);
    else if (c.kind == COMMAND_WORD)
        run_word(a, c.word, c.rest);
    free(line);
}

void command_show_messages(struct app *a)
{
    app_show_overlay(a, OVERLAY_MESSAGES, messages_view(&a->messages, a->style.mask));
    pane_resize(&a->list, a->list.rows, screen_cols()); /* the last may have several rows */
    pane_goto_end(&a->list);
}
