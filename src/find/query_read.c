/* Reads a query word by word. Nothing of a query that cannot be read completely is used. */
#include "find/query.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/buf.h"
#include "call/pattern.h"
#include "find/query_instead.h"
#include "find/query_number.h"
#include "text/blank.h"
#include "text/caseless.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

enum { SHOWN_BYTES = 28 }; /* of a word, so that 80 columns have room for what is wrong with it */

struct reader {
    const struct query_terms *terms;
    struct query *query;
    const char *at; /* in the query's text */
    struct query_problem *problem;
};

/* A word without its `!`: a key with its colon, or none, and what follows. */
struct word {
    const char *begin;
    size_t bytes;
    bool negated, quoted;
    const struct key *key;
    const char *value; /* without quotes; in the query's arena */
};

struct key {
    enum query_kind kind;
    const char *name;
};
static const struct key keys[] = {
#define KEY(kind, name, sentence) {QUERY_##kind, name},
#include "find/query_word.def"
};

struct whole {
    enum query_kind kind;
    int value;
    const char *name;
};
static const struct whole wholes[] = {
#define WORD(kind, value, name, sentence) {QUERY_##kind, value, name},
#include "find/query_word.def"
};

static void set_instead(struct query_problem *p, const char *instead)
{
    if (strlen(instead) < sizeof p->instead)
        memcpy(p->instead, instead, strlen(instead) + 1);
}

/* why may be NULL: then it is enough to say what to write. */
static bool refuse(struct reader *r, const char *begin, size_t bytes, const char *why,
                   const char *instead)
{
    struct query_problem *p = r->problem;
    *p = (struct query_problem){.begin = (size_t)(begin - r->query->text), .bytes = bytes};
    set_instead(p, instead);
    size_t shown = utf8_prefix_bytes(begin, bytes, SHOWN_BYTES);
    bool has = *p->instead;
    if (!why)
        why = has ? "" : "no such word";
    return err_set(&p->why, "'%.*s%s' cannot be read: %s%s%s%s%s", (int)shown, begin,
                   shown < bytes ? "..." : "", why, has && *why ? ", " : "", has ? "write '" : "",
                   p->instead, has ? "'" : "");
}

/* The same with what people mean by such a word; without a guess, with the word between `before`
 * and `behind`, unless these are NULL. */
static bool refuse_word(struct reader *r, const char *begin, size_t bytes, const char *why,
                        const char *before, const char *behind)
{
    struct buf instead = {0};
    char *word = xstrndup(begin, bytes);
    if (!query_instead(r->terms, word, &instead) && before && !strchr(word, '"'))
        buf_printf(&instead, "%s%s%s", before, word, behind);
    refuse(r, begin, bytes, why, buf_str(&instead));
    buf_done(&instead);
    free(word);
    return false;
}

static struct query_clause *add(struct reader *r, const struct word *w, enum query_kind kind)
{
    struct query *q = r->query;
    q->list = xgrow(q->list, q->count, sizeof *q->list);
    struct query_clause *c = &q->list[q->count++];
    *c = (struct query_clause){.kind = kind,
                               .negated = w->negated,
                               .begin = (size_t)(w->begin - q->text),
                               .bytes = w->bytes};
    return c;
}

static bool add_text(struct reader *r, const struct word *w, enum query_kind kind)
{
    struct query_clause *c = add(r, w, kind);
    char *folded = caseless_fold(w->value, strlen(w->value));
    c->text = w->value;
    c->folded = arena_strdup(r->query->arena, folded);
    free(folded);
    return true;
}

static bool add_number(struct reader *r, const struct word *w, enum query_kind kind,
                       const struct query_number *n)
{
    struct query_clause *c = add(r, w, kind);
    c->text = arena_strdup(r->query->arena, n->digits);
    c->plus = n->plus;
    return true;
}

static size_t word_bytes(const char *p)
{
    size_t n = 0;
    while (p[n] && !blank_at(p + n))
        n++;
    return n;
}

/* Narrows the query's range. */
static bool meet(struct reader *r, const struct word *w, const struct time_range *t)
{
    struct time_range *all = &r->query->range;
    if (t->since_us > all->since_us)
        all->since_us = t->since_us;
    if (t->until_us < all->until_us)
        all->until_us = t->until_us;
    r->query->implied = false;
    if (all->since_us > all->until_us)
        return refuse(r, w->begin, w->bytes, "this and the time before have nothing in common", "");
    return true;
}

