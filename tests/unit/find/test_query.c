/* Queries: what is read, what is refused and where, how they are printed, and completed. */
#include "find/query.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

enum { DAY_S = 86400 };
static const int64_t NOW_US = 1795963212345000; /* Sun 29 Nov 2026 15:40:12.345 CET */

static bool is_id(const void *owner, const char *word)
{
    return strncmp(word, owner, strlen(owner)) == 0;
}

static const struct query_provider providers[] = {
    {"ringg", "Ringg"}, {"diga", "Diga"}, {"acme", "Acme Voice"}, {"bot2", NULL}};

static const struct query_terms terms = {.time = {NOW_US, &civil_zone_in_force, 7},
                                         .providers = providers,
                                         .provider_count = LEN(providers),
                                         .is_id = is_id,
                                         .owner = "call_"};

static struct query *read_query(const char *text)
{
    struct query_problem problem;
    struct query *q = query_new(text, &terms, &problem);
    if (!q)
        fail_msg("'%s': %s", text, problem.why.text);
    return q;
}

/* A clause as text, with all that was read of it. */
static void describe(struct buf *out, const struct query_clause *c)
{
    static const char *const kinds[] = {[QUERY_PROVIDER] = "provider",
                                        [QUERY_NUMBER] = "number",
                                        [QUERY_FROM] = "from",
                                        [QUERY_TO] = "to",
                                        [QUERY_TIME] = "time",
                                        [QUERY_LONGER] = "longer",
                                        [QUERY_SHORTER] = "shorter",
                                        [QUERY_DIRECTION] = "direction",
                                        [QUERY_CLASS] = "class",
                                        [QUERY_AGENT] = "agent",
                                        [QUERY_STATUS] = "status",
                                        [QUERY_REASON] = "reason",
                                        [QUERY_ID] = "id",
                                        [QUERY_NAME] = "name",
                                        [QUERY_TEXT] = "text",
                                        [QUERY_WORD] = "word",
                                        [QUERY_KEPT] = "kept",
                                        [QUERY_REGEX] = "regex"};
    buf_printf(out, "%s%s%s", out->len ? "; " : "", c->negated ? "not " : "", kinds[c->kind]);
    if (c->text)
        buf_printf(out, " %s%s", c->plus ? "+" : "", c->text);
    if (c->seconds)
        buf_printf(out, " %d", c->seconds);
    if (c->direction)
        buf_printf(out, " %s", c->direction == FIND_IN ? "in" : "out");
    if (c->class)
        buf_printf(out, " %d", (int)c->class);
}

