#include "provider/variable.h"

#include "text/ascii.h"

#include <stdio.h>
#include <string.h>

enum { HEX_MAX_DIGITS = 64 };

static bool is_plain_word(const char *s)
{
    return *s && strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._|-") ==
                     strlen(s);
}

static bool hex_rule(const char *range, struct variable *v, struct err *e)
{
    unsigned low, high;
    char end;
    if (!range || strlen(range) > 7 || sscanf(range, "%u-%u%c", &low, &high, &end) != 2 ||
        low == 0 || low > high || high > HEX_MAX_DIGITS)
        return err_set(e, "'hex' needs a length such as 8-32");
    v->hex_min = low;
    v->hex_max = high;
    return true;
}

/* Cuts the next word off *rest; NULL at the end. */
static char *next_word(char **rest)
{
    char *word;
    while ((word = strsep(rest, " \t")))
        if (*word)
            return word;
    return NULL;
}

bool variable_rule(struct arena *a, const char *text, struct variable *v, struct err *e)
{
    struct variable made = {.name = v->name, .value = v->value};
    char *rest = arena_strdup(a, text), *word;
    while ((word = next_word(&rest))) {
        if (strcmp(word, "optional") == 0) {
            made.optional = true;
        } else if (strcmp(word, "hex") == 0) {
            if (!hex_rule(next_word(&rest), &made, e))
                return false;
        } else if (is_plain_word(word) && !made.allowed) {
            made.allowed = word;
        } else {
            return err_set(e, "'%.40s' is not a rule: use a|b|c, hex MIN-MAX, optional, or nothing",
                           word);
        }
    }
    *v = made;
    return true;
}

static bool is_one_of(const char *allowed, const char *value, size_t bytes)
{
    for (const char *at = allowed; at; at = strchr(at, '|')) {
        at += *at == '|';
        size_t n = strcspn(at, "|");
        if (n && n == bytes && memcmp(at, value, n) == 0)
            return true;
    }
    return false;
}

static bool is_visible(const char *value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        if (!ascii_is_visible(value[i]))
            return false;
    return bytes > 0;
}

bool variable_fits(const struct variable *v, const char *value, size_t bytes)
{
    if (v->allowed && !is_one_of(v->allowed, value, bytes))
        return false;
    if (v->hex_max &&
        (bytes < v->hex_min || bytes > v->hex_max || strspn(value, "0123456789abcdef") < bytes))
        return false;
    return is_visible(value, bytes) && !secret_in_quotes(value, bytes);
}

const char *variable_expects(struct arena *a, const struct variable *v)
{
    if (v->allowed)
        return arena_printf(a, "one of %s", v->allowed);
    if (v->hex_max)
        return arena_printf(a, "%zu to %zu digits of 0-9 and a-f", v->hex_min, v->hex_max);
    return "visible ASCII without blanks and without quotes around it";
}

const struct variable *variable_find(const struct provider *p, const char *name, size_t bytes)
{
    for (size_t i = 0; i < p->variable_count; i++)
        if (strlen(p->variables[i].name) == bytes && memcmp(p->variables[i].name, name, bytes) == 0)
            return &p->variables[i];
    return NULL;
}
