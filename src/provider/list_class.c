#include "provider/list_class.h"

#include "base/alloc.h"

#include <string.h>
#include <strings.h>

static const char reason_label[] = "reason:";
enum { REASON_BYTES = sizeof reason_label - 1 };

struct class_word {
    const char *at;
    size_t bytes;
};

/* Moves *at, which may be NULL, past the next word. */
static bool word_next(const char **at, struct class_word *w)
{
    if (!*at)
        return false;
    *at += strspn(*at, " \t");
    *w = (struct class_word){*at, strcspn(*at, " \t")};
    *at += w->bytes;
    return w->bytes > 0;
}

static bool is_of_reason(const struct class_word *w)
{
    return w->bytes > REASON_BYTES && strncasecmp(w->at, reason_label, REASON_BYTES) == 0;
}

static bool is_complete(const struct class_word *w)
{
    return !is_of_reason(w) && !memchr(w->at, '*', w->bytes);
}

/* Only the last `*` is retried when the rest does not match, so matching cannot explode. */
static bool matches(const char *pattern, size_t n, const char *text)
{
    const char *end = pattern + n, *star = NULL, *again = NULL;
    for (;;) {
        if (pattern < end && *pattern == '*') {
            star = ++pattern;
            again = text;
        } else if (pattern == end && !*text) {
            return true;
        } else if (pattern < end && *text && strncasecmp(pattern, text, 1) == 0) {
            pattern++, text++;
        } else if (star && *again) {
            pattern = star;
            text = ++again;
        } else {
            return false;
        }
    }
}

static bool have(const char *words, const char *status, const char *reason)
{
    struct class_word w;
    while (word_next(&words, &w)) {
        size_t label = is_of_reason(&w) ? REASON_BYTES : 0;
        const char *text = label ? reason : status;
        if (text && matches(w.at + label, w.bytes - label, text))
            return true;
    }
    return false;
}

const char *list_class_words(const struct provider *p, enum find_class class)
{
    return class == FIND_LIVE ? p->live : class == FIND_FAILED ? p->failed : p->completed;
}

enum find_class list_class(const struct provider *p, const char *status, const char *end_reason)
{
    if (have(p->failed, status, end_reason))
        return FIND_FAILED;
    if (have(p->live, status, end_reason))
        return FIND_LIVE;
    if (have(p->completed, status, end_reason))
        return FIND_COMPLETED;
    return status ? FIND_CLASS_OTHER : FIND_CLASS_UNKNOWN;
}

static bool contains(const struct class_word *w, const char *text, size_t n)
{
    for (size_t i = 0; i + n <= w->bytes; i++)
        if (strncasecmp(w->at + i, text, n) == 0)
            return true;
    return false;
}

/* Looks through one class. False if another word could contain the text. */
static bool word_seek(const char *words, const char *text, struct class_word *found)
{
    struct class_word w;
    size_t n = strlen(text);
    while (word_next(&words, &w)) {
        bool same = w.bytes == n && strncasecmp(w.at, text, n) == 0;
        if (is_of_reason(&w))
            continue;
        if (!same && (!is_complete(&w) || contains(&w, text, n)))
            return false;
        if (same)
            *found = w;
    }
    return true;
}

char *list_class_word(const struct provider *p, const char *text)
{
    struct class_word found = {0};
    bool only = word_seek(p->failed, text, &found) && word_seek(p->live, text, &found) &&
                word_seek(p->completed, text, &found);
    return only && found.bytes ? xstrndup(found.at, found.bytes) : NULL;
}

char *list_class_only_word(const struct provider *p, enum find_class class)
{
    const char *words = list_class_words(p, class);
    struct class_word w, second;
    if (!word_next(&words, &w) || !is_complete(&w) || word_next(&words, &second))
        return NULL;
    return xstrndup(w.at, w.bytes);
}
