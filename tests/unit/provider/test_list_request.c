/* Requests for lists: what each built-in provider is sent for a query, what is looked for in its
 * rows, and how the next page is asked for. */
#include "base/alloc.h"
#include "provider/list_page.h"
#include "provider/list_request.h"
#include "tests/support/descriptions.h"
#include "text/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static const int64_t NOW_US = 1795963212345000; /* Sun 29 Nov 2026 14:40:12.345 UTC */

/* The same time in all queries; a day more at both ends is what may be sent. */
#define AT "2026-11-28 14:00"
#define SINCE_ISO "2026-11-27T13%3A30%3A00Z"
#define UNTIL_ISO "2026-11-29T14%3A30%3A00Z"
#define SINCE_S "1795786200"
#define UNTIL_S "1795962600"

static const struct query_provider names[] = {{"mine", "Mine"}, {"diga", "Diga"}};

static struct query *read_query(const char *text)
{
    struct query_terms t = {.time = {NOW_US, &civil_zone_in_force, 7},
                            .providers = names,
                            .provider_count = LEN(names)};
    struct query_problem problem;
    struct query *q = query_new(text, &t, &problem);
    if (!q)
        fail_msg("'%s': %s", text, problem.why.text);
    return q;
}

/* "GET URL", or "POST URL BODY"; the caller frees it. */
static char *text_of(const struct request *r)
{
    return r->body ? xasprintf("POST %s %s", r->url, r->body) : xasprintf("GET %s", r->url);
}

static char *requested(const struct list_plan *plan, size_t pass, const struct list_paging *paging)
{
    struct request r;
    struct failure *f = list_request(plan, pass, paging, "k3y", &r);
    if (f)
        fail_msg("%s: expected a request, got '%s'", plan->provider->name, f->message);
    assert_string_equal(r.key, "k3y");
    char *text = text_of(&r);
    request_done(&r);
    return text;
}

static void expect_text(const char *about, const char *want, const char *got)
{
    if (strcmp(want, got) != 0)
        fail_msg("%s:\nexpected %s\ngot      %s", about, want, got);
}

enum {
    NUMBER,
    WHOLE,
    FROM,
    TO,
    FROM_WHOLE,
    IN,
    OUT,
    LIVE,
    FAILED,
    DONE,
    STATUS,
    LONGER,
    SHORTER,
    AGENT,
    TEXT,
    REASON,
    QUERIES
};

static const char *const queries[QUERIES] = {
    [NUMBER] = "1234",
    [WHOLE] = "+14155551234",
    [FROM] = "from:01234",
    [TO] = "to:+14155551234",
    [FROM_WHOLE] = "from:+14155551234",
    [IN] = "in",
    [OUT] = "out",
    [LIVE] = "live",
    [FAILED] = "failed",
    [DONE] = "completed",
    [STATUS] = "status:failed",
    [LONGER] = ">5m",
    [SHORTER] = "<90",
    [AGENT] = "agent:\"a b&c\"",
    [TEXT] = "text:\"re:fund \xc3\xbc\"",
    [REASON] = "reason:hung",
};

/* What is added to a request that asks for the time alone. NULL: nothing is, the clause is looked
 * for in the rows; "-WHY": the provider is left out. */
