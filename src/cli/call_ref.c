/* What a word of the command line asks for, by way of detect. */
#include "cli/call_ref.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "provider/detect.h"
#include "provider/id_form.h"
#include "provider/request.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>

static const char blanks[] = " \t\r\n\v\f";

static bool has_known_form(const struct provider_set *set, const char *text)
{
    for (size_t i = 0; i < set->count; i++) {
        if (id_form_fits(&set->list[i], text))
            return true;
    }
    return false;
}

static bool is_no_id(const struct provider_set *set, const char *word)
{
    struct detected d;
    if (strcmp(word, "-") == 0 || has_known_form(set, word))
        return false;
    detect(set, NULL, word, strlen(word), &d);
    bool unknown = !d.named && !d.certain;
    detect_done(&d);
    return unknown;
}

static bool unknown_provider(const struct provider_set *set, const char *word, struct err *e)
{
    const char *nearest = provider_nearest(set, word);
    if (nearest)
        return err_set(e, "unknown provider '%.40s' (did you mean '%s'?)", word, nearest);
    return err_set(e, "unknown provider '%.40s'", word);
}

bool call_ref_words(struct call_ref_words *out, const struct provider_set *set,
                    const char *const *words, size_t count, struct err *e)
{
    struct call_ref_words w = {.ids = words, .count = count};
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

static void refuse(struct call_ref *a, const char *sentence)
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

static void refuse_several(struct call_ref *a, const struct detected *d)
{
    struct buf names = {0};
    put_names(&names, d);
    a->failure = failure_new(KIND_USAGE, 0,
                             "the ID alone does not say which provider it is of: %s; name one",
                             buf_str(&names));
    buf_done(&names);
}

static void choose_provider(struct call_ref *a, const struct detected *d)
{
    if (d->candidate_count == 1) {
        a->provider = d->candidates[0];
        a->named = d->named;
    }
    if (d->candidate_count > 1)
        refuse_several(a, d);
    if (d->candidate_count == 0 && d->hint)
        refuse(a, d->hint);
}

/* A provider that cannot be used is no reason to ask for its key. */
static void check_provider(struct call_ref *a)
{
    if (!a->failure && a->provider)
        a->failure = request_unusable(a->provider);
}

/* The ID that the text is or holds. A text without one is refused with the hint, later. */
static void take_id(struct call_ref *a, const struct detected *d)
{
    struct err e;
    if (d->id) {
        free(a->id);
        a->id = xstrdup(d->id);
    }
    if ((d->id || !d->hint) && !url_check_id(a->id, &e))
        refuse(a, e.text);
}

void call_ref_make(struct call_ref *out, const struct provider_set *set,
                   const struct provider *named, const char *text)
{
    struct call_ref a = {.provider = named, .id = trim(text)};
    struct detected d;
    detect(set, named, a.id, strlen(a.id), &d);
    take_id(&a, &d);
    if (!a.failure)
        choose_provider(&a, &d);
    check_provider(&a);
    detect_done(&d);
    *out = a;
}

void call_ref_done(struct call_ref *a)
{
    free(a->id);
    failure_free(a->failure);
    *a = (struct call_ref){0};
}