static void query_new__words__become_clauses(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", ""},
        {"   ", ""},
        {"ringg RINGG Diga acme", "provider ringg; provider ringg; provider diga; provider acme"},
        {"Acme Voice", "provider acme; word Voice"},
        {"!ringg bot2", "not provider ringg; provider bot2"},
        {"1234", "number 1234"},
        {"0791234567", "number 791234567"},
        {"00041", "number 41"},
        {"+14155551234", "number +14155551234"},
        {"(415)555-1234 415.555.1234", "number 4155551234; number 4155551234"},
        {"\"(415) 555-1234\"", "number 4155551234"},
        {"\"1234\" !5678", "number 1234; not number 5678"},
        {"\xef\xbc\x91\xef\xbc\x92\xef\xbc\x93\xef\xbc\x94", "number 1234"}, /* full-width */
        {"+1\xe2\x80\x91"
         "415\xe2\x80\x91"
         "5551234",
         "number +14155551234"},
        {"20261128", "number 20261128"},
        {"from:1234 TO:+41791234567 from:\"(415) 555 12\"",
         "from 1234; to +41791234567; from 41555512"},
        {">5m <30s >90 !<1h >2D",
         "longer 300; shorter 30; longer 90; not shorter 3600; longer 172800"},
        {"in OUT !in", "direction in; direction out; not direction in"},
        {"live Failed !completed", "class 1; class 2; not class 3"},
        {"agent:Sales status:no-answer reason:b2b id:1-2 name:O'Brien text:1234",
         "agent Sales; status no-answer; reason b2b; id 1-2; name O'Brien; text 1234"},
        {"\"wait..2h\" \"from a..14:00 on\" id:x..@5",
         "text wait..2h; text from a..14:00 on; id x..@5"},
        {"agent:\"Sales bot\" !text:\"a b\"", "agent Sales bot; not text a b"},
        {"\"exact text\" !\"today\" \"123\" \"failed\"",
         "text exact text; not text today; text 123; text failed"},
        {"\"2026-11-28\" \"28.11.2026\"", "text 2026-11-28; text 28.11.2026"},
        {"\"a\xc2\xa0"
         "b\"",
         "text a\xc2\xa0"
         "b"},
        {"refund !no-answer (x) ? foo:bar information",
         "word refund; not word no-answer; word (x); word ?; word foo:bar; word information"},
        {"monday now_ tomorrow", "word monday; word now_; word tomorrow"},
        {"today failed", "time; class 2"},
        {"yesterday 14:00 1234", "time; number 1234"},
        {"!yesterday 14:00 ringg", "not time; provider ringg"},
        {"kept", "kept"},
        {"Kept /foo/", "kept; regex foo"},
        {"/foo bar/ kept", "regex foo bar; kept"},
        {"kept !/a/ /b/", "kept; not regex a/ /b"},
        {"kept /a b/c d/ id:x/y", "kept; regex a b/c d; id x/y"},
        {"a\xe2\x80\x83"
         "b",
         "word a; word b"}, /* an em space */
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct query *q = read_query(rows[i][0]);
        struct buf out = {0};
        for (size_t k = 0; k < q->count; k++)
            describe(&out, &q->list[k]);
        if (strcmp(buf_str(&out), rows[i][1]) != 0)
            fail_msg("'%s' is '%s', expected '%s'", rows[i][0], buf_str(&out), rows[i][1]);
        buf_done(&out);
        query_free(q);
    }
}

static void query_new__clauses__know_their_places(void **state)
{
    (void)state;
    static const char text[] = "  ringg !yesterday  14:00 agent:\"x y\"  !\"z\" ";
    static const char *const words[] = {"ringg", "yesterday  14:00", "agent:\"x y\"", "\"z\""};
    struct query *q = read_query(text);
    assert_int_equal(q->count, LEN(words));
    for (size_t i = 0; i < LEN(words); i++) {
        assert_int_equal(q->list[i].begin, strstr(text, words[i]) - text);
        assert_int_equal(q->list[i].bytes, strlen(words[i]));
    }
    query_free(q);
}