static const struct provider_row {
    const char *name, *url;
    const char *added[QUERIES];
} providers[] = {
    {.name = "ringg",
     .url = "https://prod-api.ringg.ai/ca/api/v0/calling/history?limit=50&start_date=" SINCE_ISO
            "&end_date=" UNTIL_ISO,
     .added = {[STATUS] = "&status=failed"}},
    {.name = "diga",
     .url = "https://api.diga.io/v1/call/?order=desc&limit=100&start_created_date=" SINCE_ISO
            "&end_created_date=" UNTIL_ISO,
     .added = {[IN] = "&type=inbound",
               [OUT] = "&type=outbound",
               [STATUS] = "&status=failed",
               [TEXT] = "-cannot look for texts"}},
    {.name = "voxworks",
     .url = "https://api.voxworks.ai/api/v1/calls?limit=50&created_after=" SINCE_ISO
            "&created_before=" UNTIL_ISO,
     .added = {[NUMBER] = "-cannot look for numbers",
               [WHOLE] = "-cannot look for numbers",
               [FROM] = "-cannot look for numbers",
               [TO] = "-cannot look for numbers",
               [FROM_WHOLE] = "-cannot look for numbers",
               [IN] = "&type=inbound",
               [OUT] = "&type=outbound",
               [DONE] = "&status=completed",
               [STATUS] = "&status=failed",
               [AGENT] = "-cannot look for agents"}},
    {.name = "cometchat",
     .url = "https://31780434a95d45.call-us.cometchat.io/v3/calls?perPage=100&startedAt=" SINCE_S,
     .added = {[NUMBER] = "-cannot look for numbers",
               [WHOLE] = "-cannot look for numbers",
               [FROM] = "-cannot look for numbers",
               [TO] = "-cannot look for numbers",
               [FROM_WHOLE] = "-cannot look for numbers",
               [IN] = "-cannot look for directions",
               [OUT] = "-cannot look for directions",
               [DONE] = "&status=ended",
               [AGENT] = "-cannot look for agents",
               [TEXT] = "-cannot look for texts",
               [REASON] = "-cannot look for end reasons"}},
    {.name = "ringyo",
     .url = "https://api.ringyo.ai/v1/calls?order=desc&limit=100&from_date=" SINCE_ISO
            "&to_date=" UNTIL_ISO,
     .added = {[IN] = "-cannot look for directions",
               [OUT] = "-cannot look for directions",
               [STATUS] = "&status=failed",
               [REASON] = "-cannot look for end reasons"}},
    {.name = "vapi",
     .url = "https://api.vapi.ai/call?limit=25&createdAtGe=" SINCE_ISO "&createdAtLe=" UNTIL_ISO},
    {.name = "bland",
     .url = "https://api.bland.ai/v1/calls?ascending=false&sort_by=created_at&limit=100&start_date="
            "2026-11-27&end_date=2026-11-30",
     .added = {[FROM_WHOLE] = "&from_number=%2B14155551234"}},
    {.name = "elevenlabs",
     .url = "https://api.elevenlabs.io/v1/convai/conversations?page_size=100&summary_mode=include&"
            "call_start_after_unix=" SINCE_S "&call_start_before_unix=" UNTIL_S,
     .added = {[NUMBER] = "-cannot look for numbers",
               [WHOLE] = "-cannot look for numbers",
               [FROM] = "-cannot look for numbers",
               [TO] = "-cannot look for numbers",
               [FROM_WHOLE] = "-cannot look for numbers",
               [LONGER] = "&call_duration_min_secs=299",
               [SHORTER] = "&call_duration_max_secs=91",
               [TEXT] = "&search=re%3Afund%20%C3%BC"}},
};

static void check_first(const struct list_plan *plan, const char *url, const char *added)
{
    struct list_paging paging = {0};
    char *want = xasprintf("GET %s%s", url, added ? added : ""), *got = requested(plan, 0, &paging);
    expect_text(plan->query->text, want, got);
    free(want);
    free(got);
    list_paging_done(&paging);
}

static void check_query(const struct described *d, const struct provider_row *row, int query)
{
    char *text = xasprintf("%s %s", AT, queries[query]);
    struct query *q = read_query(text);
    struct list_plan plan;
    const char *added = row->added[query];
    list_plan_init(&plan, described_find(d, row->name), q, NOW_US);
    if (added && *added == '-')
        expect_text(text, added + 1, plan.left_out ? plan.left_out : "(not left out)");
    else if (plan.left_out)
        fail_msg("%s: %s: %s", row->name, text, plan.left_out);
    else
        check_first(&plan, row->url, added);
    assert_int_equal(plan.pass_count, 1);
    list_plan_done(&plan);
    query_free(q);
    free(text);
}

