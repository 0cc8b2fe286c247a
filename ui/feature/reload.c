/* The configuration again, while the screen is open. A child reads each file first, then another
 * one the files that it names: where one hangs, on a server that is gone, the child does and the
 * screen goes on; behind it reading them here takes no time. What was read before stays until the
 * end, for fetches that are under way. UI thread. */
#include "ui/shell/app_state.h"

#include "base/alloc.h"
#include "ui/feature/set_option.h"
#include "ui/term/screen.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_MAX = 8 };

/* The configuration: named on the command line, or where it usually is. Or the theme and the note
 * that it names, where they are files. */
struct files {
    char *paths[FILES_MAX];
    size_t count;
};

static void add_file(struct files *f, char *taken)
{
    if (f->count < FILES_MAX)
        f->paths[f->count++] = taken;
    else
        free(taken);
}

static void list_configs(const struct app *a, struct files *f)
{
    const char *named = a->request->config_path;
    char **places = named ? NULL : paths_of_config();
    if (named)
        add_file(f, xstrdup(named));
    for (size_t i = 0; places && places[i]; i++)
        add_file(f, places[i]);
    free(places);
}

static void list_named(const struct app *a, const struct config *fresh, struct files *f)
{
    const char *theme = a->request->theme ? a->request->theme : config_text(fresh, OPT_theme);
    if (strchr(theme, '/'))
        add_file(f, paths_expand(theme));
    if (*config_text(fresh, OPT_note_template))
        add_file(f, paths_expand(config_text(fresh, OPT_note_template)));
}

static void files_done(struct files *f)
{
    for (size_t i = 0; i < f->count; i++)
        free(f->paths[i]);
}

/* The first that is there is read, a pipe only once, when the program begins: more of it could be
 * long in coming. */
static bool is_pipe(const struct app *a)
{
    struct files f = {0};
    struct stat st = {0};
    list_configs(a, &f);
    for (size_t i = 0; i < f.count && stat(f.paths[i], &st) < 0; i++)
        st.st_mode = 0;
    files_done(&f);
    return S_ISFIFO(st.st_mode);
}

/* In the child. */
static int read_files(const void *arg)
{
    const struct files *f = arg;
    char bytes[4096];
    for (size_t i = 0; i < f->count; i++) {
        int fd = open(f->paths[i], O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
        size_t most = INI_MAX_BYTES;
        for (ssize_t n = 1; fd >= 0 && n > 0 && most >= sizeof bytes; most -= (size_t)n)
            n = read(fd, bytes, sizeof bytes);
    }
    return 0;
}

static void take_theme(struct app *a, struct config *fresh)
{
    struct err e;
    if (screen_set_theme(config_text(fresh, OPT_theme), &fresh->problems, &e))
        return;
    problems_add(&fresh->problems, fresh->values[OPT_theme].file, fresh->values[OPT_theme].line,
                 "%s", e.text);
    config_set(fresh, OPT_theme, config_text(a->config, OPT_theme), "before", NULL);
}

/* As it was before, in the new configuration too. */
static void keep_value(const struct app *a, struct config *fresh, enum option_id id)
{
    char *origin = config_origin(a->config, id);
    config_set(fresh, id, config_text(a->config, id), origin, NULL);
    free(origin);
}

static bool is_set_by_hand(const struct config *c, enum option_id id)
{
    return c->values[id].file && strcmp(c->values[id].file, SET_OPTION_ORIGIN) == 0;
}

/* What is the same in the file may have been changed by a key since, and stays so. The names of
 * those that have to wait are appended. */
static void take_options(struct app *a, struct config *fresh, struct buf *waiting)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        enum option_id id = (enum option_id)i;
        const char *before = config_text(a->config, id), *now = config_text(fresh, id);
        struct err e;
        if (is_set_by_hand(a->config, id)) {
            keep_value(a, fresh, id);
        } else if (strcmp(before, now) == 0 || id == OPT_theme || id == OPT_note_template) {
            continue;
        } else if (!set_option_can(id)) {
            buf_printf(waiting, "%s%s", waiting->len ? ", " : "", options[id].name);
            keep_value(a, fresh, id);
        } else if (!set_option_apply(a, id, now, &e)) {
            problems_add(&fresh->problems, fresh->values[id].file, fresh->values[id].line, "%s",
                         e.text);
            keep_value(a, fresh, id);
        }
    }
}

