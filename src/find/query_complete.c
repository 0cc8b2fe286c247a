/* What a word of a query can become. Only what is before the cursor counts. */
#include "base/alloc.h"
#include "find/query.h"
#include "text/blank.h"
#include "text/caseless.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *sentence;
} words[] = {
#define WORD(kind, value, name, sentence) {name, sentence},
#define KEY(kind, name, sentence) {name, sentence},
#include "find/query_word.def"
};

struct offers {
    const char *typed; /* folded */
    query_offer *offer;
    void *owner;
};

static bool begins(const char *word, const char *typed)
{
    char *folded = caseless_fold(word, strlen(word));
    bool is = strncmp(folded, typed, strlen(typed)) == 0;
    free(folded);
    return is;
}

static void offer(const struct offers *o, const char *word, const char *sentence)
{
    if (begins(word, o->typed))
        o->offer(o->owner, word, sentence);
}

/* A name is offered also to whoever types the title. */
static void offer_providers(const struct offers *o, const struct query_terms *t)
{
    for (size_t i = 0; i < t->provider_count; i++) {
        const struct query_provider *p = &t->providers[i];
        if (begins(p->name, o->typed) || (p->title && begins(p->title, o->typed)))
            o->offer(o->owner, p->name, p->title);
    }
}

/* `now` is no word alone. */
static void offer_times(const struct offers *o, bool in_range)
{
    const char *name;
    for (size_t i = 0; (name = time_words_name(i)); i++)
        if (in_range || strcmp(name, "now") != 0)
            offer(o, name, time_words_sentence(i));
}

/* Where the word before the cursor begins; *quoted says whether that is inside quotes. */
static size_t word_begin(const char *text, size_t cursor, bool *quoted)
{
    size_t begin = 0;
    *quoted = false;
    for (size_t i = 0, bytes; i < cursor; i += bytes) {
        bytes = blank_bytes(text + i, cursor - i);
        if (text[i] == '"')
            *quoted = !*quoted;
        if (bytes && !*quoted)
            begin = i + bytes;
        bytes = bytes ? bytes : 1;
    }
    return begin;
}

/* Behind the last `..` of a word that has it. */
static size_t range_begin(const char *text, size_t begin, size_t cursor)
{
    for (size_t i = cursor; i >= begin + 2; i--)
        if (text[i - 1] == '.' && text[i - 2] == '.')
            return i;
    return begin;
}

size_t query_complete(const char *text, size_t cursor, const struct query_terms *t,
                      query_offer *offer_one, void *owner)
{
    bool quoted;
    size_t begin = word_begin(text, cursor, &quoted);
    if (quoted)
        return cursor;
    begin += begin < cursor && text[begin] == '!';
    size_t end = range_begin(text, begin, cursor);
    char *typed = caseless_fold(text + end, cursor - end);
    struct offers o = {typed, offer_one, owner};
    offer_times(&o, end > begin);
    for (size_t i = 0; end == begin && i < sizeof words / sizeof *words; i++)
        offer(&o, words[i].name, words[i].sentence);
    if (end == begin)
        offer_providers(&o, t);
    free(typed);
    return end;
}
