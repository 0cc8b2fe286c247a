#include "cli/lists.h"

#include "base/alloc.h"
#include "config/secret.h"
#include "keys/keymap.h"
#include "provider/provider.h"
#include "theme/theme.h"

#include <stdlib.h>
#include <string.h>

static void list_provider(struct table *out, const struct provider *p)
{
    char *host = provider_host(p);
    table_row(out, (const char *const[]){p->name, p->title, host,
                                         p->enabled ? secret_origin_name(secret_origin(&p->secret))
                                                    : "off"});
    free(host);
}

void lists_providers(struct table *out, const struct settings *s)
{
    const struct provider_set *set = s->providers;
    static const char *const head[] = {"Provider", "Title", "Host", "Key from"};
    *out = (struct table){.columns = 4, .head = head};
    for (size_t i = 0; i < set->count; i++)
        if (set->list[i].enabled)
            list_provider(out, &set->list[i]);
    for (size_t i = 0; i < set->count; i++)
        if (!set->list[i].enabled)
            list_provider(out, &set->list[i]);
}

static void list_variable(struct table *out, const struct provider *p, const struct variable *v)
{
    char *name = xasprintf("%s.%s", p->name, v->name);
    table_row(out, (const char *const[]){name, v->value, v->value ? v->origin : "default"});
    free(name);
}

void lists_options(struct table *out, const struct settings *s)
{
    const struct config *config = s->config;
    const struct provider_set *set = s->providers;
    static const char *const head[] = {"Option", "Value", "Set in"};
    *out = (struct table){.columns = 3, .head = head};
    for (enum option_id id = 0; id < OPTION_COUNT; id++) {
        char *origin = config_origin(config, id);
        table_row(out, (const char *const[]){options[id].name, config_text(config, id), origin});
        free(origin);
    }
    for (size_t i = 0; i < set->count; i++)
        for (size_t k = 0; set->list[i].enabled && k < set->list[i].variable_count; k++)
            list_variable(out, &set->list[i], &set->list[i].variables[k]);
}

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

void lists_keys(struct table *out, const struct settings *s)
{
    const struct config *config = s->config;
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

void lists_themes(struct table *out, const struct settings *s)
{
    const struct config *config = s->config;
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
        table_row(out, (const char *const[]){chosen, can_be_loaded(chosen) ? "a file" : "not found",
                                             origin});
    free(origin);
}

void lists_problems(struct buf *out, const struct problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        char *text = problems_text(&problems->list[i]);
        buf_printf(out, "%s\n", text);
        free(text);
    }
}
