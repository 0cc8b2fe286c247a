/* The command `reload-config`: reads the configuration again while the screen is open. The old one
 * stays in memory until the end, for fetches that still use it. UI thread. */
#include "base/alloc.h"
#include "config/paths.h"
#include "config/words.h"
#include "fetch/any.h"
#include "provider/keyring.h"
#include "ui/feature/ask_which.h"
#include "ui/feature/command_line.h"
#include "ui/feature/set_option.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/id_pane.h"
#include "ui/shell/mode.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"
#include "ui/term/screen.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

extern const struct feature reload_feature;

struct reload {
    struct settings **read; /* since the start; the last one is in force */
    size_t count;
};

static struct reload *state_of(const struct app *a)
{
    return feature_state(a, &reload_feature);
}

/* A pipe is read only once, when the program starts: nobody may ever write more into it. The file
 * is the one that config_load will read. */
static bool is_pipe(const struct app *a)
{
    const char *path = a->request->config_path;
    char **places = paths_of_config();
    struct stat st = {0};
    for (size_t i = 0; !path && places[i]; i++)
        if (stat(places[i], &st) == 0)
            path = places[i];
    bool is = path && stat(path, &st) == 0 && S_ISFIFO(st.st_mode);
    words_free(places);
    return is;
}

static void apply_theme(struct app *a, struct config *fresh)
{
    struct err e;
    if (screen_set_theme(config_text(fresh, OPT_theme), &fresh->problems, &e))
        return;
    problems_add(&fresh->problems, fresh->values[OPT_theme].file, fresh->values[OPT_theme].line,
                 NULL, "%s", e.text);
    config_set(fresh, OPT_theme, config_text(a->settings->config, OPT_theme), "before", NULL);
}

/* Copies a value into the new configuration. */
static void keep_value(const struct app *a, struct config *fresh, enum option_id id)
{
    char *origin = config_origin(a->settings->config, id);
    config_set(fresh, id, config_text(a->settings->config, id), origin, NULL);
    free(origin);
}

/* An option that has not changed in the file keeps a value that was set by a key. Appends the names
 * of options that need a restart. */
static void apply_options(struct app *a, struct config *fresh, struct buf *waiting)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        enum option_id id = (enum option_id)i;
        const char *before = config_text(a->settings->config, id), *now = config_text(fresh, id);
        const char *file = a->settings->config->values[id].file;
        struct err e;
        if (file && strcmp(file, SET_OPTION_ORIGIN) == 0) {
            keep_value(a, fresh, id);
        } else if (strcmp(before, now) == 0 || id == OPT_theme || id == OPT_note_template) {
            continue;
        } else if (!set_option_can(id)) {
            buf_printf(waiting, "%s%s", waiting->len ? ", " : "", options[id].name);
            keep_value(a, fresh, id);
        } else if (!set_option_apply(a, id, now, &e)) {
            problems_add(&fresh->problems, fresh->values[id].file, fresh->values[id].line, NULL,
                         "%s", e.text);
            keep_value(a, fresh, id);
        }
    }
}

static void apply_keys(struct app *a, struct config *fresh)
{
    struct keymap *keymap = keymap_new(&fresh->doc, &fresh->problems);
    keymap_check_terminal(keymap, screen_can_send, &fresh->problems);
    keymap_free(a->keymap);
    a->keymap = keymap;
    a->style.refetch_key = keymap_key_label(keymap, ACT_REFETCH);
    a->style.links_key = keymap_key_label(keymap, ACT_LINKS);
    a->modes->typed = (struct key_state){0};
}

/* Finds the new description by its name. A provider that was removed stays with its calls. */
static const struct provider *renewed(const struct provider_set *set, const struct provider *p)
{
    const struct provider *now = p ? provider_find(set, p->name) : NULL;
    return now ? now : p;
}

static void apply_providers(struct app *a, const struct provider_set *set)
{
    for (size_t i = 0; i < a->tabs->count; i++) {
        struct tab *t = a->tabs->list[i];
        t->provider = renewed(set, t->provider);
        for (size_t k = 0; t->any && k < t->any->count; k++)
            t->any->list[k].provider = renewed(set, t->any->list[k].provider);
    }
    a->id_pane->chosen = a->id_pane->chosen ? provider_find(set, a->id_pane->chosen->name) : NULL;
    keyring_free(a->keyring);
    a->keyring = keyring_new(set);
}

static void say_outcome(struct app *a, const struct problems *problems, const char *waiting)
{
    struct buf said = {0};
    for (size_t i = 0; i < problems->count; i++) {
        char *text = problems_text(&problems->list[i]);
        say_quietly(a, ROLE_WARN, NULL, text);
        free(text);
    }
    buf_puts(&said, "configuration read");
    if (problems->count)
        buf_printf(&said, ": %zu problem%s, see :messages", problems->count,
                   problems->count == 1 ? "" : "s");
    if (*waiting)
        buf_printf(&said, "; effective at the next start: %s", waiting);
    say(a, problems->count || *waiting ? ROLE_WARN : ROLE_GOOD, "%s", buf_str(&said));
    buf_done(&said);
}

static void apply_settings(struct app *a, const struct settings *fresh)
{
    struct buf waiting = {0};
    ask_which_keep(a);
    apply_options(a, fresh->config, &waiting);
    apply_theme(a, fresh->config);
    apply_keys(a, fresh->config);
    apply_providers(a, fresh->providers);
    a->settings = fresh;
    say_outcome(a, &fresh->config->problems, buf_str(&waiting));
    feature_settle(a);
    buf_done(&waiting);
}

static void say_unchanged(struct app *a, const char *why)
{
    say(a, ROLE_BAD, "nothing changed: %s", why);
}

void reload_config(struct app *a, const char *rest)
{
    struct reload *s = state_of(a);
    struct settings fresh;
    struct err e;
    (void)rest;
    if (is_pipe(a)) {
        say_unchanged(a, "the configuration is a pipe, which is read once");
        return;
    }
    if (!settings_load(&fresh, a->request->config_path, a->request->theme, &e)) {
        say_unchanged(a, e.text);
        return;
    }
    s->read = xgrow(s->read, s->count, sizeof(struct settings *));
    s->read[s->count] = xcalloc(1, sizeof fresh);
    *s->read[s->count] = fresh;
    apply_settings(a, s->read[s->count++]);
}

static void done(struct app *a)
{
    struct reload *s = state_of(a);
    for (size_t i = 0; i < s->count; i++) {
        settings_done(s->read[i]);
        free(s->read[i]);
    }
    free(s->read);
}

const struct feature reload_feature = {
    .state_bytes = sizeof(struct reload),
    .done = done,
};