/* What cannot be read: the place in the query, a part of the sentence, and what to write. */
static const struct {
    const char *text, *place, *why, *instead;
} refused[] = {
    {"ringg 2pm", "2pm", "write '14:00'", "14:00"},
    {"!2:30PM", "2:30PM", "", "14:30"},
    {"12am", "12am", "", "00:00"},
    {"13pm", "13pm", "", "text:13pm"},
    {"2pm..4pm", "2pm..4pm", "", "14:00..16:00"},
    {"28.11.", "28.11.", "", "2026-11-28"},
    {"30.11.", "30.11.", "", "2025-11-30"},
    {"28.11.2026", "28.11.2026", "", "2026-11-28"},
    {"28.11.26", "28.11.26", "", "2026-11-28"},
    {"28.11", "28.11", "", "2026-11-28"},
    {"28/11/2026", "28/11/2026", "", "2026-11-28"},
    {"11/28/2026", "11/28/2026", "", "2026-11-28"},
    {"3/4/2026", "3/4/2026", "", "2026-04-03 or 2026-03-04"},
    {"4/4", "4/4", "", "2026-04-04"},
    {"2026/11/28", "2026/11/28", "", "2026-11-28"},
    {"28-11-2026", "28-11-2026", "", "2026-11-28"},
    {"2026-1-5", "2026-1-5", "no such time", "2026-01-05"},
    {"14.30", "14.30", "", "14:30"},
    {"14h30", "14h30", "", "14:30"},
    {"14:00:30", "14:00:30", "", "14:00"},
    {"22:00..24:00", "22:00..24:00", "", "22:00..00:00"},
    {"2026-11-28T14:05", "2026-11-28T14:05", "", "2026-11-28 14:05"},
    {"2026-11-28T13:05:30Z", "2026-11-28T13:05:30Z", "", "2026-11-28 14:05"},
    {"2h30m", "2h30m", "", "150m"},
    {"1.5h", "1.5h", "", "90m"},
    {"2weeks", "2weeks", "", "14d"},
    {"90sec", "90sec", "", "90s"},
    {"14:60", "14:60", "no such time", ""},
    {"24:30", "24:30", "no such time", ""},
    {"14:00:", "14:00:", "no such time", ""},
    {"14:00:30x", "14:00:30x", "no such time", ""},
    {"2:pm", "2:pm", "", "text:2:pm"},
    {"0am", "0am", "", "text:0am"},
    {"1/2/3/4", "1/2/3/4", "", "1234"},
    {"100/1/2026", "100/1/2026", "", "10012026"},
    {"1/100/2026", "1/100/2026", "", "11002026"},
    {"13/13/2026", "13/13/2026", "", "13132026"},
    {"2100/01/05", "2100/01/05", "", "21000105"},
    {"1234567/12345678901", "1234567/12345678901", "", "text:1234567/12345678901"},
    {"2/3/4/", "2/3/4/", "", "2004-03-02 or 2004-02-03"},
    {"1969-12-31T10:00", "1969-12-31T10:00", "", "text:1969-12-31T10:00"},
    {"2150-01-01T10:00", "2150-01-01T10:00", "", "text:2150-01-01T10:00"},
    {"5abcdefghijklmnop", "5abcdefghijklmnop", "", "text:5abcdefghijklmnop"},
    {"0.2s", "0.2s", "", "text:0.2s"},
    {"1.5d", "1.5d", "", "36h"},
    {">5x", ">5x", "a duration is", ""},
    {"2pm..5x", "2pm..5x", "", "text:2pm..5x"},
    {"5x..2pm", "5x..2pm", "", "text:5x..2pm"},
    {"9am-5x", "9am-5x", "", "text:9am-5x"},
    {"5x-9am", "5x-9am", "", "text:5x-9am"},
    {"9am-", "9am-", "", "text:9am-"},
    {"4321,x", "4321,x", "", "text:4321,x"},
    {"14.5", "14.5", "", "2026-05-14"},
    {"call_7f3", "call_7f3", "", "id:call_7f3"},
    {"B2B", "B2B", "", "text:B2B"},
    {"0791/234567", "0791/234567", "", "0791234567"},
    {"14:00-16:00", "14:00-16:00", "", "14:00..16:00"},
    {"9am-5pm", "9am-5pm", "", "09:00..17:00"},
    {"number:4321", "number:4321", "", "4321"},
    {"tel=+14155551234", "tel=+14155551234", "", "+14155551234"},
    {"*4321", "*4321", "", "4321"},
    {"...4321", "...4321", "", "4321"},
    {"4321,", "4321,", "", "4321"},
    {"order:B4321", "order:B4321", "", "text:order:B4321"},
    {"29 Nov", "29", "a day is 2026-11-28", ""},
    {"+4 1", "+4", "a time 14:00", ""},
    {"123", "123", "4 to 15 digits", ""},
    {"1234567890123456", "1234567890123456", "4 to 15 digits", ""},
    {"12345678901234567890123456789", "12345678901234567890123456789",
     "'1234567890123456789012345678...' cannot be read: a number has 4 to 15 digits", ""},
    {"0000", "0000", "zeros", ""},
    {"\"0000\"", "\"0000\"", "zeros", ""},
    {"from:0000", "from:0000", "zeros", ""},
    {"from:12", "from:12", "4 to 15 digits", ""},
    {"to:anonymous", "to:anonymous", "4 to 15 digits", ""},
    {"agent:", "agent:", "nothing follows", ""},
    {"x agent: y", "agent:", "nothing follows", ""},
    {"name:\x0e\xe2\xa0\x80", "name:\x0e\xe2\xa0\x80", "nothing follows", ""},
    {"25:00", "25:00", "no such time", ""},
    {"2026-02-30", "2026-02-30", "no such time", ""},
    {"14:00 .. 16:00", "..", "without blanks around", ""},
    {"@5", "@5", "", "@5.."},
    {"now", "now", "", "..now"},
    {"@bob", "@bob", "", "\"@bob\""},
    {"today..yesterday", "today..yesterday", "before the beginning", "yesterday..today"},
    {"2027-01-01..", "2027-01-01..", "in the future", ""},
    {"yesterday today", "today", "nothing in common", ""},
    {">abc", ">abc", "a duration is", ""},
    {">", ">", "a duration is", ""},
    {">=5m", ">=5m", "", ">5m"},
    {"<1.5m", "<1.5m", "", "<90s"},
    {">9999999999", ">9999999999", "a duration is", ""},
    {"a ! b", "!", "needs a word", ""},
    {"!", "!", "needs a word", ""},
    {"!!x", "!", "needs a word", ""},
    {"!kept", "kept", "leave it out", ""},
    {"/foo", "/foo", "/REGEX/", "\"/foo\""},
    {"//", "//", "/REGEX/", "\"//\""},
    {"/foo/", "/foo/", "kept", "kept /foo/"},
    {"kept /a(/", "/a(/", "missing )", ""},
    {"x \"open text", "\"open text", "second quote", "\"open text\""},
    {"\"", "\"", "second quote", ""},
    {"\"  \"", "\"  \"", "nothing is between", ""},
    {"text:\"\"", "\"\"", "nothing is between", ""},
    {"\"a\"b", "b", "blank is missing", ""},
    {"a\"b\"", "a\"b\"", "a quote can only", ""},
};

