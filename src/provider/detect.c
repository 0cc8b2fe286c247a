/* Nothing is guessed: a text is an ID, or names its provider, or is a URL, curl line or JSON that
 * holds an ID of a known provider. Pure, except that it looks which providers have a key. */
#include "provider/detect.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "provider/id_form.h"
#include "provider/pasted_json.h"
#include "provider/pasted_url.h"
#include "text/url.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const char blanks[] = " \t\r\n\v\f";
/* A single ID contains none of these. */
static const char separators[] = " \t\r\n\v\f,;";

struct search {
    const struct provider_set *set;
    const struct provider *chosen;
    const char *text; /* without blanks at its ends */
    struct detected *out;
};

static char *trim(const char *text, size_t bytes)
{
    while (bytes > 0 && strchr(blanks, text[bytes - 1]))
        bytes--;
    size_t skip = 0;
    while (skip < bytes && strchr(blanks, text[skip]))
        skip++;
    return xstrndup(text + skip, bytes - skip);
}

static void candidate_add(struct detected *out, const struct provider *p)
{
    out->candidates = xgrow(out->candidates, out->candidate_count, sizeof *out->candidates);
    out->candidates[out->candidate_count++] = p;
}

static void candidates_keep(struct detected *out, bool (*keep)(const struct provider *p))
{
    size_t kept = 0;
    for (size_t i = 0; i < out->candidate_count; i++)
        if (keep(out->candidates[i]))
            out->candidates[kept++] = out->candidates[i];
    out->candidate_count = kept;
}

static bool candidates_some(const struct detected *out, bool (*is)(const struct provider *p))
{
    for (size_t i = 0; i < out->candidate_count; i++)
        if (is(out->candidates[i]))
            return true;
    return false;
}

/* A single provider is chosen. */
static bool has_chosen(const struct search *s)
{
    return s->chosen && s->chosen != &provider_any;
}

/* Several providers fit the URL: keeps the chosen one, else those with a key, else all. */
static void candidates_narrow(struct search *s)
{
    for (size_t i = 0; i < s->out->candidate_count; i++)
        if (s->out->candidates[i] == s->chosen) {
            s->out->candidates[0] = s->chosen;
            s->out->candidate_count = 1;
            return;
        }
    if (candidates_some(s->out, provider_has_key))
        candidates_keep(s->out, provider_has_key);
}

/* "a, b, c": the enabled ones of the candidates, or of all providers. The caller frees it. */
static char *names_of(const struct provider_set *set, const struct detected *only)
{
    struct buf b = {0};
    size_t count = only ? only->candidate_count : set->count;
    for (size_t i = 0; i < count; i++) {
        const struct provider *p = only ? only->candidates[i] : &set->list[i];
        if (p->enabled)
            buf_printf(&b, "%s%s", b.len ? ", " : "", p->name);
    }
    return buf_take(&b);
}

static bool url_find(struct search *s, const char *url)
{
    for (size_t i = 0; i < s->set->count; i++) {
        const struct provider *p = &s->set->list[i];
        char *id = pasted_url_id(p, url);
        if (id && (!s->out->id || strcmp(id, s->out->id) == 0))
            candidate_add(s->out, p);
        if (id && !s->out->id)
            s->out->id = id;
        else
            free(id);
    }
    if (!s->out->id)
        return false;
    candidates_narrow(s);
    s->out->named = s->out->certain = true;
    return true;
}

static void url_hint(struct search *s, const char *url)
{
    char *host = url_host_text(url);
    for (size_t i = 0; i < s->set->count && !s->out->hint; i++)
        if (pasted_url_host(&s->set->list[i], url))
            s->out->hint = xasprintf("no call ID found in this URL of '%s'", host);
    if (!s->out->hint)
        s->out->hint = xasprintf("no provider has the host '%s'", host);
    free(host);
}

/* The next word of a shell line without its quotes, freed by the caller; NULL at the end. */
static char *shell_word(const char **at)
{
    struct buf word = {0};
    const char *c = *at;
    bool any = false;
    char quote = '\0';
    while (*c && (strchr(blanks, *c) || (*c == '\\' && (c[1] == '\n' || c[1] == '\r'))))
        c++;
    for (; *c && (quote || !strchr(blanks, *c)); c++, any = true) {
        if (!quote && (*c == '\'' || *c == '"'))
            quote = *c;
        else if (*c == quote)
            quote = '\0';
        else
            buf_putc(&word, *c);
    }
    *at = c;
    char *taken = any ? buf_take(&word) : NULL;
    buf_done(&word);
    return taken;
}

/* A text that is one URL, or a curl line with one among its words. False if it is neither. */
static bool search_url(struct search *s)
{
    const char *at = s->text;
    char *word = shell_word(&at), *first = NULL;
    if (word && strcmp(word, "$") == 0) {
        free(word);
        word = shell_word(&at);
    }
    bool curl = word && strcmp(word, "curl") == 0;
    bool alone = word && pasted_url_is(word) && !at[strspn(at, blanks)];
    bool found = false;
    for (; (curl || alone) && word && !found; word = found ? word : shell_word(&at)) {
        if (pasted_url_is(word) && !first)
            first = xstrdup(word);
        found = pasted_url_is(word) && url_find(s, word);
        if (!found)
            free(word);
    }
    free(word);
    if ((curl || alone) && !found && first)
        url_hint(s, first);
    else if (curl && !found)
        s->out->hint = xstrdup("no URL found in this curl line");
    free(first);
    return curl || alone;
}