static void all_described(struct described *d)
{
    described_init(d, "[provider cometchat]\napp_id = 31780434a95d45\nregion = us\n"
                      "[provider vapi]\nenabled = yes\n[provider retell]\nenabled = yes\n"
                      "[provider bland]\nenabled = yes\n[provider synthflow]\nenabled = yes\n"
                      "[provider elevenlabs]\nenabled = yes\n");
}

static void list_request__each_provider__sent_what_loses_no_row(void **state)
{
    (void)state;
    struct described d;
    all_described(&d);
    for (size_t i = 0; i < LEN(providers); i++)
        for (int query = 0; query < QUERIES; query++)
            check_query(&d, &providers[i], query);
    described_done(&d);
}

/* The request for a query with the first page, or why the provider is left out. */
static void expect_request(const struct described *d, const char *provider, const char *query,
                           size_t pass, const char *want)
{
    struct query *q = read_query(query);
    struct list_plan plan;
    struct list_paging paging = {0};
    list_plan_init(&plan, described_find(d, provider), q, NOW_US);
    char *got = plan.left_out ? xstrdup(plan.left_out) : requested(&plan, pass, &paging);
    expect_text(query, want, got);
    free(got);
    list_paging_done(&paging);
    list_plan_done(&plan);
    query_free(q);
}

#define RETELL "POST https://api.retellai.com/v3/list-calls "
#define RETELL_BODY(filters)                                                                       \
    RETELL                                                                                         \
    "{\"limit\":100,\"sort_order\":\"descending\",\"filter_criteria\":{\"start_timestamp\":"       \
    "{\"type\":\"range\",\"op\":\"bt\",\"value\":[" SINCE_S "000," UNTIL_S "000]}" filters "}}"
#define RETELL_STRING(name, op, value)                                                             \
    ",\"" name "\":{\"type\":\"string\",\"op\":\"" op "\",\"value\":\"" value "\"}"
#define RETELL_ENUM(name, value)                                                                   \
    ",\"" name "\":{\"type\":\"enum\",\"op\":\"in\",\"value\":[\"" value "\"]}"

static void list_request__retell__body_is_json(void **state)
{
    (void)state;
    struct described d;
    all_described(&d);
    static const struct {
        const char *query;
        size_t pass;
        const char *want;
    } rows[] = {
        {AT, 0, RETELL_BODY("")},
        {AT " 1234", 0, RETELL_BODY(RETELL_STRING("from_number", "ew", "1234"))},
        {AT " 1234", 1, RETELL_BODY(RETELL_STRING("to_number", "ew", "1234"))},
        {AT " +14155551234", 0, RETELL_BODY(RETELL_STRING("from_number", "eq", "+14155551234"))},
        {AT " +14155551234", 1, RETELL_BODY(RETELL_STRING("to_number", "eq", "+14155551234"))},
        {AT " 14155551234", 0, RETELL_BODY(RETELL_STRING("from_number", "ew", "14155551234"))},
        {AT " +1415555", 0, RETELL_BODY(RETELL_STRING("from_number", "eq", "+1415555"))},
        {AT " +141555", 0, RETELL_BODY(RETELL_STRING("from_number", "ew", "141555"))},
        {AT " from:1234 to:5678", 0,
         RETELL_BODY(RETELL_STRING("from_number", "ew", "1234")
                         RETELL_STRING("to_number", "ew", "5678"))},
        {AT " from:1234 5678", 0, RETELL_BODY(RETELL_STRING("from_number", "ew", "1234"))},
        {AT " in", 0, RETELL_BODY(RETELL_ENUM("direction", "inbound"))},
        {AT " in out", 0, RETELL_BODY(RETELL_ENUM("direction", "inbound"))},
        {AT " out >5m", 0,
         RETELL_BODY(RETELL_ENUM("direction", "outbound") ",\"duration_ms\":{\"type\":\"number\","
                                                          "\"op\":\"ge\",\"value\":299000}")},
        {AT " completed", 0, RETELL_BODY(RETELL_ENUM("call_status", "ended"))},
        {AT " failed", 0, RETELL_BODY("")},
        {AT " status:ongoing", 0, RETELL_BODY(RETELL_ENUM("call_status", "ongoing"))},
        {AT " !status:ongoing !in !1234 !failed", 0, RETELL_BODY("")},
        {AT " agent:x", 0, RETELL_BODY("")},
    };
    for (size_t i = 0; i < LEN(rows); i++)
        expect_request(&d, "retell", rows[i].query, rows[i].pass, rows[i].want);
    described_done(&d);
}