static void query_new__refused__says_where_and_what(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(refused); i++) {
        struct query_problem p = {0};
        struct query *q = query_new(refused[i].text, &terms, &p);
        size_t begin = (size_t)(strstr(refused[i].text, refused[i].place) - refused[i].text);
        if (q || p.begin != begin || p.bytes != strlen(refused[i].place) ||
            !strstr(p.why.text, refused[i].why) || strcmp(p.instead, refused[i].instead) != 0)
            fail_msg("'%s': %s at %zu, %zu bytes, '%s', instead '%s'", refused[i].text,
                     q ? "read" : "refused", p.begin, p.bytes, p.why.text, p.instead);
    }
}

static void query_new__refused__one_sentence(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"2pm", "'2pm' cannot be read: write '14:00'"},
        {"25:00", "'25:00' cannot be read: no such time"},
        {"24:00", "'24:00' cannot be read: no such time, write '00:00'"}};
    for (size_t i = 0; i < LEN(rows); i++) {
        struct query_problem p;
        assert_null(query_new(rows[i][0], &terms, &p));
        assert_string_equal(p.why.text, rows[i][1]);
    }
}

static void query_new__too_long__refused(void **state)
{
    (void)state;
    struct query_problem p;
    char text[QUERY_MAX_BYTES + 2];
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = '\0';
    assert_null(query_new(text, &terms, &p));
    text[sizeof text - 2] = '\0';
    query_free(read_query(text));
    memset(text, '1', sizeof text - 2);
    assert_null(query_new(text, &terms, &p));
    assert_string_equal(p.instead, "");
    assert_true(strlen(p.why.text) < 200);
    text[0] = 'x'; /* no number, and too long to be written differently */
    assert_null(query_new(text, &terms, &p));
    assert_string_equal(p.instead, "");
    assert_non_null(strstr(p.why.text, "no such word"));
}