static bool read_time(struct reader *r, struct word *w, bool *is_time)
{
    struct time_range range;
    struct err why;
    enum time_words_result result =
        time_words_read(&r->terms->time, r->at, &w->bytes, &range, &why);
    *is_time = result == TIME_WORDS_READ;
    if (result == TIME_WORDS_REFUSED)
        return refuse_word(r, w->begin, w->bytes, why.text, *w->begin == '@' ? "\"" : NULL, "\"");
    if (result == TIME_WORDS_NONE)
        return true;
    r->at += w->bytes;
    add(r, w, QUERY_TIME)->range = range;
    return w->negated || meet(r, w, &range);
}

/* The last slash that ends a word; NULL without one. */
static const char *last_slash(const char *begin)
{
    const char *last = NULL;
    for (const char *p = begin; *p; p++)
        if (*p == '/' && (!p[1] || blank_at(p + 1)))
            last = p;
    return last;
}

static bool read_regex(struct reader *r, struct word *w)
{
    const char *begin = w->begin + 1, *end = last_slash(begin);
    if (!end || end == begin)
        return refuse_word(r, w->begin, word_bytes(w->begin), "an expression is /REGEX/", "\"",
                           "\"");
    struct err why;
    w->bytes = (size_t)(end + 1 - w->begin);
    w->value = arena_strndup(r->query->arena, begin, (size_t)(end - begin));
    struct pattern *pattern = pattern_new(w->value, &why);
    if (!pattern)
        return refuse(r, w->begin, w->bytes, why.text, "");
    struct query_clause *c = add(r, w, QUERY_REGEX);
    c->pattern = pattern;
    c->text = w->value;
    r->at = end + 1;
    return true;
}

static const struct key *find_key(const char *p)
{
    for (size_t i = 0; i < LEN(keys); i++)
        if (strncasecmp(p, keys[i].name, strlen(keys[i].name)) == 0)
            return &keys[i];
    return NULL;
}

static bool refuse_open_quote(struct reader *r)
{
    size_t n = strlen(r->at);
    char *closed = blank_only(r->at + 1, n - 1) ? xstrdup("") : xasprintf("%s\"", r->at);
    refuse(r, r->at, n, "the second quote is missing", closed);
    free(closed);
    return false;
}

/* What is between quotes; r->at is at the first one. */
static bool read_quoted(struct reader *r, struct word *w)
{
    const char *begin = r->at + 1, *end = strchr(begin, '"');
    if (!end)
        return refuse_open_quote(r);
    w->quoted = true;
    w->value = arena_strndup(r->query->arena, begin, (size_t)(end - begin));
    r->at = end + 1;
    if (*r->at && !blank_at(r->at))
        return refuse(r, r->at, word_bytes(r->at), "a blank is missing after the quote", "");
    if (blank_only(w->value, strlen(w->value)))
        return refuse(r, begin - 1, (size_t)(r->at - begin) + 1, "nothing is between the quotes",
                      "");
    return true;
}

static bool read_value(struct reader *r, struct word *w)
{
    size_t n = word_bytes(r->at);
    if (*r->at == '"')
        return read_quoted(r, w);
    if (memchr(r->at, '"', n)) {
        refuse(r, w->begin, (size_t)(r->at - w->begin) + n,
               "a quote can only begin a word or follow a colon", "");
        return false;
    }
    w->value = arena_strndup(r->query->arena, r->at, n);
    r->at += n;
    return true;
}

static bool read_word(struct reader *r, struct word *w)
{
    if (w->key)
        r->at += strlen(w->key->name);
    if (!read_value(r, w))
        return false;
    w->bytes = (size_t)(r->at - w->begin);
    return true;
}

static const char *number_fault(enum query_number_result result)
{
    return result == QUERY_NUMBER_ZEROS
               ? "a number is not only zeros"
               : "a number has 4 to 15 digits; with blanks it needs quotes";
}