#define SYNTHFLOW                                                                                  \
    "GET https://api.synthflow.ai/v2/calls?limit=50&from_date=" SINCE_S "000&to_date=" UNTIL_S "0" \
    "0"                                                                                            \
    "0"

static void list_request__synthflow__needs_an_agent(void **state)
{
    (void)state;
    struct described d;
    all_described(&d);
    expect_request(&d, "synthflow", AT, 0, "needs agent:ID (lists one agent's calls)");
    expect_request(&d, "synthflow", AT " !agent:x", 0, "needs agent:ID (lists one agent's calls)");
    expect_request(&d, "synthflow", AT " agent:m/1", 0, SYNTHFLOW "&model_id=m%2F1");
    expect_request(&d, "synthflow", AT " completed agent:m1 >1m <90s", 0,
                   SYNTHFLOW "&call_status=completed&model_id=m1&duration_min=59&duration_max=91");
    described_done(&d);
}

#define MINE                                                                                       \
    "[provider mine]\nbase_url = https://h.example\npath = /c/{id}\nid = /id\nstatus = /s\n"       \
    "started = /t\nlist.path = /c\nrows = .\n"

/* A word of the description that no other one contains. */
static void list_request__status__sent_if_it_can_mean_one_word_only(void **state)
{
    (void)state;
    static const char plain[] = MINE "find.status = s={}\nlive = ringing call-back\n"
                                     "failed = Error busy reason:no*\ncompleted = done back\n",
                      any[] = MINE "find.status = s={}\nlive = ringing\nfailed = un*\n"
                                   "completed = done reason:ok\n";
    static const struct {
        const char *ini, *query, *want;
    } rows[] = {
        {plain, "status:ringing", "?s=ringing"},
        {plain, "status:eRRor", "?s=Error"},
        {plain, "status:ring", ""},
        {plain, "status:back", ""}, /* of call-back too */
        {plain, "status:call-back", "?s=call-back"},
        {plain, "status:no", ""},
        {plain, "status:done status:busy", "?s=done"},
        {plain, "live", ""},
        {any, "status:ringing", ""}, /* un* may be unringing */
        {any, "live", "?s=ringing"},
        {any, "failed", ""},
        {any, "completed", ""},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct described d;
        described_init(&d, rows[i].ini);
        if (d.config.problems.count)
            fail_msg("%s", d.config.problems.list[0].text);
        char *want = xasprintf("GET https://h.example/c%s", rows[i].want);
        expect_request(&d, "mine", rows[i].query, 0, want);
        free(want);
        described_done(&d);
    }
}

