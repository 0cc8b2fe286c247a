/* Queries: one that is written again in its resolved form, with its times as seconds since 1970,
 * reads as the same; what is proposed for a word that cannot be read is read in its place; what
 * completion offers begins no other word. The first byte is the zone. */
#include "find/query.h"

#include "base/alloc.h"
#include "call/pattern.h"
#include "tests/fuzz/fuzz.h"
#include "text/blank.h"
#include "text/clean.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const int64_t NOW_US = 1795963212345000; /* Sun 29 Nov 2026 14:40:12.345 UTC */
enum { US_PER_S = 1000000 };

static const struct query_provider providers[] = {
    {"ringg", "Ringg"}, {"diga", "Diga"}, {"acme", "Acme Voice"}, {"bot2", NULL}};

static bool is_id(const void *owner, const char *word)
{
    (void)owner;
    return strncmp(word, "call_", 5) == 0;
}

static const struct query_terms terms = {.time = {NOW_US, &civil_zone_in_force, 7},
                                         .providers = providers,
                                         .provider_count = sizeof providers / sizeof *providers,
                                         .is_id = is_id};

/* ---- the resolved form ---- */

static void put_moment(struct buf *out, int64_t us)
{
    buf_printf(out, "@%" PRId64 ".%06" PRId64, us / US_PER_S, us % US_PER_S);
}

static void put_range(struct buf *out, const struct time_range *r)
{
    if (r->since_us != INT64_MIN)
        put_moment(out, r->since_us);
    buf_puts(out, "..");
    if (r->until_us != INT64_MAX)
        put_moment(out, r->until_us);
}

static const char *key_of(enum query_kind kind)
{
    static const char *const keys[] = {
#define KEY(kind, name, sentence) [QUERY_##kind] = name,
#include "find/query_word.def"
    };
    return kind < sizeof keys / sizeof *keys && keys[kind] ? keys[kind] : "";
}

/* `number` keeps the zeros that a number needs for its four digits. */
static void put_number(struct buf *out, const struct query_clause *c)
{
    size_t n = strlen(c->text);
    buf_printf(out, "%s%s%s%s", key_of(c->kind), c->plus ? "+" : "",
               n < 2   ? "000"
               : n < 3 ? "00"
               : n < 4 ? "0"
                       : "",
               c->text);
}

static void put_clause(struct buf *out, const struct query_clause *c)
{
    if (c->negated)
        buf_putc(out, '!');
    switch (c->kind) {
    case QUERY_TIME:
        put_range(out, &c->range);
        break;
    case QUERY_NUMBER:
    case QUERY_FROM:
    case QUERY_TO:
        put_number(out, c);
        break;
    case QUERY_LONGER:
    case QUERY_SHORTER:
        buf_printf(out, "%c%d", c->kind == QUERY_LONGER ? '>' : '<', c->seconds);
        break;
    case QUERY_DIRECTION:
        buf_puts(out, c->direction == FIND_IN ? "IN" : "out");
        break;
    case QUERY_CLASS:
        buf_puts(out, c->class == FIND_LIVE     ? "live"
                      : c->class == FIND_FAILED ? "Failed"
                                                : "completed");
        break;
    case QUERY_KEPT:
        buf_puts(out, "kept");
        break;
    case QUERY_REGEX:
        buf_printf(out, "/%s/", c->text);
        break;
    case QUERY_PROVIDER:
    case QUERY_WORD:
        buf_puts(out, c->text);
        break;
    default:
        if (strchr(c->text, '"'))
            buf_printf(out, "%s%s", key_of(c->kind), c->text);
        else
            buf_printf(out, "%s\"%s\"", key_of(c->kind), c->text);
    }
}

static bool same_text(const char *a, const char *b)
{
    return (!a && !b) || (a && b && strcmp(a, b) == 0);
}

static void check_same(const struct query *a, const struct query *b)
{
    FUZZ_CHECK(a->kept == b->kept && a->count == b->count);
    FUZZ_CHECK(a->implied == b->implied);
    FUZZ_CHECK(a->range.since_us == b->range.since_us && a->range.until_us == b->range.until_us);
    for (size_t i = 0; i < a->count; i++) {
        const struct query_clause *x = &a->list[i], *y = &b->list[i];
        FUZZ_CHECK(x->kind == y->kind && x->negated == y->negated && x->plus == y->plus);
        FUZZ_CHECK(x->seconds == y->seconds && x->direction == y->direction);
        FUZZ_CHECK(x->class == y->class && same_text(x->text, y->text));
        FUZZ_CHECK(same_text(x->folded, y->folded));
        FUZZ_CHECK(x->range.since_us == y->range.since_us &&
                   x->range.until_us == y->range.until_us);
    }
}

