/* Whoever has the token of a call can listen to it or speak in it, and what people copy out of the
 * program goes into tickets. The provider's answer itself, which J shows, stays as it is. */
#include "provider/extract/secrets.h"

#include "provider/json.h"
#include "text/ascii.h"

#include <stdint.h>
#include <string.h>

enum { NAME_MAX_BYTES = 64 };

/* By the end of the name: access_token, clientSecret, and the URLs that Vapi controls a call by. It
 * is compared in lower case and without the separators between its words: "X-Api-Key" is "xapikey".
 */
static bool name_is_secret(const char *name)
{
    static const char *const ends[] = {"token",      "secret",     "password",      "passwd",
                                       "apikey",     "privatekey", "authorization", "credentials",
                                       "controlurl", "listenurl"};
    char word[NAME_MAX_BYTES];
    size_t n = 0;
    for (; *name && n < NAME_MAX_BYTES; name++)
        if (ascii_is_alnum(*name))
            word[n++] = *name >= 'A' && *name <= 'Z' ? (char)(*name - 'A' + 'a') : *name;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t end = strlen(ends[i]);
        if (n >= end && !memcmp(word + n - end, ends[i], end))
            return true;
    }
    return false;
}

/* Whether the member holds something that its name calls a secret. */
static bool is_secret(const struct value *v)
{
    bool holds = value_first(v) || (v->type == VALUE_STRING && v->bytes) || v->type == VALUE_NUMBER;
    return holds && v->name && name_is_secret(v->name);
}

static bool has_secret(const struct value *v);

static bool may_be_json(const char *text, size_t bytes)
{
    size_t at = 0;
    while (at < bytes && strchr(" \t\r\n", text[at]))
        at++;
    return at < bytes && (text[at] == '[' || text[at] == '{');
}

/* JSON inside a string, in an arena of its own, if it has secrets; else NULL. */
static const struct value *inner_parse(struct arena *inside, const char *text, size_t bytes)
{
    const struct value *v = json_parse(inside, text, bytes, NULL);
    return v && has_secret(v) ? v : NULL;
}

/* The recursion is as deep as the JSON, which the parser bounds. */
static bool has_secret(const struct value *v)
{
    if (is_secret(v))
        return true;
    if (v->type == VALUE_STRING && may_be_json(v->text, v->bytes)) {
        struct arena *inside = arena_new();
        bool found = inner_parse(inside, v->text, v->bytes) != NULL;
        arena_free(inside);
        return found;
    }
    for (const struct value *child = value_first(v); child; child = child->next)
        if (has_secret(child))
            return true;
    return false;
}

const char *secrets_hide_text(struct arena *a, const char *text, size_t *bytes)
{
    if (!may_be_json(text, *bytes))
        return text;
    struct arena *inside = arena_new();
    const struct value *v = inner_parse(inside, text, *bytes);
    if (v) {
        struct buf json = {0};
        value_put_json(&json, secrets_hide(inside, v));
        text = arena_strndup(a, buf_str(&json), json.len);
        *bytes = json.len;
        buf_done(&json);
    }
    arena_free(inside);
    return text;
}

static struct value *hidden_copy(struct arena *a, const struct value *v)
{
    static const char hidden[] = "(hidden)";
    struct value *copy = value_childless(a, v), *tail = NULL;
    if (is_secret(v)) {
        copy->type = VALUE_STRING;
        copy->hidden = true;
        copy->borrowed = false;
        copy->text = hidden;
        copy->bytes = sizeof hidden - 1;
        return copy;
    }
    if (v->type == VALUE_STRING) {
        size_t bytes = v->bytes;
        copy->text = secrets_hide_text(a, v->text, &bytes);
        copy->bytes = (uint32_t)bytes;
        copy->borrowed = v->borrowed && copy->text == v->text;
    }
    for (const struct value *child = value_first(v); child; child = child->next)
        value_append(copy, hidden_copy(a, child), &tail);
    return copy;
}

const struct value *secrets_hide(struct arena *a, const struct value *v)
{
    return v && has_secret(v) ? hidden_copy(a, v) : v;
}