/* What a provider's rows cannot tell leaves it out, with and without `!`. */
static void list_request__rows_that_cannot_tell__left_out(void **state)
{
    (void)state;
    static const struct {
        const char *lines, *query, *why; /* why NULL: it is asked */
    } rows[] = {
        {"", "1234", "cannot look for numbers"},
        {"", "!1234", "cannot look for numbers"},
        {"", "from:1234", "cannot look for numbers"},
        {"party.to = /to\n", "from:1234", "cannot look for numbers"},
        {"party.to = /to\n", "1234", NULL},
        {"party.contact = /c\n", "from:1234", NULL},
        {"party.contact = /c\nrow.party.contact = none\n", "1234", "cannot look for numbers"},
        {"people = /p\npeople.address = /a\n", "1234", "cannot look for numbers"},
        {"people = /p\npeople.address = /a\npeople.role = /r\n", "1234", NULL},
        {"people = /p\npeople.id = /a\npeople.role = /r\n", "agent:x", NULL},
        {"party.agent = /a\n", "agent:x", "cannot look for agents"},
        {"", "failed", "cannot look for statuses"},
        {"live = a\n", "failed", "cannot look for statuses"},
        {"live = a\n", "!live", NULL},
        {"failed = reason:x\nend_reason = /r\nrow.status = none\n", "failed", NULL},
        {"row.status = none\n", "!status:x", "cannot look for statuses"},
        {"", ">5m", "cannot look for durations"},
        {"ended = /e\n", ">5m", NULL},
        {"ended = /e\nrow.ended = none\n", "<5m", "cannot look for durations"},
        {"", "in", "cannot look for directions"},
        {"", "reason:x", "cannot look for end reasons"},
        {"", "name:x", "cannot look for names"},
        {"people = /p\n", "name:x", NULL},
        {"", "text:x", "cannot look for texts"},
        {"find.text = q={}\n", "text:x", NULL},
        {"find.text = q={}\n", "!text:x", "cannot look for texts"},
        {"turns = /t\n", "!text:x", NULL},
        {"", "word", NULL},
        {"", "id:x", NULL},
        {"row.started = none\n", "word", "cannot look for times"},
        {"row.started = none\ncreated = /c\n", "word", NULL},
        {"list.path =\nrows =\n", "word", "cannot list calls"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct described d;
        struct list_plan plan;
        char *ini = xasprintf("%s[provider other]\nlike = mine\n%s", MINE, rows[i].lines);
        described_init(&d, ini);
        if (d.config.problems.count)
            fail_msg("%s", d.config.problems.list[0].text);
        struct query *q = read_query(rows[i].query);
        list_plan_init(&plan, described_find(&d, "other"), q, NOW_US);
        expect_text(ini, rows[i].why ? rows[i].why : "(asked)",
                    plan.left_out ? plan.left_out : "(asked)");
        list_plan_done(&plan);
        query_free(q);
        described_done(&d);
        free(ini);
    }
}

/* A filter for either side also serves for one side, if that has none of its own. */
static void list_request__numbers__filters_of_either_side(void **state)
{
    (void)state;
    static const struct {
        const char *lines, *query, *want;
    } rows[] = {
        {"find.number = n={}\n", "+14155551234", "?n=%2B14155551234"},
        {"find.number = n={}\n", "1234", ""},
        {"find.number = n={}\n", "to:+14155551234", "?n=%2B14155551234"},
        {"find.number = n={}\n", "!+14155551234", ""},
        {"find.number.ends = n={}\n", "+14155551234", "?n=14155551234"},
        {"find.number.ends = n={}\n", "001234 5678", "?n=1234"},
        {"find.number.ends = n={}\n", "from:1234 to:5678", "?n=1234"},
        {"find.number.ends = n={}\nfind.from.ends = f={}\n", "from:1234", "?f=1234"},
        {"find.number.ends = n={}\nfind.from.ends = f={}\n", "1234", "?n=1234"},
        {"find.number.ends = n={}\nfind.from.ends = f={}\n", "1234 from:5678", "?f=5678"},
        {"find.from.ends = f={}\n", "1234", ""},
        {"find.from = f={}\nfind.to.ends = t={}\n", "1234", ""},
        {"find.from = f={}\nfind.to.ends = t={}\n", "+14155551234", "?f=%2B14155551234"},
        {"find.from.ends = f={}\n", "from:1234 from:5678", "?f=1234"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct described d;
        char *ini = xasprintf("%sparty.from = /f\nparty.to = /t\n%s", MINE, rows[i].lines),
             *want = xasprintf("GET https://h.example/c%s", rows[i].want);
        described_init(&d, ini);
        expect_request(&d, "mine", rows[i].query, 0, want);
        described_done(&d);
        free(ini);
        free(want);
    }
}

/* Without an end, the time ends a day from now; fractions are rounded outwards. */
static void list_request__time__rounded_outwards(void **state)
{
    (void)state;
    static const struct {
        const char *find, *query, *want;
    } rows[] = {
        {"a={since iso}&b={until iso}", "",
         "?a=2026-11-21T14%3A40%3A12Z&b=2026-11-30T14%3A40%3A13Z"},
        {"a={since s}&b={until s}", "", "?a=1795272012&b=1796049613"},
        {"a={since ms}&b={until ms}", "", "?a=1795272012345&b=1796049612345"},
        {"a={since date}&b={until date}", "", "?a=2026-11-21&b=2026-12-01"},
        {"a={since date}&b={until date}", "2026-11-27", "?a=2026-11-26&b=2026-11-29"},
        {"b={until iso}", "2h..1h", "?b=2026-11-30T13%3A40%3A13Z"},
        {"a={since iso}", "@0..", "?a=1970-01-01T00%3A00%3A00Z"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct described d;
        char *ini = xasprintf("%sfind.time = %s\n", MINE, rows[i].find),
             *want = xasprintf("GET https://h.example/c%s", rows[i].want);
        described_init(&d, ini);
        expect_request(&d, "mine", rows[i].query, 0, want);
        described_done(&d);
        free(ini);
        free(want);
    }
}

/* Rounded to what loses no call; a condition without a filter of its own is looked for here. */
static void list_request__duration__in_minutes(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, MINE "duration = /d s\nfind.longer = l={min}\nfind.shorter = s={min}\n");
    expect_request(&d, "mine", "kept >90", 0, "GET https://h.example/c?l=1");
    expect_request(&d, "mine", "kept <90", 0, "GET https://h.example/c?s=2");
    described_done(&d);
}

static void list_request__asked__in_words(void **state)
{
    (void)state;
    static const struct {
        const char *provider, *query, *want;
    } rows[] = {
        {"ringg", "today 1234 status:failed", "time, status asked there; number looked for here"},
        {"retell", "today in from:1234", "all asked there"},
        {"retell", "today 1234 !out agent:x",
         "time, number asked there; direction, agent looked for here"},
        {"cometchat", "today !completed live", "time asked there; status looked for here"},
        {"bland", "today from:+14155551234 to:1234",
         "time, number asked there; number looked for here"},
        {"diga", "today diga", "all asked there"},
        {"vapi", "14:00 !15:00", "time asked there; time looked for here"},
    };
    struct described d;
    all_described(&d);
    for (size_t i = 0; i < LEN(rows); i++) {
        struct list_plan plan;
        struct buf text = {0};
        struct query *q = read_query(rows[i].query);
        list_plan_init(&plan, described_find(&d, rows[i].provider), q, NOW_US);
        list_plan_put_asked(&text, &plan);
        expect_text(rows[i].query, rows[i].want, buf_str(&text));
        buf_done(&text);
        list_plan_done(&plan);
        query_free(q);
    }
    described_done(&d);
}

int main(void)
{
    time_set_zone("UTC");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_request__each_provider__sent_what_loses_no_row),
        cmocka_unit_test(list_request__retell__body_is_json),
        cmocka_unit_test(list_request__synthflow__needs_an_agent),
        cmocka_unit_test(list_request__status__sent_if_it_can_mean_one_word_only),
        cmocka_unit_test(list_request__rows_that_cannot_tell__left_out),
        cmocka_unit_test(list_request__numbers__filters_of_either_side),
        cmocka_unit_test(list_request__time__rounded_outwards),
        cmocka_unit_test(list_request__asked__in_words),
        cmocka_unit_test(list_request__duration__in_minutes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
