/* Cuts the text into words where punctuation that people use ends them, and looks at each. Linear
 * in the text. Pure, except that it looks which providers have a key. */
#include "provider/pasted.h"

#include "base/alloc.h"
#include "provider/id_form.h"
#include "text/blank.h"
#include "text/url.h"
#include "text/utf8.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { URL_MAX_BYTES = 4096, WORD_MAX_BYTES = 512 };

/* The characters that end a word or a URL, and those that may follow one without belonging to it.
 */
static const char word_ends[] = " \t\r\n\v\f,;\"'`()[]{}<>|=\\";
static const char url_ends[] = " \t\r\n\v\f\"'`<>|{}\\^";
static const char trailing[] = ".,;:!?)]*";

struct finding {
    const struct provider_set *set;
    const struct provider *chosen;
    struct pasted_calls *out;
    const struct provider *named; /* just before the next word, or before the last IDs; or NULL */
    bool joined;                  /* only its colon is between it and the next word */
};

/* A call that is found again elsewhere than in such a URL is no guess any more. */
static void add(struct finding *f, const struct provider *p, const char *id, bool is_guess)
{
    struct pasted_calls *s = f->out;
    for (size_t i = 0; i < s->count; i++)
        if (s->list[i].provider == p && strcmp(s->list[i].id, id) == 0) {
            s->list[i].is_guess = s->list[i].is_guess && is_guess;
            return;
        }
    if (s->count == PASTED_CALLS_MAX)
        s->more = true;
    else
        s->list[s->count++] = (struct pasted_call){p, xstrdup(id), is_guess};
}

static bool has_form(const struct provider *p, const char *id)
{
    return provider_has_key(p) && id_form_fits(p, id);
}

/* The provider whose IDs have this form; provider_any if there are several; NULL if there is
 * no such provider. */
static const struct provider *owner(const struct finding *f, const char *id)
{
    const struct provider *only = NULL;
    if (f->chosen && f->chosen != &provider_any && has_form(f->chosen, id))
        return f->chosen;
    for (size_t i = 0; i < f->set->count; i++)
        if (has_form(&f->set->list[i], id))
            only = only ? &provider_any : &f->set->list[i];
    return only && f->chosen == &provider_any ? &provider_any : only;
}

static bool add_bare(struct finding *f, const char *id)
{
    const struct provider *p = url_check_id(id, NULL) ? owner(f, id) : NULL;
    if (p)
        add(f, p, id, false);
    return p != NULL;
}

/* A list's bullet or number is not a word. */
static bool has_letter(const char *word)
{
    while (*word && !isalpha((unsigned char)*word))
        word++;
    return *word;
}

/* The IDs after a provider's name are that provider's, up to the next word that is not an ID. An ID
 * without a known form is one only right after a name and a colon. */
static bool add_named(struct finding *f, const char *id)
{
    const struct provider *p = f->named;
    bool is_id =
        p && url_check_id(id, NULL) && (id_form_is_known(f->set, id) || (f->joined && !p->id_form));
    if (is_id)
        add(f, p, id, false);
    else if (has_letter(id))
        f->named = NULL;
    f->joined = false;
    return is_id;
}

/* An ID, the name of a provider, PROVIDER:ID, or LABEL:ID, of which only the ID counts. */
static void look_at_word(struct finding *f, char *word)
{
    const struct provider *p = provider_find(f->set, word);
    char *colon = strchr(word, ':');
    if (p && p != &provider_any) {
        f->named = p;
    } else if (!add_named(f, word) && !add_bare(f, word) && colon) {
        *colon = '\0';
        f->named = provider_find(f->set, word);
        f->joined = true;
        look_at_word(f, colon + 1);
    }
}

/* The URL may belong to several providers: the first one that has a key wins, or else the first. */
static void look_at_url(struct finding *f, const char *url)
{
    const struct provider *of = NULL;
    char *id = NULL;
    for (size_t i = 0; i < f->set->count; i++) {
        const struct provider *p = &f->set->list[i];
        char *found =
            !of || (provider_has_key(p) && !provider_has_key(of)) ? pasted_url_id(p, url) : NULL;
        if (!found)
            continue;
        free(id);
        id = found;
        of = p;
    }
    if (of)
        add(f, of, id, false);
    else if ((id = pasted_url_guess(f->set, url)) && (of = f->named ? f->named : owner(f, id)))
        add(f, of, id, true);
    free(id);
}

/* Looks at the name, word or URL at s and returns its length. */
static size_t look_at(struct finding *f, const char *s)
{
    bool url = url_is_web(s);
    size_t name;
    const struct provider *named = provider_at(f->set, s, &name);
    if (named && (named != &provider_any || s[name] == ':')) { /* "any" is an English word */
        f->named = named;
        f->joined = s[name] == ':' && s[name + 1] && !strchr(word_ends, s[name + 1]);
        return name + (s[name] == ':');
    }
    size_t length = strcspn(s, url ? url_ends : word_ends), n = length;
    while (n > 0 && strchr(trailing, s[n - 1]))
        n--;
    if (n == 0 || n > (url ? URL_MAX_BYTES : WORD_MAX_BYTES))
        return length;
    char *word = xstrndup(s, n);
    if (url)
        look_at_url(f, word);
    else
        look_at_word(f, word);
    free(word);
    return length;
}

/* Makes each blank of any kind, and each mark beyond ASCII, one or more ASCII blanks. */
static void plain_blanks(char *text)
{
    size_t n = strlen(text);
    int c;
    for (size_t i = 0, bytes; i < n; i += bytes) {
        bytes = blank_bytes(text + i, n - i);
        if (!bytes)
            bytes = blank_mark_bytes(text + i, n - i);
        if (bytes)
            memset(text + i, ' ', bytes);
        else
            bytes = utf8_read(text + i, n - i, &c);
    }
}

void pasted_calls_find(struct pasted_calls *out, const struct provider_set *set,
                       const struct provider *chosen, const char *text, size_t bytes)
{
    *out = (struct pasted_calls){0};
    struct finding f = {.set = set, .chosen = chosen, .out = out};
    char *all = xstrndup(text, bytes); /* a NUL ends it: nobody would see what follows */
    plain_blanks(all);
    for (const char *s = all; *s && !out->more;) {
        s += strspn(s, word_ends);
        s += look_at(&f, s);
    }
    free(all);
}

void pasted_calls_done(struct pasted_calls *s)
{
    for (size_t i = 0; i < s->count; i++)
        free(s->list[i].id);
    *s = (struct pasted_calls){0};
}
