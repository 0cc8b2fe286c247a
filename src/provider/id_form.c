/* Only the last `*` is retried when the rest does not match, so matching cannot explode. */
#include "provider/id_form.h"

#include "provider/variable.h"

#include <ctype.h>
#include <string.h>

static bool is_uuid(const char *id)
{
    static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    for (size_t i = 0; i < sizeof shape; i++)
        if (shape[i] == 'x' ? !isxdigit((unsigned char)id[i]) : shape[i] != id[i])
            return false;
    return true;
}

/* Matches one {variable} and advances both *pattern and *text. */
static bool match_variable(const struct provider *p, const char **pattern, const char **text,
                           struct form_values *out)
{
    size_t name = strcspn(*pattern + 1, "}"), run = 0;
    const struct variable *v = variable_find(p, *pattern + 1, name);
    while (isalnum((unsigned char)(*text)[run]) || (*text)[run] == '-' || (*text)[run] == '_')
        run++;
    if (!v || run == 0 || (*pattern)[name + 1] != '}')
        return false;
    out->at[v - p->variables] = *text;
    out->bytes[v - p->variables] = run;
    *pattern += name + 2;
    *text += run;
    return true;
}

static bool match(const struct provider *p, const char *pattern, const char *text,
                  struct form_values *out)
{
    const char *star = NULL, *again = NULL;
    for (;;) {
        if (*pattern == '*') {
            star = ++pattern;
            again = out->open = text;
        } else if (*pattern == '{' && match_variable(p, &pattern, &text, out)) {
            continue;
        } else if (*pattern != '{' && *pattern == *text) {
            if (!*text)
                return true;
            pattern++, text++;
        } else if (star && *again) {
            pattern = star;
            text = ++again;
        } else {
            return false;
        }
    }
}

bool id_form_match(const struct provider *p, const char *pattern, const char *text,
                   struct form_values *out)
{
    struct form_values found = {0};
    if (strcmp(pattern, "uuid") == 0 ? !is_uuid(text) : !match(p, pattern, text, &found))
        return false;
    *out = found;
    return true;
}

bool id_form_read(const struct provider *p, const char *id, struct form_values *out)
{
    return p->id_form && id_form_match(p, p->id_form, id, out);
}

bool id_form_values_fit(const struct provider *p, const struct form_values *v)
{
    for (size_t i = 0; i < p->variable_count; i++)
        if (v->bytes[i] && !variable_fits(&p->variables[i], v->at[i], v->bytes[i]))
            return false;
    return true;
}

bool id_form_fits(const struct provider *p, const char *id)
{
    struct form_values found;
    return id_form_read(p, id, &found) && id_form_values_fit(p, &found);
}

bool id_form_is_known(const struct provider_set *set, const char *id)
{
    for (size_t i = 0; i < set->count; i++)
        if (id_form_fits(&set->list[i], id))
            return true;
    return false;
}