/* One or two digits are rather a part of a day or a time. */
static const char *word_fault(const char *word, enum query_number_result result)
{
    bool is_short = strlen(word) <= 2 && result == QUERY_NUMBER_LENGTH;
    return is_short ? "a day is 2026-11-28, a time 14:00, a number has 4 digits"
                    : number_fault(result);
}

static bool keyed(struct reader *r, const struct word *w)
{
    struct query_number number;
    if (blank_only(w->value, strlen(w->value)))
        return refuse(r, w->begin, w->bytes, "nothing follows the colon", "");
    if (w->key->kind != QUERY_FROM && w->key->kind != QUERY_TO)
        return add_text(r, w, w->key->kind);
    enum query_number_result result = query_number_read(w->value, strlen(w->value), &number);
    if (result != QUERY_NUMBER_READ)
        return refuse(r, w->begin, w->bytes, number_fault(result), "");
    return add_number(r, w, w->key->kind, &number);
}

/* A date in quotes is a text, however it is written. */
static bool is_date(const struct reader *r, const char *value)
{
    struct buf instead = {0};
    bool is = query_instead_date(r->terms, value, &instead) ||
              time_words_is_point(&r->terms->time, value);
    buf_done(&instead);
    return is;
}

static bool quoted(struct reader *r, const struct word *w)
{
    struct query_number number;
    enum query_number_result result = query_number_read(w->value, strlen(w->value), &number);
    if (result == QUERY_NUMBER_NONE || result == QUERY_NUMBER_LENGTH || is_date(r, w->value))
        return add_text(r, w, QUERY_TEXT);
    if (result == QUERY_NUMBER_ZEROS)
        return refuse(r, w->begin, w->bytes, number_fault(result), "");
    return add_number(r, w, QUERY_NUMBER, &number);
}

static const struct whole *find_whole(const char *word)
{
    for (size_t i = 0; i < LEN(wholes); i++)
        if (strcasecmp(word, wholes[i].name) == 0)
            return &wholes[i];
    return NULL;
}

static bool add_whole(struct reader *r, const struct word *w, const struct whole *whole)
{
    if (whole->kind == QUERY_KEPT && w->negated)
        return refuse(r, w->begin, w->bytes, "leave it out to ask the providers", "");
    struct query_clause *c = add(r, w, whole->kind);
    if (whole->kind == QUERY_CLASS)
        c->class = (enum find_class)whole->value;
    else if (whole->kind == QUERY_DIRECTION)
        c->direction = (enum find_direction)whole->value;
    else
        r->query->kept = true;
    return true;
}

static bool same_word(const char *a, const char *b)
{
    char *folded_a = caseless_fold(a, strlen(a)), *folded_b = caseless_fold(b, strlen(b));
    bool same = strcmp(folded_a, folded_b) == 0;
    free(folded_a);
    free(folded_b);
    return same;
}

/* A word has no blanks, so a title of several words is never found. */
static const struct query_provider *find_provider(const struct query_terms *t, const char *word)
{
    for (size_t i = 0; i < t->provider_count; i++) {
        const struct query_provider *p = &t->providers[i];
        if (same_word(p->name, word) || (p->title && same_word(p->title, word)))
            return p;
    }
    return NULL;
}

/* >5m <30s >90 */
static bool read_bound(struct reader *r, const struct word *w)
{
    const char *p = w->value + 1;
    int64_t seconds = 0;
    size_t digits = strspn(p, "0123456789");
    for (size_t i = 0; i < digits && i < 10; i++)
        seconds = seconds * 10 + (p[i] - '0');
    p += digits;
    int unit_s = time_words_unit_s(*p);
    p += unit_s != 0;
    seconds *= unit_s ? unit_s : 1;
    if (!digits || digits > 9 || *p || seconds > INT32_MAX)
        return refuse_word(r, w->begin, w->bytes, "a duration is >5m, <30s or >90", NULL, NULL);
    add(r, w, *w->value == '>' ? QUERY_LONGER : QUERY_SHORTER)->seconds = (int)seconds;
    return true;
}