/* The words of the table, and what each rule of times, numbers and signs takes. */
static void query_is_word__names(void **state)
{
    (void)state;
    static const char *const taken[] = {
        "live",  "Failed", "in", "kept",  "mon",    "today",      "now",        "2h",
        "1234",  "12",     "@5", "14:00", "25:00",  "agent:x",    "from:",      "!x",
        "\"x\"", "/x/",    ">x", "..",    "a..mon", "2026-11-28", "2026-02-30", "415.555"};
    static const char *const free_names[] = {"ringg",   "bot2", "3cx", "monday",
                                             "tickets", "x-1",  "a..b"};
    for (size_t i = 0; i < LEN(taken); i++)
        if (!query_is_word(taken[i]))
            fail_msg("'%s' is a word of a query", taken[i]);
    for (size_t i = 0; i < LEN(free_names); i++)
        if (query_is_word(free_names[i]))
            fail_msg("'%s' is no word of a query", free_names[i]);
}

static void query_new__times__what_they_have_in_common(void **state)
{
    (void)state;
    static const int64_t week_us = (int64_t)7 * DAY_S * CIVIL_US,
                         hour_us = (int64_t)3600 * CIVIL_US;
    const struct {
        const char *text;
        int64_t since_us, until_us;
        bool implied, kept;
    } rows[] = {{"", NOW_US - week_us, INT64_MAX, true, false},
                {"!today 1234", NOW_US - week_us, INT64_MAX, true, false},
                {"2h", NOW_US - 2 * hour_us, INT64_MAX, false, false},
                {"2h 1h", NOW_US - hour_us, INT64_MAX, false, false},
                {"3h ..1h", NOW_US - 3 * hour_us, NOW_US - hour_us, false, false},
                {"3h !2h..1h", NOW_US - 3 * hour_us, INT64_MAX, false, false},
                {"kept", INT64_MIN, INT64_MAX, false, true},
                {"kept !today", INT64_MIN, INT64_MAX, false, true},
                {"kept 2h", NOW_US - 2 * hour_us, INT64_MAX, false, true}};
    for (size_t i = 0; i < LEN(rows); i++) {
        struct query *q = read_query(rows[i].text);
        if (q->range.since_us != rows[i].since_us || q->range.until_us != rows[i].until_us ||
            q->implied != rows[i].implied || q->kept != rows[i].kept)
            fail_msg("'%s': %lld to %lld", rows[i].text, (long long)q->range.since_us,
                     (long long)q->range.until_us);
        query_free(q);
    }
}

static void query_title__says_what_was_asked(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"yesterday 14:00..16:00 1234 failed", "Sat 28 Nov 14:00-16:00 CET, number ..1234, failed"},
        {"1234 failed yesterday 14:00..16:00", "Sat 28 Nov 14:00-16:00 CET, number ..1234, failed"},
        {"", "since Sun 22 Nov 15:40 CET"},
        {"today", "Sun 29 Nov CET"},
        {"today..", "since Sun 29 Nov CET"},
        {"2h", "since Sun 29 Nov 13:40 CET"},
        {"14:00..16:00", "Sun 29 Nov 14:00-15:40 CET"},
        {"yesterday 14:00", "Sat 28 Nov 13:30-14:30 CET"},
        {"mon..wed", "Mon 23 Nov - Wed 25 Nov CET"},
        {"yesterday 22:00..today 02:00", "Sat 28 Nov 22:00 - Sun 29 Nov 02:00 CET"},
        {"yesterday 22:00..00:00", "Sat 28 Nov 22:00 - Sun 29 Nov 00:00 CET"},
        {"14:00..yesterday", "Sat 28 Nov 14:00-24:00 CET"},
        {"2025-11-28", "Fri 28 Nov 2025 CET"},
        {"2025-12-31 23:00..2026-01-01 01:00", "Wed 31 Dec 2025 23:00 - Thu 1 Jan 01:00 CET"},
        {"2026-10-25", "Sun 25 Oct CEST/CET"},
        {"2026-10-25 02:00..02:30", "Sun 25 Oct 02:00 CEST - 02:30 CET"},
        {"2026-07-01 14:00", "Wed 1 Jul 13:30-14:30 CEST"},
        {"today ringg !diga !acme", "Sun 29 Nov CET, ringg, not diga, not acme"},
        {"today diga ringg from:1234 !to:+41791234567",
         "Sun 29 Nov CET, diga or ringg, from ..1234, not to +41791234567"},
        {"today in !out >5m <90 !live >2h",
         "Sun 29 Nov CET, inbound, not outbound, >5m, <90s, not live, >2h"},
        {"today agent:\"Sales bot\" reason:x \"exact text\" refund",
         "Sun 29 Nov CET, agent:\"Sales bot\", reason:x, text:\"exact text\", refund"},
        {"kept", "kept"},
        {"kept /a b/", "kept, /a b/"},
        {"!today kept 1234 !/x/", "kept, not Sun 29 Nov CET, number ..1234, not /x/"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct query *q = read_query(rows[i][0]);
        char *title = query_title(q, &terms.time);
        assert_string_equal(title, rows[i][1]);
        free(title);
        query_free(q);
    }
}

