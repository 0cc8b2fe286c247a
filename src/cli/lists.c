/* The lists are small: made whole, then written. */
#include "cli/lists.h"

#include "base/alloc.h"
#include "base/builtin.h"
#include "config/secret.h"
#include "provider/provider_url.h"

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

void lists_providers(struct table *out, const struct provider_set *set)
{
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

void lists_options(struct table *out, const struct config *config, const struct provider_set *set)
{
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

void lists_default_config(struct buf *out)
{
    for (const struct builtin *b = builtins; b->path; b++) {
        if (strcmp(b->path, "callbrowser.ini") == 0)
            buf_puts(out, b->text);
    }
}

void lists_problems(struct buf *out, const struct problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        char *text = problems_text(&problems->list[i]);
        buf_printf(out, "%s\n", text);
        free(text);
    }
}