static bool read_digits(struct reader *r, const struct word *w)
{
    struct query_number number;
    if (is_date(r, w->value))
        return refuse_word(r, w->begin, w->bytes, NULL, NULL, NULL);
    enum query_number_result result = query_number_read(w->value, strlen(w->value), &number);
    if (result == QUERY_NUMBER_READ)
        return add_number(r, w, QUERY_NUMBER, &number);
    if (result == QUERY_NUMBER_NONE)
        return refuse_word(r, w->begin, w->bytes, NULL, "text:", "");
    return refuse_word(r, w->begin, w->bytes, word_fault(w->value, result), NULL, NULL);
}

static bool plain(struct reader *r, const struct word *w)
{
    const struct whole *whole = find_whole(w->value);
    if (whole)
        return add_whole(r, w, whole);
    const struct query_provider *provider = find_provider(r->terms, w->value);
    if (provider) {
        add(r, w, QUERY_PROVIDER)->text = arena_strdup(r->query->arena, provider->name);
        return true;
    }
    if (*w->value == '>' || *w->value == '<')
        return read_bound(r, w);
    if (query_number_in(w->value, strlen(w->value)))
        return read_digits(r, w);
    return add_text(r, w, QUERY_WORD);
}

static bool read_clause(struct reader *r)
{
    struct word w = {.negated = *r->at == '!'};
    bool is_time = false;
    w.begin = r->at += w.negated;
    if (!*r->at || blank_at(r->at) || *r->at == '!')
        return refuse(r, r->at - 1, 1, "the ! needs a word after it", "");
    if (*r->at == '/')
        return read_regex(r, &w);
    w.key = find_key(r->at);
    if (!w.key && *r->at != '"' && !read_time(r, &w, &is_time))
        return false;
    if (is_time)
        return true;
    if (!read_word(r, &w))
        return false;
    return w.key ? keyed(r, &w) : w.quoted ? quoted(r, &w) : plain(r, &w);
}

static bool refuse_regex(struct reader *r, const struct query_clause *c)
{
    char *instead = xasprintf("kept /%s/", c->text);
    refuse(r, r->query->text + c->begin, c->bytes, "only kept calls are searched with expressions",
           instead);
    free(instead);
    return false;
}

/* What only the complete query can tell. */
static bool read_end(struct reader *r)
{
    struct query *q = r->query;
    const struct time_words *t = &r->terms->time;
    for (size_t i = 0; i < q->count; i++)
        if (q->list[i].kind == QUERY_REGEX && !q->kept)
            return refuse_regex(r, &q->list[i]);
    if (q->implied && !q->kept)
        q->range.since_us = t->now_us - (int64_t)t->days * CIVIL_DAY_S * CIVIL_US;
    q->implied = q->implied && !q->kept;
    return true;
}

static bool read_all(struct reader *r)
{
    if (strlen(r->at) > QUERY_MAX_BYTES)
        return refuse(r, r->at, strlen(r->at), "it is too long", "");
    for (;;) {
        r->at += blank_span(r->at, strlen(r->at));
        if (!*r->at)
            return read_end(r);
        if (!read_clause(r))
            return false;
    }
}

struct query *query_new(const char *text, const struct query_terms *t,
                        struct query_problem *problem)
{
    struct query *q = xcalloc(1, sizeof *q);
    q->arena = arena_new();
    q->text = arena_strdup(q->arena, text);
    q->range = (struct time_range){INT64_MIN, INT64_MAX};
    q->implied = true;
    struct reader r = {.terms = t, .query = q, .at = q->text, .problem = problem};
    if (read_all(&r))
        return q;
    query_free(q);
    return NULL;
}

static int no_offset(const struct instant *t)
{
    (void)t;
    return 0;
}

static void no_name(const struct instant *t, char *out)
{
    (void)t;
    *out = '\0';
}

/* What the time is decides only which one a word means. */
static bool reads_time(const char *name)
{
    static const struct civil_zone utc = {no_offset, no_name};
    struct time_range range;
    size_t bytes;
    const struct time_words any = {.now_us = INT64_C(4102444800) * CIVIL_US, .zone = &utc};
    return time_words_read(&any, name, &bytes, &range, NULL) != TIME_WORDS_NONE;
}

bool query_is_word(const char *name)
{
    struct query_number number;
    return reads_time(name) || (*name && strchr("!\"/<>", *name)) || find_key(name) ||
           find_whole(name) || query_number_read(name, strlen(name), &number) != QUERY_NUMBER_NONE;
}