static void query_title__another_zone__its_times(void **state)
{
    (void)state;
    struct query *q = read_query("yesterday 14:00..16:00");
    assert_true(time_set_zone("UTC"));
    char *title = query_title(q, &terms.time);
    assert_true(time_set_zone("local"));
    assert_string_equal(title, "Sat 28 Nov 13:00-15:00 UTC");
    free(title);
    query_free(q);
}

static void add_candidate(void *owner, const char *word, const char *sentence)
{
    assert_true(sentence || strcmp(word, "bot2") == 0);
    buf_printf(owner, "%s ", word);
}

/* The cursor is where the `|` is. */
static void query_complete__words__before_the_cursor(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t begin;
        const char *offered;
    } rows[] = {
        {"t|", 0, "today tue thu to: text: "},
        {"T|oday", 0, "today tue thu to: text: "},
        {"ringg t|", 6, "today tue thu to: text: "},
        {"!fa|", 1, "failed "},
        {"f|", 0, "fri failed from: "},
        {"k|", 0, "kept "},
        {"r|", 0, "reason: ringg "},
        {"a|", 0, "agent: acme "},
        {"Acme v|", 5, ""},
        {"b|", 0, "bot2 "},
        {"mon..w|", 5, "wed "},
        {"..n|", 2, "now "},
        {"n|", 0, "name: "},
        {"14:00..|", 7, "today yesterday mon tue wed thu fri sat sun now "},
        {"\"t|", 2, ""},
        {"agent:t|", 0, ""},
        {"x \"a b\" li|", 8, "live "},
        {"|", 0,
         "today yesterday mon tue wed thu fri sat sun live failed completed in out kept from: to: "
         "agent: status: reason: id: name: text: ringg diga acme bot2 "},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct buf out = {0};
        size_t cursor = strcspn(rows[i].text, "|");
        size_t begin = query_complete(rows[i].text, cursor, &terms, add_candidate, &out);
        if (begin != rows[i].begin || strcmp(buf_str(&out), rows[i].offered) != 0)
            fail_msg("'%s': %zu, '%s'", rows[i].text, begin, buf_str(&out));
        buf_done(&out);
    }
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    time_set_zone("local");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(query_new__words__become_clauses),
        cmocka_unit_test(query_new__clauses__know_their_places),
        cmocka_unit_test(query_new__refused__says_where_and_what),
        cmocka_unit_test(query_new__refused__one_sentence),
        cmocka_unit_test(query_new__too_long__refused),
        cmocka_unit_test(query_is_word__names),
        cmocka_unit_test(query_new__times__what_they_have_in_common),
        cmocka_unit_test(query_title__says_what_was_asked),
        cmocka_unit_test(query_title__another_zone__its_times),
        cmocka_unit_test(query_complete__words__before_the_cursor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
