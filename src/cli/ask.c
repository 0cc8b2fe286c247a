#include "cli/ask.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/url.h"
#include "provider/detect.h"
#include "provider/form.h"

#include <stdlib.h>
#include <string.h>

static const char blanks[] = " \t\r\n";

/* The provider before the first colon, and in *rest what is behind it; NULL: no known one. */
static const struct provider *split_provider(const struct provider_set *set, const char *text,
                                             const char **rest)
{
    const char *colon = strchr(text, ':');
    if (!colon)
        return NULL;
    char *name = xstrndup(text, (size_t)(colon - text));
    const struct provider *p = provider_find(set, name);
    free(name);
    if (p)
        *rest = colon + 1;
    return p;
}

static bool has_known_form(const struct provider_set *set, const char *text)
{
    for (size_t i = 0; i < set->count; i++) {
        if (form_fits(&set->list[i], text))
            return true;
    }
    return false;
}

static bool is_no_id(const struct provider_set *set, const char *word)
{
    const char *rest;
    if (strcmp(word, "-") == 0 || split_provider(set, word, &rest) || has_known_form(set, word))
        return false;
    struct detected d;
    detect(set, NULL, word, strlen(word), &d);
    bool unknown = !d.named && !d.certain;
    detected_done(&d);
    return unknown;
}

static bool unknown_provider(const struct provider_set *set, const char *word, struct err *e)
{
    const char *nearest = provider_nearest(set, word);
    if (nearest)
        return err_set(e, "unknown provider '%.40s' (did you mean '%s'?)", word, nearest);
    return err_set(e, "unknown provider '%.40s'", word);
}

bool ask_words(struct ask_words *out, const struct provider_set *set, const char *const *words,
               size_t count, struct err *e)
{
    struct ask_words w = {.ids = words, .count = count};
    bool is_auto = count > 0 && strcmp(words[0], "auto") == 0;
    if (count > 0)
        w.provider = provider_find(set, words[0]);
    if (w.provider || is_auto) {
        w.ids++;
        w.count--;
    } else if (count > 1 && is_no_id(set, words[0])) {
        return unknown_provider(set, words[0], e);
    }
    *out = w;
    return true;
}

static char *trim(const char *text)
{
    text += strspn(text, blanks);
    size_t n = strlen(text);
    while (n > 0 && strchr(blanks, text[n - 1]))
        n--;
    return xstrndup(text, n);
}

static void refuse(struct ask *a, const char *sentence)
{
    a->failure = failure_new(KIND_USAGE, 0, "%s", sentence);
}

static void put_names(struct buf *out, const struct detected *d)
{
    for (size_t i = 0; i < d->candidate_count; i++) {
        const char *between = i == 0 ? "" : i + 1 == d->candidate_count ? " or " : ", ";
        buf_printf(out, "%s%s", between, d->candidates[i]->name);
    }
}

static void refuse_several(struct ask *a, const struct detected *d)
{
    struct buf names = {0};
    put_names(&names, d);
    a->failure = failure_new(KIND_USAGE, 0,
                             "the ID alone does not say which provider it is of: %s; name one",
                             buf_str(&names));
    buf_done(&names);
}

static void replace_id(struct ask *a, const char *id)
{
    char *copy = xstrdup(id);
    free(a->id);
    a->id = copy;
}

/* What the text itself says: a provider's URL or JSON, or the form of the ID. */
static void use_detected(struct ask *a, const struct detected *d)
{
    if (d->id)
        replace_id(a, d->id);
    if (d->candidate_count == 1)
        a->provider = d->candidates[0];
    else if (d->candidate_count > 1)
        refuse_several(a, d);
    else if (d->hint)
        refuse(a, d->hint);
    else
        refuse(a, "no provider with a key has IDs of this form; name the provider");
}

static void find_provider(struct ask *a, const struct provider_set *set,
                          const struct provider *named)
{
    struct detected d;
    const char *rest;
    const struct provider *prefix = split_provider(set, a->id, &rest);
    if (prefix) {
        char *id = trim(rest);
        replace_id(a, id);
        free(id);
        a->provider = prefix;
        return;
    }
    detect(set, named, a->id, strlen(a->id), &d);
    if (!named || (d.named && d.candidate_count > 0))
        use_detected(a, &d);
    else if (!d.id && d.hint && !d.several)
        refuse(a, d.hint);
    else
        a->provider = named;
    detected_done(&d);
}

/* A provider that cannot be used is no reason to ask for its key. */
static void check_provider(struct ask *a)
{
    const struct provider *p = a->provider;
    if (a->failure || !p)
        return;
    if (p->broken)
        a->failure = failure_new(KIND_USAGE, 0, "%s cannot be used: %s", p->name, p->broken);
    else if (!p->enabled)
        a->failure = failure_new(KIND_USAGE, 0, "%s is switched off", p->name);
}

static void check_id(struct ask *a)
{
    struct err e;
    if (!a->failure && !id_check(a->id, &e))
        refuse(a, e.text);
}

void ask_make(struct ask *out, const struct provider_set *set, const struct provider *named,
              const char *text)
{
    struct ask a = {.provider = named, .id = trim(text)};
    if (!*a.id || strlen(a.id) > ID_MAX_BYTES)
        check_id(&a); /* nothing to find in it */
    if (!a.failure)
        find_provider(&a, set, named);
    check_id(&a);
    check_provider(&a);
    *out = a;
}

void ask_done(struct ask *a)
{
    free(a->id);
    failure_free(a->failure);
    *a = (struct ask){0};
}