static void take_keys(struct app *a, struct config *fresh)
{
    struct keymap *keymap = keymap_new(&fresh->doc, &fresh->problems);
    keymap_check_terminal(keymap, screen_can_send, &fresh->problems);
    keymap_free(a->keymap);
    a->keymap = keymap;
    a->keys = (struct key_state){0};
}

/* By their names; one that is gone stays with the calls that were asked of it. */
static const struct provider *renewed(const struct provider_set *set, const struct provider *p)
{
    const struct provider *now = p ? provider_find(set, p->name) : NULL;
    return now ? now : p;
}

static void take_providers(struct app *a, const struct provider_set *set)
{
    for (size_t i = 0; i < a->tab_count; i++) {
        struct tab *t = a->tabs[i];
        t->provider = renewed(set, t->provider);
        for (size_t k = 0; t->any && k < t->any->count; k++)
            t->any->list[k].provider = renewed(set, t->any->list[k].provider);
    }
    a->chosen = a->chosen ? provider_find(set, a->chosen->name) : NULL;
    keyring_free(a->keyring);
    a->keyring = keyring_new(set);
    a->providers = set;
}

static void say_outcome(struct app *a, const struct problems *problems, const char *waiting)
{
    struct buf said = {0};
    for (size_t i = 0; i < problems->count; i++) {
        char *text = problems_text(&problems->list[i]);
        app_note(a, ROLE_WARN, NULL, text);
        free(text);
    }
    buf_puts(&said, "configuration read");
    if (problems->count)
        buf_printf(&said, ": %zu problem%s, :messages tells", problems->count,
                   problems->count == 1 ? "" : "s");
    if (*waiting)
        buf_printf(&said, "; not before the next start: %s", waiting);
    app_say(a, problems->count || *waiting ? ROLE_WARN : ROLE_GOOD, "%s", buf_str(&said));
    buf_done(&said);
}

static void take_settings(struct app *a, const struct settings *fresh)
{
    struct buf waiting = {0};
    app_ask_keep(a);
    take_options(a, fresh->config, &waiting);
    take_theme(a, fresh->config);
    take_keys(a, fresh->config);
    take_providers(a, fresh->providers);
    a->config = fresh->config;
    a->note = fresh->note;
    say_outcome(a, &fresh->config->problems, buf_str(&waiting));
    app_settle_overlay(a);
    find_uncovered(a);
    buf_done(&waiting);
}

static void say_unchanged(struct app *a, const char *why)
{
    app_say(a, ROLE_BAD, "nothing changed: %s", why);
}

/* All that take_settings opens. */
static void files_were_read(struct app *a)
{
    struct settings fresh;
    struct err e;
    if (!settings_load(&fresh, a->request->config_path, a->request->theme, &e)) {
        say_unchanged(a, e.text);
        return;
    }
    a->read_again = xreallocarray(a->read_again, a->read_again_count + 1, sizeof *a->read_again);
    a->read_again[a->read_again_count++] = fresh;
    take_settings(a, &fresh);
}

/* By a child; `ended` goes on when it has. The files are taken. */
static bool read_beside(struct app *a, struct files *f, void (*ended)(struct app *a))
{
    struct helper *h = helper_free_place(a);
    struct err e = {"too many programs are still running"};
    bool ok = h && child_fork(&h->child, read_files, f, &e);
    if (ok) {
        helper_keep(h, "configuration", NULL);
        h->ended = ended;
    } else {
        app_say(a, ROLE_BAD, "configuration not read: %s", e.text);
    }
    files_done(f);
    return ok;
}

static void config_was_read(struct app *a)
{
    struct files named = {0};
    struct err e;
    if (is_pipe(a)) {
        say_unchanged(a, "the configuration is a pipe, which is read once");
        return;
    }
    struct config *fresh = config_load(a->request->config_path, &e);
    if (!fresh) {
        say_unchanged(a, e.text);
        return;
    }
    list_named(a, fresh, &named);
    config_free(fresh);
    if (named.count)
        read_beside(a, &named, files_were_read);
    else
        files_were_read(a);
}

static bool is_reading(const struct app *a)
{
    for (int i = 0; i < CHILDREN_MAX; i++) {
        const struct helper *h = &a->helpers[i];
        if (h->name && (h->ended == config_was_read || h->ended == files_were_read))
            return true;
    }
    return false;
}

void reload_start(struct app *a)
{
    struct files configs = {0};
    if (is_reading(a)) {
        app_say(a, ROLE_WARN, "the configuration is still being read");
        return;
    }
    list_configs(a, &configs);
    if (read_beside(a, &configs, config_was_read))
        app_say(a, ROLE_DIM, "reading the configuration");
}
