#include "cli/call_ref.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "provider/detect.h"
#include "provider/request.h"

#include <stdlib.h>
#include <string.h>

bool call_ref_words(struct call_ref_words *out, const struct provider_set *set,
                    const char *const *words, size_t count, struct err *e)
{
    struct call_ref_words w = {.ids = words, .count = count};
    bool is_auto = count > 0 && strcmp(words[0], "auto") == 0;
    char *name = xstrdup(count > 0 ? words[0] : "");
    if (count > 1 && *name && name[strlen(name) - 1] == ':')
        name[strlen(name) - 1] = '\0';
    w.provider = provider_find(set, name);
    free(name);
    if (w.provider || is_auto) {
        w.ids++;
        w.count--;
    } else if (count > 1 && strcmp(words[0], "-") != 0 && !detect_is_call(set, words[0])) {
        return provider_unknown(set, words[0], e);
    }
    *out = w;
    return true;
}

static struct failure *several_providers(const struct detected *d)
{
    struct buf names = {0};
    for (size_t i = 0; i < d->candidate_count; i++)
        buf_choice(&names, d->candidates[i]->name, i, d->candidate_count);
    struct failure *f = failure_new(KIND_USAGE, 0, "the ID matches several providers; name one: %s",
                                    buf_str(&names));
    buf_done(&names);
    return f;
}

static void choose_provider(struct call_ref *r, const struct detected *d)
{
    if (d->candidate_count == 1 && !d->is_guess) {
        r->provider = d->candidates[0];
        r->named = d->named;
    }
    if (d->candidate_count > 1 && !d->is_guess)
        r->failure = several_providers(d);
    if ((d->candidate_count == 0 || d->is_guess) && d->hint)
        r->failure = failure_new(KIND_USAGE, 0, "%s", d->hint);
}

void call_ref_make(struct call_ref *out, const struct provider_set *set,
                   const struct provider *named, const char *text)
{
    struct detected d;
    detect(set, named, text, strlen(text), &d);
    struct call_ref a = {.provider = named, .id = xstrdup(d.id ? d.id : d.text)};
    if (d.refusal)
        a.failure = failure_new(KIND_USAGE, 0, "%s", d.refusal);
    else
        choose_provider(&a, &d);
    if (!a.failure && a.provider) /* before the key is fetched: its command may ask the user */
        a.failure = request_unusable(a.provider);
    detect_done(&d);
    *out = a;
}

void call_ref_done(struct call_ref *r)
{
    free(r->id);
    failure_free(r->failure);
    *r = (struct call_ref){0};
}
