/* Nothing is guessed: a text is an ID, or names its provider, or is a URL, curl line or JSON that
 * holds an ID of a known provider. Pure, except that it looks which providers have a key. */
#include "provider/detect.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "provider/id_form.h"
#include "provider/pasted.h"
#include "text/blank.h"
#include "text/url.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Marks that are removed around an ID. */
enum { MARKS_MAX = 8 };

static const char blanks[] = " \t\r\n\v\f";

struct reader {
    const struct provider_set *set;
    const struct provider *chosen;
    const char *text; /* without blanks at its ends */
    struct detected *out;
};

/* A single ID contains neither blanks nor these. */
static bool is_several(const char *text)
{
    return strpbrk(text, ",;") || blank_in(text, strlen(text));
}

static void candidate_add(struct detected *out, const struct provider *p)
{
    out->candidates = xgrow(out->candidates, out->candidate_count, sizeof *out->candidates);
    out->candidates[out->candidate_count++] = p;
}

/* Removes the candidates without a key, unless no candidate has one. Returns whether one has. */
static bool candidates_keep_with_key(struct detected *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < out->candidate_count; i++)
        if (provider_has_key(out->candidates[i]))
            out->candidates[kept++] = out->candidates[i];
    if (kept)
        out->candidate_count = kept;
    return kept > 0;
}

/* Whether a single provider is chosen. */
static bool has_chosen(const struct reader *r)
{
    return r->chosen && r->chosen != &provider_any;
}

/* If several providers fit the URL: keeps the chosen one, or else those with a key, or else all.
 * Returns whether one has a key. */
