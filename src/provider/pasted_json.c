/* A fragment cannot be parsed, so the text is searched for pairs `"NAME": "VALUE"`. */
#include "provider/pasted.h"

#include "base/alloc.h"
#include "provider/id_form.h"
#include "text/url.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* One `"NAME": "VALUE"`. */
struct pair {
    const char *name, *value;
    size_t name_bytes, value_bytes;
    int depth;
};

/* The end of the string whose opening quote is at s; the end of the text if it is not closed. */
static const char *string_end(const char *s)
{
    for (s++; *s && *s != '"'; s++)
        if (*s == '\\' && s[1])
            s++;
    return *s ? s + 1 : s;
}

/* Whether the string at s is a name, which means that a colon follows it; *value is set to the text
 * after the colon. */
static bool is_name(const char *s, const char **end, const char **value)
{
    *end = string_end(s);
    const char *colon = *end + strspn(*end, " \t\r\n");
    if (*colon != ':')
        return false;
    *value = colon + 1 + strspn(colon + 1, " \t\r\n");
    return true;
}

/* The next pair at or after *at, which is advanced. *depth counts the open brackets. */
static bool next_pair(const char **at, int *depth, struct pair *out)
{
    const char *end, *value;
    for (const char *s = *at; *s; s++) {
        if (*s == '{' || *s == '[')
            ++*depth;
        else if (*s == '}' || *s == ']')
            --*depth;
        if (*s != '"')
            continue;
        bool named = is_name(s, &end, &value);
        const char *name = s;
        s = end - 1;
        if (!named || *value != '"')
            continue;
        *at = string_end(value);
        if (*at - value < 2 || (*at)[-1] != '"')
            return false;
        *out = (struct pair){name + 1, value + 1, (size_t)(end - name) - 2,
                             (size_t)(*at - value) - 2, *depth};
        return true;
    }
    return false;
}

/* Whether the pair's name is one that the provider's IDs have, as "sessionId" for "/sessionId". */
static bool names_id(const struct provider *p, const struct pair *pair)
{
    for (size_t i = 0; i < p->id.count; i++) {
        const char *slash = strrchr(p->id.at[i].pointer, '/');
        if (slash && strlen(slash + 1) == pair->name_bytes &&
            memcmp(slash + 1, pair->name, pair->name_bytes) == 0)
            return true;
    }
    return false;
}

bool pasted_json_is(const char *text)
{
    const char *end, *value;
    text += strspn(text, "{[ \t\r\n");
    return *text == '"' && is_name(text, &end, &value);
}

char *pasted_json_id(const struct provider *p, const char *text, bool any_form, int *depth)
{
    char *best = NULL;
    int at_depth = 0;
    struct pair pair;
    *depth = INT_MAX;
    while (next_pair(&text, &at_depth, &pair)) {
        if (pair.depth >= *depth || !names_id(p, &pair) ||
            memchr(pair.value, '\\', pair.value_bytes))
            continue;
        char *id = xstrndup(pair.value, pair.value_bytes);
        if (!url_check_id(id, NULL) || !(any_form || id_form_fits(p, id))) {
            free(id);
            continue;
        }
        free(best);
        best = id;
        *depth = pair.depth;
    }
    return best;
}