/* A day or a clock time may end after now, a range that is written as one may not. */
static bool is_past(const struct time_range *r)
{
    return r->since_us <= NOW_US && (r->until_us <= NOW_US || r->until_us == INT64_MAX);
}

/* The expression is last, as it ends with the last slash. */
static bool put_resolved(struct buf *out, const struct query *q)
{
    for (size_t i = 0; i < q->count; i++) {
        bool is_range = q->list[i].kind == QUERY_TIME;
        if ((q->list[i].kind == QUERY_REGEX && i + 1 < q->count) ||
            (is_range && !is_past(&q->list[i].range)))
            return false;
        buf_puts(out, i ? " " : "");
        put_clause(out, &q->list[i]);
    }
    return out->len <= QUERY_MAX_BYTES;
}

static void check_resolved(const struct query *q)
{
    struct buf text = {0};
    struct query_problem problem = {.why = {""}};
    if (put_resolved(&text, q)) {
        struct query *again = query_new(buf_str(&text), &terms, &problem);
        if (again)
            check_same(q, again);
        else
            FUZZ_SAME(buf_str(&text), problem.why.text);
        query_free(again);
    }
    buf_done(&text);
}

static void check_query(const struct query *q)
{
    check_resolved(q);
    char *title = query_title(q, &terms.time);
    FUZZ_CHECK(title);
    FUZZ_CHECK(q->range.since_us <= q->range.until_us);
    for (size_t i = 0; i < q->count; i++)
        FUZZ_CHECK(q->list[i].begin + q->list[i].bytes <= strlen(q->text));
    struct find_row row = {.provider = "ringg", .id = "call_1", .duration_s = 3};
    query_matches(q, &row);
    free(title);
}

/* ---- what cannot be read ---- */

/* Each of the alternatives "A or B" in place of the word: the same place is not refused again. */
static void check_instead(const char *text, const struct query_problem *p)
{
    char *all = xstrdup(p->instead), *rest = all;
    while (rest && *rest) {
        char *one = rest, * or = strstr(rest, " or ");
        rest = or ? or +4 : NULL;
        if (or)
            * or = '\0';
        char *better = xasprintf("%.*s%s%s", (int)p->begin, text, one, text + p->begin + p->bytes);
        struct query_problem again = {.why = {""}};
        struct query *q = query_new(better, &terms, &again);
        if (!q && again.begin < p->begin + strlen(one) && strcmp(again.why.text, p->why.text) == 0)
            fuzz_check_same(__FILE__, __LINE__, better, again.why.text);
        query_free(q);
        free(better);
    }
    free(all);
}

static void check_problem(const char *text, const struct query_problem *p)
{
    FUZZ_CHECK(*p->why.text);
    FUZZ_CHECK(p->begin + p->bytes <= strlen(text));
    if (*p->instead && strlen(text) < QUERY_MAX_BYTES / 2)
        check_instead(text, p);
}

static void offered(void *owner, const char *word, const char *sentence)
{
    (void)sentence;
    FUZZ_CHECK(*word && !blank_in(word, strlen(word)));
    ++*(size_t *)owner;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const zones[] = {"UTC", "Europe/Berlin", "Australia/Lord_Howe",
                                        "America/New_York"};
    struct fuzz_input in = fuzz_begin(data, size);
    time_set_zone(zones[fuzz_byte(&in) % (sizeof zones / sizeof *zones)]);
    char *text = fuzz_text(in);
    struct query_problem problem = {.why = {""}};
    struct query *q = query_new(text, &terms, &problem);
    if (q)
        check_query(q);
    else
        check_problem(text, &problem);
    size_t offers = 0;
    FUZZ_CHECK(query_complete(text, strlen(text), &terms, offered, &offers) <= strlen(text));
    query_is_word(text);
    query_free(q);
    free(text);
    return 0;
}

void fuzz_seeds(fuzz_seed *seed)
{
    static const char *const texts[] = {
        "1ringg yesterday 14:00 >5m <30m !live failed in",
        "2mon..wed from:1234 to:+14155551234",
        "3\"(415) 5551234\" agent:X status:\"a b\" !reason:z id:call_1",
        "0kept refund /re(fund|x)/",
        "12026-11-28 10:00..12:00 name:\"Ann\" text:help",
        "1@1795963212.345..now !mon",
        "1..yesterday 16:00",
        "12026-10-25 02:30 2026-03-29 02:30",
        "128.11. 11/28/2026 14.30 2pm",
        "125:00",
        "1>5x",
        "0\"open",
        "0today..14:00 !2h",
        "1acme bot2 Acme \xd9\xa1\xd9\xa2\xd9\xa3\xd9\xa4",
        "0call_x",
        "0text:",
        "13/4/2026 90min 2026-13-01 28.11.-29.11.",
        NULL};
    fuzz_seed_texts(seed, texts);
}
