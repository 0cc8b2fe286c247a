#include "provider/provider.h"

#include "base/alloc.h"
#include "config/problems.h"
#include "text/blank.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const struct provider provider_any = {.name = "any", .title = "any", .enabled = true};

const char *const provider_roles[PARTY_COUNT] = {
    [PARTY_FROM] = "from",
    [PARTY_TO] = "to",
    [PARTY_CONTACT] = "contact",
    [PARTY_AGENT] = "agent",
};

/* Takes a longer name with which the text begins, if a blank, a colon or nothing follows it. */
static void name_compare(const struct provider *p, const char *name, const char *text,
                         const struct provider **found, size_t *bytes)
{
    size_t n = strlen(name);
    if (n <= *bytes || strncasecmp(text, name, n) != 0)
        return;
    if (text[n] && text[n] != ':' && !blank_at(text + n))
        return;
    *found = p;
    *bytes = n;
}

const struct provider *provider_at(const struct provider_set *set, const char *text, size_t *bytes)
{
    const struct provider *found = NULL;
    *bytes = 0;
    name_compare(&provider_any, provider_any.name, text, &found, bytes);
    for (size_t i = 0; i < set->count; i++)
        name_compare(&set->list[i], set->list[i].name, text, &found, bytes);
    for (size_t i = 0; i < set->count; i++)
        name_compare(&set->list[i], set->list[i].title, text, &found, bytes);
    return found;
}

const struct provider *provider_find(const struct provider_set *set, const char *name)
{
    size_t bytes;
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->list[i].name, name) == 0)
            return &set->list[i];
    const struct provider *p = provider_at(set, name, &bytes);
    return name[bytes] ? NULL : p;
}

const char *provider_nearest(const struct provider_set *set, const char *name)
{
    const char **names = xcalloc(set->count + 1, sizeof *names);
    for (size_t i = 0; i < set->count; i++)
        names[i] = set->list[i].name;
    const char *near = problems_nearest_name(name, names);
    free(names);
    return near;
}

bool provider_unknown(const struct provider_set *set, const char *name, struct err *e)
{
    return problems_unknown(e, "provider", name, provider_nearest(set, name));
}

bool provider_party_has(enum field field)
{
    return fields_table[field].scope == SCOPE_PARTICIPANT && field != FIELD_PARTICIPANT_role;
}

bool provider_has_key(const struct provider *p)
{
    if (p == &provider_any)
        return true;
    return p->enabled && !p->broken && secret_origin(&p->secret) != SECRET_NONE;
}

/* Where the provider's key comes from, as part of a sentence: "CALLBROWSER_RINGYO_API_KEY in the
 * environment", "api_key in '/etc/x.ini', line 3". The caller frees it. There is a key. */
static char *key_source(const struct provider *p)
{
    static const char *const names[] = {
        [SECRET_NONE] = "api_key",
        [SECRET_ENV] = "",
        [SECRET_COMMAND] = "api_key_command",
        [SECRET_FILE] = "api_key_file",
        [SECRET_CONFIG] = "api_key",
    };
    const struct secret_source *s = &p->secret;
    enum secret_origin origin = secret_origin(s);
    if (origin != SECRET_ENV)
        return s->config_file
                   ? xasprintf("%s in '%s', line %d", names[origin], s->config_file, s->config_line)
                   : xstrdup(names[origin]);
    char *variable = secret_env_name(p->name, "API_KEY");
    char *where = xasprintf("%s in the environment", variable);
    free(variable);
    return where;
}

struct failure *provider_key_hinted(const struct provider *p, struct failure *f)
{
    if (f->cause != CAUSE_KEY_REFUSED || f->hint)
        return f;
    char *source = key_source(p);
    failure_hinted(f, xasprintf("the key came from %s", source));
    free(source);
    return f;
}