static bool candidates_narrow(struct reader *r)
{
    for (size_t i = 0; i < r->out->candidate_count; i++)
        if (r->out->candidates[i] == r->chosen) {
            r->out->candidates[0] = r->chosen;
            r->out->candidate_count = 1;
            return true;
        }
    return candidates_keep_with_key(r->out);
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

static bool url_find(struct reader *r, const char *url)
{
    for (size_t i = 0; i < r->set->count; i++) {
        const struct provider *p = &r->set->list[i];
        char *id = pasted_url_id(p, url);
        if (id && (!r->out->id || strcmp(id, r->out->id) == 0))
            candidate_add(r->out, p);
        if (id && !r->out->id)
            r->out->id = id;
        else
            free(id);
    }
    if (!r->out->id)
        return false;
    candidates_narrow(r);
    r->out->named = r->out->certain = true;
    return true;
}

static void url_hint(struct reader *r, const char *url)
{
    char *host = url_host_text(url);
    for (size_t i = 0; i < r->set->count && !r->out->hint; i++)
        if (pasted_url_host(&r->set->list[i], url))
            r->out->hint = xasprintf("no call ID found in this URL of '%s'", host);
    if (!r->out->hint)
        r->out->hint = xasprintf("no provider has the host '%s'", host);
    free(host);
}

/* An ID in a URL whose host no provider has may belong to the chosen provider, or to one with IDs
 * of this form. */
static void url_guess(struct reader *r, const char *url)
{
    char *id = pasted_url_guess(r->set, url);
    for (size_t i = 0; id && i < r->set->count; i++) {
        const struct provider *p = &r->set->list[i];
        if (has_chosen(r) ? p == r->chosen : p->enabled && id_form_fits(p, id))
            candidate_add(r->out, p);
    }
    if (id && candidates_narrow(r)) {
        char *host = url_host_text(url), *names = names_of(r->set, r->out);
        r->out->hint = xasprintf("no provider has the host '%s': a call of %s?", host, names);
        r->out->id = id;
        r->out->is_guess = true;
        free(host);
        free(names);
    } else {
        r->out->candidate_count = 0;
        free(id);
        url_hint(r, url);
    }
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
    char *text = any ? buf_take(&word) : NULL;
    buf_done(&word);
    return text;
}

/* A text that is one URL, or a curl line with one among its words. False if it is neither. */
static bool read_url(struct reader *r)
{
    const char *at = r->text;
    char *word = shell_word(&at), *first = NULL;
    if (word && strcmp(word, "$") == 0) {
        free(word);
        word = shell_word(&at);
    }
    bool curl = word && strcmp(word, "curl") == 0;
    bool alone = word && url_is_web(word) && !at[strspn(at, blanks)];
    bool found = false;
    for (; (curl || alone) && word; word = found ? NULL : shell_word(&at)) {
        found = url_is_web(word) && url_find(r, word);
        if (url_is_web(word) && !first)
            first = xstrdup(word);
        free(word);
    }
    if ((curl || alone) && !found && first)
        url_guess(r, first);
    else if (curl && !found)
        r->out->hint = xstrdup("no URL found in this curl line");
    free(word);
    free(first);
    return curl || alone;
}

static bool read_json(struct reader *r)
{
    if (!pasted_json_is(r->text))
        return false;
    int best = INT_MAX, depth;
    for (size_t i = 0; i < r->set->count; i++) {
        const struct provider *p = &r->set->list[i];
        if (has_chosen(r) ? p != r->chosen : !provider_has_key(p))
            continue;
        char *id = pasted_json_id(p, r->text, has_chosen(r), &depth);
        if (id && depth < best) {
            free(r->out->id);
            r->out->id = xstrdup(id);
            r->out->candidate_count = 0;
            best = depth;
        }
        if (id && depth == best && strcmp(id, r->out->id) == 0)
            candidate_add(r->out, p);
        free(id);
    }
    if (r->out->id)
        r->out->certain = id_form_fits(r->out->candidates[0], r->out->id);
    else
        r->out->hint = xstrdup("no call ID of a known form found in this JSON");
    return true;
}

static bool is_certain(const struct reader *r, const struct provider *p, const char *id)
{
    return !r->out->several && url_check_id(id, NULL) && id_form_fits(p, id);
}

static void read_id_of(struct reader *r, const struct provider *p, const char *id)
{
    r->out->id = xstrdup(id);
    r->out->named = true;
    r->out->several = is_several(id);
    candidate_add(r->out, p);
    r->out->certain = is_certain(r, p, id);
}

/* PROVIDER:ID, PROVIDER: ID or PROVIDER ID, with the provider's name or title. Without a colon it
 * may be a sentence, so the ID has to be a single word. False if the text has another form. */
static bool read_named(struct reader *r)
{
    size_t bytes;
    const struct provider *p = provider_at(r->set, r->text, &bytes);
    const char *rest = r->text + bytes;
    rest += blank_span(rest, strlen(rest));
    bool colon = *rest == ':';
    rest += colon;
    rest += blank_span(rest, strlen(rest));
    if (!p || (!colon && (!*rest || is_several(rest))))
        return false;
    if (url_is_web(rest) && !is_several(rest)) {
        r->text = rest;
        r->chosen = p;
        read_url(r);
    } else if (*rest) {
        read_id_of(r, p, rest);
    } else {
        r->out->hint = xasprintf("no call ID after '%s:'", p->name);
    }
    return true;
}

/* The name before a colon may be a misspelt provider. */
static char *nearest_hint(struct reader *r)
{
    const char *colon = strchr(r->text, ':');
    if (!colon)
        return NULL;
    char *name = xstrndup(r->text, (size_t)(colon - r->text));
    struct err e;
    bool near = provider_nearest(r->set, name);
    provider_unknown(r->set, name, &e);
    free(name);
    return near ? xstrdup(e.text) : NULL;
}

/* Why the provider whose IDs have this form cannot be asked. */
static char *broken_hint(const struct reader *r)
{
    for (size_t i = 0; i < r->out->candidate_count; i++)
        if (r->out->candidates[i]->broken)
            return xstrdup(r->out->candidates[i]->broken);
    return NULL;
}

/* "+1 (312) 555-0178": 7 to 15 digits (ITU-T E.164), written as people write numbers. */
static bool is_phone_number(const char *text)
{
    size_t digits = 0;
    for (const char *c = text; *c; c++)
        digits += isdigit((unsigned char)*c) != 0;
    return (*text == '+' || *text == '(') && digits >= 7 && digits <= 15 &&
           text[strspn(text, "+()-./ 0123456789")] == '\0';
}

/* Digits or words can have been meant as a query for calls: "4321", "4321 yesterday". */
static char *query_hint(const struct reader *r)
{
    bool may_be = strchr(r->text, ' ') || !r->text[strspn(r->text, "0123456789")];
    return may_be ? xstrdup("no provider has call IDs of this form: name one, or list calls by "
                            "number and time (L, --find)")
                  : NULL;
}

static void form_hint(struct reader *r)
{
    size_t count = r->out->candidate_count;
    char *hint =
        is_phone_number(r->text)
            ? xasprintf("'%s' is a phone number, not a call ID; L or --find lists its calls",
                        r->text)
            : nearest_hint(r);
    if (!hint)
        hint = broken_hint(r);
    char *names = names_of(r->set, count ? r->out : NULL);
    if (!hint && !count && *names)
        hint = query_hint(r);
    if (!hint)
        hint = count    ? xasprintf("no key for a provider with call IDs of this form (%s)", names)
               : *names ? xasprintf("no provider has call IDs of this form: name one of %s", names)
                        : xstrdup("no provider is enabled");
    free(names);
    r->out->hint = hint;
    r->out->candidate_count = 0;
}

static void read_bare(struct reader *r)
{
    r->out->id = xstrdup(r->text);
    for (size_t i = 0; i < r->set->count && !r->chosen; i++)
        if (r->set->list[i].enabled && id_form_fits(&r->set->list[i], r->text))
            candidate_add(r->out, &r->set->list[i]);
    if (r->chosen)
        candidate_add(r->out, r->chosen);
    else if (!candidates_keep_with_key(r->out))
        form_hint(r);
    if (r->out->candidate_count)
        r->out->certain = is_certain(r, r->out->candidates[0], r->text);
}

static void read_text(struct reader *r)
{
    if (read_url(r) || read_json(r) || read_named(r))
        return;
    r->out->several = is_several(r->text);
    read_bare(r);
}

static void read_from(struct reader *r)
{
    struct detected *out = r->out;
    struct err e;
    if (*out->text && !out->hint)
        read_text(r);
    if ((out->id || !out->hint) && !url_check_id(out->id ? out->id : out->text, &e))
        out->refusal = xstrdup(e.text);
}

/* Whether the text is one ID of a known form, even of a provider that cannot be asked, or a text
 * with one. */
static bool is_known(const struct provider_set *set, const char *text)
{
    struct detected d = {.text = xstrdup(text)};
    struct reader r = {set, NULL, d.text, &d};
    bool known = id_form_is_known(set, text) && !is_several(text);
    if (!known)
        read_from(&r);
    known |= d.certain || d.is_guess;
    detect_done(&d);
    return known;
}

/* The text without the mark at its end or the pair of marks around it; NULL if it has none. Which
 * quotes belong together differs from language to language. */
static char *peeled(const char *text)
{
    static const char opening[] = "(<[{\"'`", closing[] = ")>]}\"'`";
    size_t n = strlen(text);
    size_t first = blank_mark_bytes(text, n), last = blank_mark_bytes_before(text, n);
    if (last && last < n)
        return blank_trim(text + first, n - first - last);
    const char *pair = n > 1 ? strchr(opening, text[0]) : NULL;
    if (n > 1 && strchr(".,;:!?", text[n - 1]))
        return blank_trim(text, n - 1);
    return pair && closing[pair - opening] == text[n - 1] ? blank_trim(text + 1, n - 2) : NULL;
}

/* Removes what people put around an ID, if an ID of a known form is left. `text` is taken. */
static char *without_marks(const struct provider_set *set, char *text)
{
    char *rest = strlen(text) <= URL_OPEN_MAX_BYTES ? peeled(text) : NULL;
    for (int i = 0; rest && i < MARKS_MAX; i++) {
        if (is_known(set, rest)) {
            free(text);
            text = xstrdup(rest);
        }
        char *next = peeled(rest);
        free(rest);
        rest = next;
    }
    free(rest);
    return text;
}

void detect(const struct provider_set *set, const struct provider *chosen, const char *text,
            size_t bytes, struct detected *out)
{
    *out = (struct detected){.text = blank_trim(text, bytes)};
    if (memchr(text, '\0', bytes))
        out->hint = xstrdup("the text contains a NUL byte");
    else
        out->text = without_marks(set, out->text);
    struct reader r = {set, chosen, out->text, out};
    read_from(&r);
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
    detect(set, NULL, text, strlen(text), &d);
    bool known = d.named || d.certain || is_known(set, d.text);
    detect_done(&d);
    return known;
}

bool detect_is_blank(const char *text)
{
    return text[blank_span(text, strlen(text))] == '\0';
}
