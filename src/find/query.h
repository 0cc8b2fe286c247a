/* A query: which calls a list shows. Words separated by blanks, which must all hold; `!WORD` must
 * not. Quotes ("...") keep blanks.
 *
 *   ringg                          a provider's name, or its title if that is one word
 *   1234 +14155551234 "(415) 5.."  the end of either side's number; from:1234 and to:1234, of one's
 *   yesterday 14:00 2h mon..wed    when the call was (time_words.h)
 *   >5m <30s >90                   its duration
 *   in out live failed completed   its direction, the class of its status
 *   agent:X status:X reason:X id:X name:X text:X     contains X
 *   "exact text"                   the same as text:, if it is no number
 *   refund                         any other word: in the status, the end reason, the agent, a name
 *                                  or the summary
 *   kept, /REGEX/                  the kept calls instead of providers, and an expression over them
 *
 * What is not obvious:
 * - All words are read in any case of letters. A provider's name comes after the words above.
 * - Several times hold together, and so do several bounds of the duration. Times that have nothing
 *   in common are refused.
 * - `!` before a time takes that time out and is no time itself, so the implied days stay.
 * - A quote begins a word, or follows `!` or the colon of a key, and ends the word. There is
 *   no way to write a quote inside quotes.
 * - What is quoted completely is a number or a text and nothing else. Digits that make a date,
 *   and quoted digits that are no number, are a text there.
 * - The zeros at the beginning of a number are dropped, even if fewer than four digits are left.
 * - An expression goes to the last `/` that ends a word, so there can be one. It needs `kept`.
 * - `kept` has no implied days, and `!kept` is refused.
 * - A text is compared as the screen shows it, line ends as blanks (text/caseless.h).
 *
 * Reading and printing need the time zone and therefore belong to its thread, the UI thread;
 * matching does not, but one query must not be matched by two threads at once (/REGEX/). */
#ifndef FIND_QUERY_H
#define FIND_QUERY_H

#include "base/buf.h"
#include "base/err.h"
#include "find/find_row.h"
#include "find/time_words.h"

#include <stdbool.h>
#include <stddef.h>

enum { QUERY_MAX_BYTES = 4096, QUERY_INSTEAD_BYTES = 128 };

enum query_kind {
    QUERY_PROVIDER, /* text: the provider's name */
    QUERY_NUMBER,   /* text: digits without zeros at the beginning; either side */
    QUERY_FROM,     /* the same, of one side */
    QUERY_TO,
    QUERY_TIME,    /* range */
    QUERY_LONGER,  /* seconds, which do not count themselves */
    QUERY_SHORTER, /* the same */
    QUERY_DIRECTION,
    QUERY_CLASS,
    QUERY_AGENT, /* text: what is contained; the same for the next ones */
    QUERY_STATUS,
    QUERY_REASON,
    QUERY_ID,
    QUERY_NAME,
    QUERY_TEXT,
    QUERY_WORD,
    QUERY_KEPT,
    QUERY_REGEX /* pattern; text: the expression */
};

struct pattern;

struct query_clause {
    enum query_kind kind;
    bool negated;        /* `!` */
    bool plus;           /* the number was written with `+`: it is a whole one */
    size_t begin, bytes; /* its place in the query's text, without the `!` */
    const char *text;
    const char *folded; /* the same as it is compared (text/caseless.h) */
    struct time_range range;
    int seconds;
    enum find_direction direction;
    enum find_class class;
    struct pattern *pattern;
};

/* Everything belongs to the query, which query_free frees. */
struct query {
    struct arena *arena;
    const char *text; /* as it was given */
    struct query_clause *list;
    size_t count;
    struct time_range range; /* what all times have in common, or the implied days; with `kept` and
                                without a time it has no beginning and no end */
    bool implied;            /* the range is the implied days */
    bool kept;
};

struct query_provider {
    const char *name, *title; /* title: NULL if it has no title */
};

/* What a query is read with. Everything is borrowed, for the time of the call. */
struct query_terms {
    struct time_words time;
    const struct query_provider *providers;
    size_t provider_count;
    bool (*is_id)(const void *owner, const char *word); /* whether this is an ID of a known form;
                                                           NULL: no form is known */
    const void *owner;
};

/* What cannot be read, and where. */
struct query_problem {
    size_t begin, bytes;               /* in the query's text */
    struct err why;                    /* a complete sentence, with what to write instead */
    char instead[QUERY_INSTEAD_BYTES]; /* what to write in that place, for people: it can be
                                          "2026-04-03 or 2026-03-04"; "" if nothing can be said */
};

/* NULL with *problem set if the text cannot be read. */
struct query *query_new(const char *text, const struct query_terms *t,
                        struct query_problem *problem);
void query_free(struct query *q); /* q may be NULL */

/* Whether a name means something in a query by itself, so that neither a provider nor a saved query
 * can have it: `live`, `mon`, `2h`, `1234`, and what begins like such a word (`25:00`). */
bool query_is_word(const char *name);

/* Whether the query names providers that are asked, and whether this one is asked by its names. */
bool query_names_providers(const struct query *q);
bool query_asks(const struct query *q, const char *provider);

/* The expression that must match, borrowed; NULL: none. */
struct pattern *query_expression(const struct query *q);
/* The first word without a meaning of its own, which is looked for as a text: if nothing was found,
 * it may have been meant as a time or a provider. Raw; or NULL. */
const char *query_loose_word(const struct query *q);
/* Appends what that word, as it may be shown, was taken for: "'WORD' is looked for as a text"; in
 * kept calls "'text:WORD' searches transcripts too". */
void query_put_loose(struct buf *out, const char *word, bool kept);

enum query_answer {
    QUERY_NO,
    QUERY_YES,
    QUERY_UNTOLD /* the row does not have the value */
};
/* Whether the clause holds for a row, its `!` left aside. */
enum query_answer query_answer(const struct query_clause *c, const struct find_row *r);
/* Whether the row's time is in the query's range. */
enum query_answer query_answer_time(const struct query *q, const struct find_row *r);
/* Whether the row is one that the query asks for. A clause that the row cannot tell does not hold,
 * and its negation does; so a row without a time is not in the implied days either. */
bool query_matches(const struct query *q, const struct find_row *r);

/* What was asked, for a title, with its times in the zone:
 * "Sat 28 Nov 14:00-16:00 CET, number ..1234, failed". Raw: it holds words of the query. The caller
 * frees it. */
char *query_title(const struct query *q, const struct time_words *w);
/* Appends a moment as a title has it: "Sat 28 Nov 12:10". */
void query_put_moment(struct buf *out, const struct time_words *w, int64_t us);
/* Likewise without the weekday: "28 Nov 12:10". */
void query_put_date_and_clock(struct buf *out, const struct time_words *w, int64_t us);

/* Offers what the word before the cursor can become; returns where that part begins. Candidates are
 * borrowed and in the order of the tables; the sentence may be NULL. */
typedef void query_offer(void *owner, const char *word, const char *sentence);
size_t query_complete(const char *text, size_t cursor, const struct query_terms *t,
                      query_offer *offer, void *owner);

#endif