static bool search_json(struct search *s)
{
    if (!pasted_json_is(s->text))
        return false;
    int best = INT_MAX, depth;
    for (size_t i = 0; i < s->set->count; i++) {
        const struct provider *p = &s->set->list[i];
        if (has_chosen(s) ? p != s->chosen : !provider_has_key(p))
            continue;
        char *id = pasted_json_id(p, s->text, has_chosen(s), &depth);
        if (id && depth < best) {
            free(s->out->id);
            s->out->id = xstrdup(id);
            s->out->candidate_count = 0;
            best = depth;
        }
        if (id && depth == best && strcmp(id, s->out->id) == 0)
            candidate_add(s->out, p);
        free(id);
    }
    if (s->out->id)
        s->out->certain = id_form_fits(s->out->candidates[0], s->out->id);
    else
        s->out->hint = xstrdup("no call ID of a known form found in this JSON");
    return true;
}

static bool is_certain(const struct search *s, const struct provider *p, const char *id)
{
    return !s->out->several && url_check_id(id, NULL) && id_form_fits(p, id);
}

/* PROVIDER:ID. False if no provider has the name before the first colon. */
static bool search_named(struct search *s)
{
    const char *colon = strchr(s->text, ':');
    if (!colon)
        return false;
    char *name = xstrndup(s->text, (size_t)(colon - s->text));
    const struct provider *p = provider_find(s->set, name);
    free(name);
    if (!p)
        return false;
    char *id = trim(colon + 1, strlen(colon + 1));
    if (*id) {
        s->out->id = id;
        s->out->named = true;
        s->out->several = strpbrk(id, separators);
        candidate_add(s->out, p);
        s->out->certain = is_certain(s, p, id);
    } else {
        free(id);
        s->out->hint = xasprintf("no call ID after '%s:'", p->name);
    }
    return true;
}

/* The name before a colon may be a misspelt provider. */
static char *nearest_hint(struct search *s)
{
    const char *colon = strchr(s->text, ':');
    if (!colon)
        return NULL;
    char *name = xstrndup(s->text, (size_t)(colon - s->text));
    const char *near = provider_nearest(s->set, name);
    char *hint =
        near ? xasprintf("unknown provider '%.40s' (did you mean '%s'?)", name, near) : NULL;
    free(name);
    return hint;
}

/* Why the provider whose IDs have this form cannot be asked. */
static char *broken_hint(const struct search *s)
{
    for (size_t i = 0; i < s->out->candidate_count; i++)
        if (s->out->candidates[i]->broken)
            return xstrdup(s->out->candidates[i]->broken);
    return NULL;
}

static void form_hint(struct search *s)
{
    s->out->hint = nearest_hint(s);
    if (!s->out->hint)
        s->out->hint = broken_hint(s);
    char *names = names_of(s->set, s->out->candidate_count ? s->out : NULL);
    if (!s->out->hint && s->out->candidate_count)
        s->out->hint = xasprintf("no key for a provider with call IDs of this form (%s)", names);
    else if (!s->out->hint && !*names)
        s->out->hint = xstrdup("no provider is enabled");
    else if (!s->out->hint)
        s->out->hint = xasprintf("no provider has call IDs of this form: name one of %s", names);
    free(names);
    s->out->candidate_count = 0;
}

static void search_bare(struct search *s)
{
    s->out->id = xstrdup(s->text);
    for (size_t i = 0; i < s->set->count && !s->chosen; i++)
        if (s->set->list[i].enabled && id_form_fits(&s->set->list[i], s->text))
            candidate_add(s->out, &s->set->list[i]);
    if (s->chosen)
        candidate_add(s->out, s->chosen);
    else if (candidates_some(s->out, provider_has_key))
        candidates_keep(s->out, provider_has_key);
    else
        form_hint(s);
    if (s->out->candidate_count)
        s->out->certain = is_certain(s, s->out->candidates[0], s->text);
}

static void search_text(struct search *s)
{
    if (search_url(s) || search_json(s))
        return;
    s->out->several = strpbrk(s->text, separators);
    if (!search_named(s))
        search_bare(s);
}

void detect(const struct provider_set *set, const struct provider *chosen, const char *text,
            size_t bytes, struct detected *out)
{
    *out = (struct detected){.text = trim(text, bytes)};
    struct search s = {set, chosen, out->text, out};
    struct err e;
    if (memchr(text, '\0', bytes))
        out->hint = xstrdup("the text contains a NUL byte");
    else if (*out->text)
        search_text(&s);
    if ((out->id || !out->hint) && !url_check_id(out->id ? out->id : out->text, &e))
        out->refusal = xstrdup(e.text);
}

void detect_done(struct detected *d)
{
    free(d->text);
    free(d->id);
    free(d->refusal);
    free(d->candidates);
    free(d->hint);
    *d = (struct detected){0};
}

bool detect_is_call(const struct provider_set *set, const char *text)
{
    struct detected d;
    bool known = false;
    for (size_t i = 0; i < set->count && !known; i++)
        known = id_form_fits(&set->list[i], text);
    detect(set, NULL, text, strlen(text), &d);
    known |= d.named || d.certain;
    detect_done(&d);
    return known;
}

bool detect_is_blank(const char *text)
{
    return text[strspn(text, blanks)] == '\0';
}
