/* The lists of what is in force. Problems of the configuration are not theirs to tell. */
#include "ui/feature/key_lists.h"

#include "base/alloc.h"
#include "keys/keymap.h"
#include "theme/theme.h"

#include <stdlib.h>
#include <string.h>

static void list_action(struct table *out, const struct keymap *k, enum action a, const char *file)
{
    struct buf keys = {0};
    int line = keymap_line(k, a);
    char *origin = line ? xasprintf("%s:%d", file, line) : xstrdup("default");
    keymap_keys_text(k, a, &keys);
    table_row(out, (const char *const[]){actions[a].name, keys.len ? keys.data : "none", origin});
    free(origin);
    buf_done(&keys);
}

void list_keys(struct table *out, const struct config *config)
{
    static const char *const head[] = {"Action", "Keys", "Set in"};
    struct problems ignored = {0};
    struct keymap *k = keymap_new(&config->doc, &ignored);
    *out = (struct table){.columns = 3, .head = head};
    for (int a = 0; a < ACTION_COUNT; a++)
        list_action(out, k, (enum action)a, config->doc.file);
    keymap_free(k);
    problems_done(&ignored);
}

static bool can_be_loaded(const char *theme)
{
    struct problems ignored = {0};
    struct theme loaded;
    bool ok = theme_load(&loaded, theme, 256, &ignored, NULL);
    problems_done(&ignored);
    return ok;
}

void list_themes(struct table *out, const struct config *config)
{
    static const char *const head[] = {"Theme", "For", "Set in"};
    char name[64], *origin = config_origin(config, OPT_theme);
    const char *chosen = config_text(config, OPT_theme);
    bool is_file = true;
    *out = (struct table){.columns = 3, .head = head};
    for (size_t i = 0; theme_name(i, name, sizeof name); i++) {
        struct buf what = {0};
        bool is_chosen = strcmp(name, chosen) == 0;
        theme_about(name, &what);
        table_row(out, (const char *const[]){name, buf_str(&what), is_chosen ? origin : ""});
        is_file = is_file && !is_chosen;
        buf_done(&what);
    }
    if (is_file)
        table_row(out, (const char *const[]){
                           chosen, can_be_loaded(chosen) ? "a file" : "there is none", origin});
    free(origin);
}
