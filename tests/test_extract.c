/* extract over documents written out here: each shape that providers send, each wrong one, each way
 * a call can be refused. What came out is compared in its printed JSON form. */
#include "base/alloc.h"
#include "base/timefmt.h"
#include "config/config.h"
#include "print/print.h"
#include "provider/extract.h"
#include "tests/support/wrapped.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

/* Descriptions beside the built-in ones, for what these do not use. */
static const char own_sections[] =
    "[provider plain]\nbase_url = https://plain.example\npath = /{id}\nid = /id\n"
    "status = /status | /state\nstarted = /started iso\nended = /ended iso\n"
    "created = /created ms\nduration = /duration s | /minutes min | /clock hms\n"
    "live = live going\nsummary = /summary\nparty.from = /from\nparty.from.id = /from_id\n"
    "party.to = /to\npeople = /people\npeople.id = /id\npeople.name = /name\n"
    "people.role = /role\npeople.joined = /joined s\nrecordings = /recordings | /recording\n"
    "recording.url = /url\nturns = /turns\nturn.speaker = /who\nturn.text = /text\n"
    "turn.start = /at s\nturn.end = /until s\n"
    "direction = /in inbound/outbound\n"
    "tools = /calls | /results\ntool.name = /fn\ntool.status = /bad failed/ok\n"
    "repeats = /turns_again | /turns\n"
    "[provider first]\nbase_url = https://first.example\npath = /{id}\nroot = /response/calls/0\n"
    "id = /id\nstatus = /status\nrecording = /audio\n";

static struct config config;
static struct provider_set *set;

static int make_set(void **state)
{
    (void)state;
    ini_parse_text(&config.doc, "test.ini", own_sections, sizeof own_sections - 1,
                   &config.problems);
    set = provider_set_new(&config);
    for (size_t i = 0; i < config.problems.count; i++)
        print_error("%s\n", config.problems.list[i].text);
    return config.problems.count > 0;
}

static int free_set(void **state)
{
    (void)state;
    provider_set_free(set);
    ini_doc_done(&config.doc);
    problems_done(&config.problems);
    return 0;
}

static const struct provider *provider(const char *name)
{
    const struct provider *p = provider_find(set, name);
    if (!p)
        fail_msg("no provider '%s'", name);
    return p;
}

static struct answer_body body(int status, const char *text)
{
    return (struct answer_body){.http_status = status, .bytes = text, .count = strlen(text)};
}

/* The printed form of what came out; exactly one result is there. */
static char *printed(const char *name, const char *id, const struct answer_body *answer,
                     const struct turns_answer *turns)
{
    struct extracted got = extract(provider(name), id, answer, turns);
    struct buf out = {0};
    assert_true(!got.call != !got.failure);
    if (got.call)
        print_json(&out, got.call);
    else
        print_json_failure(&out, name, id, got.failure);
    call_free(got.call);
    failure_free(got.failure);
    return buf_take(&out);
}

static void check_has(const char *got, const char *want)
{
    const char *found = strstr(got, want);
    if (!found)
        print_error("expected\n%.*s\nin\n%.*s\n", (int)strlen(want), want, (int)strlen(got), got);
    assert_non_null(found);
}

struct row {
    const char *provider, *body, *want;
};

static void check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct answer_body answer = body(200, rows[i].body);
        char *got = printed(rows[i].provider, "c1", &answer, NULL);
        check_has(got, rows[i].want);
        free(got);
    }
}

static void extract__ringyo_page__gives_the_promised_json(void **state)
{
    (void)state;
    struct answer_body answer = body(
        200, "{\"id\":\"call_xyz789\",\"status\":\"completed\",\"phone_number\":\"+14155551234\","
             "\"from_number\":\"+18005551234\",\"agent_id\":\"agent_abc123\",\"duration\":245,"
             "\"transcript\":[{\"role\":\"agent\",\"content\":\"Hello!\",\"timestamp\":0.0},"
             "{\"role\":\"user\",\"content\":\"Hi\",\"timestamp\":3.2}],\"recording_url\":"
             "\"https://storage.ringyo.ai/recordings/call_xyz789.mp3\",\"metadata\":{"
             "\"customer_id\":\"cust_456\",\"campaign\":\"follow_up\"},\"created_at\":"
             "\"2024-01-15T10:30:00Z\",\"ended_at\":\"2024-01-15T10:34:05Z\"}");
    char *got = printed("ringyo", "call_xyz789", &answer, NULL);
    assert_string_equal(
        got,
        "{\"schema\":1,\"provider\":\"ringyo\",\"id\":\"call_xyz789\",\"status\":\"completed\","
        "\"direction\":null,\"created_at\":\"2024-01-15T10:30:00Z\",\"started_at\":"
        "\"2024-01-15T10:30:00Z\",\"ended_at\":\"2024-01-15T10:34:05Z\",\"duration_s\":245,"
        "\"end_reason\":null,\"summary\":null,\"participants\":[{\"role\":\"from\",\"id\":null,"
        "\"name\":null,\"address\":\"+18005551234\",\"state\":null,\"joined_at\":null,"
        "\"left_at\":null,\"duration_s\":null},{\"role\":\"to\",\"id\":null,\"name\":null,"
        "\"address\":\"+14155551234\",\"state\":null,\"joined_at\":null,\"left_at\":null,"
        "\"duration_s\":null},{\"role\":\"agent\",\"id\":\"agent_abc123\",\"name\":null,"
        "\"address\":null,\"state\":null,\"joined_at\":null,\"left_at\":null,\"duration_s\":null}"
        "],\"transcript\":[{\"speaker\":\"agent\",\"class\":\"agent\",\"start_s\":0,\"text\":"
        "\"Hello!\",\"tool\":null},{\"speaker\":\"user\",\"class\":\"person\",\"start_s\":3.2,"
        "\"text\":\"Hi\",\"tool\":null}],\"recordings\":[{\"id\":null,\"url\":"
        "\"https://storage.ringyo.ai/recordings/call_xyz789.mp3\",\"started_at\":null,"
        "\"ended_at\":null,\"duration_s\":null}],\"other\":{\"metadata\":{\"customer_id\":"
        "\"cust_456\",\"campaign\":\"follow_up\"}},\"notes\":[]}\n");
    free(got);
}

static void extract__envelopes__are_opened(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"ringyo", "{\"data\":{\"call_id\":\"c1\",\"duration_seconds\":7},\"meta\":{\"a\":1}}",
         "\"duration_s\":7,"},
        {"ringyo", "{\"data\":{\"call_id\":\"c1\",\"x\":1},\"meta\":{\"a\":1}}",
         "\"other\":{\"x\":1},\"notes\":[]"},
        {"ringg", "{\"status\":\"success\",\"data\":{\"id\":\"c1\",\"call_status\":\"failed\"}}",
         "\"status\":\"failed\""},
        {"ringg", "{\"status\":\"success\",\"data\":{\"id\":\"c1\"}}", "\"status\":null"},
        {"ringg", "{\"status\":\"success\",\"data\":null}",
         "\"message\":\"nothing of a call was found in it\""},
        {"ringg", "{\"status\":\"success\",\"data\":\"\"}",
         "\"message\":\"nothing of a call was found in it\""},
        {"ringg", "{\"status\":\"success\",\"data\":[]}", "\"kind\":\"not_found\""},
        {"ringg", "{\"id\":\"c1\",\"status\":\"done\",\"participants\":[\"Ann\",\"Bob\"]}",
         "\"status\":\"done\""},
        {"ringg", "{\"id\":\"c1\",\"participants\":[\"Ann\",\"Bob\"]}",
         "[{\"role\":null,\"id\":null,\"name\":\"Ann\""},
        {"voxworks", "{\"success\":true,\"call\":{\"id\":\"c1\",\"objectives\":[{\"a\":1}]}}",
         "\"other\":{\"objectives\":[{\"a\":1}]}"},
        {"voxworks", "{\"success\":true,\"call\":{\"status\":\"x\"}}", "\"status\":\"x\""},
        {"cometchat", "{\"data\":[{\"sessionId\":\"c1\",\"status\":\"ended\"}]}", "\"notes\":[]"},
        {"cometchat", "{\"data\":{\"sessionId\":\"c1\",\"status\":\"ended\"}}",
         "\"status\":\"ended\""},
        {"cometchat", "{\"data\":[{\"sessionId\":\"c1\"},{\"sessionId\":\"c2\"}]}",
         "\"notes\":[\"call: 1 of 2 that the provider sent\"]"},
        {"cometchat", "{\"data\":[]}", "\"kind\":\"not_found\""},
        {"first", "{\"response\":{\"calls\":[{\"id\":\"c1\",\"status\":\"s\",\"y\":[]}]}}",
         "\"other\":{\"y\":[]}"},
        {"plain", "{\"id\":\"c2\",\"status\":\"s\"}", "[\"id: the provider calls it 'c2'\"]"},
    };
    check_rows(rows, LEN(rows));
}

static void extract__what_is_no_call__is_a_failure(void **state)
{
    (void)state;
    static const struct {
        const char *type, *body, *message;
    } rows[] = {
        {"application/json", "{}", "\"nothing of a call was found in it\""},
        {"application/json", "[]", "\"nothing of a call was found in it\""},
        {NULL, "null", "\"nothing of a call was found in it\""},
        {NULL, "true", "\"nothing of a call was found in it\""},
        {NULL, "42", "\"nothing of a call was found in it\""},
        {NULL, "\"call\"", "\"nothing of a call was found in it\""},
        {NULL, "{\"id\":null,\"status\":null}", "\"nothing of a call was found in it\""},
        {NULL, "{\"a\":{\"b\":1}}", "\"nothing of a call was found in it\""},
        {NULL, "{\"message\":\"try later\"}", "\"try later\""},
        {NULL, "", "\"empty answer\""},
        {"text/html", " \r\n", "\"empty answer\""},
        {"text/html; charset=utf-8", "<html>\x1b[31m", "\"not JSON (text/html)\""},
        {"text/plain", "call", "\"not JSON (text/plain)\""},
        {"application/json; charset=utf-8", "{} x", "\"not JSON at byte 4\""},
        {"application/problem+json", "{}\n{}\n", "\"not JSON near byte 4\""},
        {"text/ht\x1bml", "<", "\"not JSON (text/ht"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct answer_body answer = body(200, rows[i].body);
        answer.content_type = rows[i].type;
        char *got = printed("plain", "c1", &answer, NULL);
        check_has(got, "\"error\":{\"kind\":\"provider\",\"http_status\":200,");
        check_has(got, rows[i].message);
        assert_null(strchr(got, 0x1b));
        free(got);
    }
}

static void extract__a_page_for_people__hints_at_who_answered(void **state)
{
    (void)state;
    static const struct {
        const char *type, *body;
        bool hint;
    } rows[] = {{"text/html; charset=utf-8", "<html>", true},
                {"text/plain", "<html>", false},
                {NULL, "<html>", false},
                {"text/html", "", false}};
    for (size_t i = 0; i < LEN(rows); i++) {
        struct answer_body answer = body(200, rows[i].body);
        answer.content_type = rows[i].type;
        struct extracted got = extract(provider("plain"), "c1", &answer, NULL);
        assert_non_null(got.failure);
        assert_int_equal(got.failure->hint != NULL, rows[i].hint);
        if (rows[i].hint)
            check_has(got.failure->hint, "base_url");
        failure_free(got.failure);
    }
}

static void extract__refusals__have_kind_code_and_words(void **state)
{
    (void)state;
    static const struct {
        const char *provider;
        int status;
        const char *body, *want;
    } rows[] = {
        {"ringg", 404, "{\"detail\":\"Call not found\"}",
         "{\"kind\":\"not_found\",\"http_status\":404,\"code\":null,\"message\":\"Call not "
         "found\""},
        {"ringg", 422,
         "{\"detail\":[{\"loc\":[\"query\",\"id\",0],\"msg\":\"bad\",\"type\":\"t\"},"
         "{\"msg\":\"worse\"},{}]}",
         "{\"kind\":\"refused\",\"http_status\":422,\"code\":null,"
         "\"message\":\"query.id.0: bad; worse\""},
        {"ringg", 500, "{\"error\":{\"code\":7,\"message\":\"m\"}}",
         "\"code\":\"7\",\"message\":\"m\""},
        {"diga", 403,
         "{\"status\":\"error\",\"error_code\":\"INTERNAL_SERVER_ERROR\","
         "\"message\":\"Missing permissions\"}",
         "{\"kind\":\"auth\",\"http_status\":403,\"code\":\"INTERNAL_SERVER_ERROR\","
         "\"message\":\"Missing permissions\""},
        {"voxworks", 200, "{\"success\":false,\"message\":\"gone\"}",
         "{\"kind\":\"provider\",\"http_status\":200,\"code\":null,\"message\":\"gone\""},
        {"voxworks", 429, "{\"success\":false,\"message\":\"Rate limit exceeded\"}",
         "\"kind\":\"rate_limited\""},
        {"cometchat", 200,
         "{\"error\":{\"code\":\"ERR_CALL_SESSION_NOT_FOUND\",\"message\":\"m\"}}",
         "{\"kind\":\"not_found\",\"http_status\":200,\"code\":\"ERR_CALL_SESSION_NOT_FOUND\""},
        {"cometchat", 400, "{\"error\":{\"code\":\"AUTH_ERR_APIKEY_NOT_FOUND\",\"message\":\"m\"}}",
         "\"kind\":\"auth\""},
        {"cometchat", 400,
         "{\"error\":{\"code\":\"ERR_BAD\",\"message\":\"m\",\"details\":{"
         "\"sessionId\":[\"too short\",\"bad\"],\"x\":\"y\"}}}",
         "{\"kind\":\"refused\",\"http_status\":400,\"code\":\"ERR_BAD\","
         "\"message\":\"m (sessionId: too short, bad; x: y)\""},
        {"cometchat", 400, "{}", "\"message\":\"the provider answered 400 without a reason\""},
        {"cometchat", 200, "{\"data\":[],\"error\":{\"code\":\"ERR_TOO_MANY_REQUESTS\"}}",
         "\"kind\":\"rate_limited\""},
        {"ringyo", 404,
         "{\"error\":{\"code\":\"call_not_found\",\"message\":\"m\",\"details\":{}},"
         "\"meta\":{\"request_id\":\"req_1\"}}",
         "\"code\":\"call_not_found\",\"message\":\"m\",\"request_id\":\"req_1\""},
        {"ringyo", 200, "{\"error\":\"unauthorized\"}",
         "{\"kind\":\"auth\",\"http_status\":200,\"code\":\"unauthorized\","
         "\"message\":\"unauthorized\""},
        {"ringyo", 200, "{\"id\":\"c1\",\"error\":\"line broke\",\"status\":\"failed\"}",
         "\"other\":{\"error\":\"line broke\"}"},
        {"ringyo", 500, "{\"error_message\":\"down\"}", "\"message\":\"down\""},
        {"ringyo", 500, "{\"error\":{\"message\":null},\"message\":\"\",\"detail\":\"d\"}",
         "\"message\":\"d\""},
        {"ringyo", 502, "<html>", "\"message\":\"the provider answered 502 without a reason\""},
        {"ringyo", 503, "", "\"message\":\"the provider answered 503 with nothing in it\""},
        {"ringyo", 401, "{\"message\":\"a\\u001b]0;x\\u0007b\\n\\u202ec\"}",
         "\"message\":\"a]0;xb c\""},
        {"ringyo", 401, "", "\"kind\":\"auth\""},
        {"ringyo", 408, "", "\"kind\":\"refused\""},
        {"ringyo", 410, "", "\"kind\":\"not_found\""},
        {"ringyo", 504, "", "\"kind\":\"provider\""},
        {"ringyo", 600, "", "\"kind\":\"provider\""},
        {"ringyo", 304, "", "\"kind\":\"provider\""},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct answer_body answer = body(rows[i].status, rows[i].body);
        char *got = printed(rows[i].provider, "c1", &answer, NULL);
        check_has(got, rows[i].want);
        free(got);
    }
}

/* Each status with each form of error: the kind is the status's, the words are the provider's. */
static void extract__every_status_and_form__has_kind_and_words(void **state)
{
    (void)state;
    static const struct {
        int status;
        const char *kind;
    } statuses[] = {{400, "refused"},  {401, "auth"},      {403, "auth"},     {404, "not_found"},
                    {408, "refused"},  {410, "not_found"}, {422, "refused"},  {429, "rate_limited"},
                    {500, "provider"}, {502, "provider"},  {503, "provider"}, {504, "provider"},
                    {600, "provider"}};
    static const char *const forms[] = {
        "{\"error\":{\"code\":\"c\",\"message\":\"words\"}}",
        "{\"error\":{\"message\":\"words\",\"code\":\"c\",\"details\":{\"f\":[\"t\"]}}}",
        "{\"status\":\"error\",\"error_code\":\"INTERNAL_SERVER_ERROR\",\"message\":\"words\"}",
        "{\"success\":false,\"message\":\"words\"}",
        "{\"detail\":\"words\"}",
        "{\"detail\":[{\"loc\":[\"query\",0],\"msg\":\"words\",\"type\":\"t\"}]}",
        "{\"error\":\"words\"}",
        "{\"error_message\":\"words\"}",
        "{\"message\":\"\\u001b[2Jwords\"}",
    };
    static const char *const providers[] = {"ringg", "diga", "voxworks", "cometchat", "ringyo"};
    for (size_t s = 0; s < LEN(statuses); s++)
        for (size_t f = 0; f < LEN(forms); f++)
            for (size_t p = 0; p < LEN(providers); p++) {
                struct answer_body answer = body(statuses[s].status, forms[f]);
                char *want = xasprintf("\"error\":{\"kind\":\"%s\",\"http_status\":%d,",
                                       statuses[s].kind, statuses[s].status);
                char *got = printed(providers[p], "c1", &answer, NULL);
                check_has(got, want);
                check_has(got, "words");
                assert_null(strchr(got, 0x1b));
                free(got);
                free(want);
            }
}

static void extract__refusal_headers__are_read_and_cleaned(void **state)
{
    (void)state;
    struct answer_body answer = body(429, "{\"message\":\"slow\"}");
    answer.retry_after = "Fri, 31 Dec 1999 23:59:59 GMT";
    answer.now_s = 946684790;
    answer.request_id = "r\x1b[2J1";
    char *got = printed("ringyo", "c1", &answer, NULL);
    check_has(got, "\"request_id\":\"r[2J1\",\"retry_after_s\":9}");
    free(got);
    answer = body(502, "<html>");
    answer.content_type = "text/html; charset=x";
    got = printed("ringyo", "c1", &answer, NULL);
    check_has(got, "\"message\":\"the provider answered 502 with text/html\"");
    free(got);
}

static void extract__long_words__are_cut(void **state)
{
    (void)state;
    struct buf json = {0};
    buf_puts(&json, "{\"message\":\"");
    for (int i = 0; i < 250000; i++)
        buf_puts(&json, "\xc3\xa9"
                        "ab");
    buf_puts(&json, "\"}");
    struct answer_body answer = body(500, buf_str(&json));
    struct extracted got = extract(provider("ringyo"), "c1", &answer, NULL);
    assert_non_null(got.failure);
    assert_in_range(strlen(got.failure->message), 300, 600);
    failure_free(got.failure);
    buf_done(&json);
}

static void retry_after_s__values__are_sane_or_none(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        long long now_s;
        int want;
    } rows[] = {
        {NULL, 0, -1},
        {"", 0, -1},
        {"5", 0, 5},
        {" 5 ", 0, 5},
        {"0", 0, 0},
        {"86400", 0, 86400},
        {"86401", 0, -1},
        {"-1", 0, -1},
        {"5s", 0, -1},
        {"99999999999", 0, -1},
        {"99999999999999999999999999", 0, -1},
        {"\x1b[31m", 0, -1},
        {"Fri, 31 Dec 1999 23:59:59 GMT", 946684789, 10},
        {"Fri, 31 Dec 1999 23:59:59 GMT", 946684899, 0},
        {"Fri, 31 Dec 1999 23:59:59 GMT", 1, -1},
        {"Fri, 31 Dec 1999 23:59:59 GMT", 0, -1},
        {"Friday, 31-Dec-99 23:59:59 GMT", 946684789, 10},
    };
    for (size_t i = 0; i < LEN(rows); i++)
        if (retry_after_s(rows[i].value, rows[i].now_s) != rows[i].want)
            fail_msg("'%s': %d, expected %d", rows[i].value,
                     retry_after_s(rows[i].value, rows[i].now_s), rows[i].want);
}

static void extract__times__are_right_or_as_they_came(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"plain", "{\"started\":\"2024-01-15 10:30:00+05:30\"}",
         "\"started_at\":\"2024-01-15T05:00:00Z\""},
        {"plain", "{\"started\":\"2024-01-15T10:30:00.123456Z\"}",
         "\"started_at\":\"2024-01-15T10:30:00.123456Z\""},
        {"plain", "{\"started\":1715845999}", "\"started_at\":\"2024-05-16T07:53:19Z\""},
        {"plain", "{\"started\":\"1715845999000\"}", "\"started_at\":\"2024-05-16T07:53:19Z\""},
        {"plain", "{\"created\":1715845999000}", "\"created_at\":\"2024-05-16T07:53:19Z\""},
        {"plain", "{\"status\":\"s\",\"started\":\"2024-13-45T99:99:99Z\"}", "\"started_at\":null"},
        {"plain", "{\"status\":\"s\",\"started\":\"2024-13-45T99:99:99Z\"}",
         "\"other\":{\"started\":\"2024-13-45T99:99:99Z\"},\"notes\":[\"started: cannot read the "
         "time '2024-13-45T99:99:99Z'\"]"},
        {"plain", "{\"status\":\"s\",\"started\":1e18}",
         "\"other\":{\"started\":1000000000000000000}"},
        {"plain", "{\"status\":\"s\",\"started\":0}", "cannot read the time '0'"},
        {"plain", "{\"status\":\"s\",\"started\":-1e18}", "\"started_at\":null"},
        {"plain", "{\"status\":\"s\",\"started\":292277026596}", "\"started_at\":\"1979-04-06T"},
        {"plain", "{\"status\":\"s\",\"started\":\"\"}", "\"other\":{},\"notes\":[]"},
        {"plain", "{\"status\":\"s\",\"started\":[1]}",
         "[\"started: a list where a time was expected\"]"},
        {"voxworks",
         "{\"call\":{\"scheduled_time\":\"2024-01-15T10:30:00Z\",\"actual_time\":null}}",
         "\"started_at\":\"2024-01-15T10:30:00Z\""},
    };
    check_rows(rows, LEN(rows));
}

static void extract__unreadable_time__is_kept_raw(void **state)
{
    (void)state;
    struct answer_body answer = body(200, "{\"id\":\"c1\",\"ended\":\"soon\"}");
    struct extracted got = extract(provider("plain"), "c1", &answer, NULL);
    assert_non_null(got.call);
    assert_false(got.call->ended.known);
    assert_string_equal(got.call->ended.raw, "soon");
    assert_null(got.call->started.raw);
    call_free(got.call);
}

static void extract__durations__are_seconds(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"plain", "{\"duration\":245}", "\"duration_s\":245,"},
        {"plain", "{\"duration\":\"245.5\"}", "\"duration_s\":245.5,"},
        {"plain", "{\"minutes\":1.5}", "\"duration_s\":90,"},
        {"plain", "{\"clock\":\"01:02:03\"}", "\"duration_s\":3723,"},
        {"plain", "{\"duration\":\"4:05\"}", "\"duration_s\":245,"},
        {"plain", "{\"duration\":0}", "\"duration_s\":0,"},
        {"plain", "{\"duration\":null,\"minutes\":2}", "\"duration_s\":120,"},
        {"plain", "{\"duration\":{},\"minutes\":2}", "\"duration_s\":120,"},
        {"plain", "{\"duration\":{},\"minutes\":2}", "\"other\":{\"duration\":{}},\"notes\":[]"},
        {"plain", "{\"duration\":2,\"minutes\":3}", "\"other\":{\"minutes\":3}"},
        {"plain", "{\"id\":\"c1\",\"duration\":-5}", "\"duration_s\":null,"},
        {"plain", "{\"id\":\"c1\",\"duration\":-5}",
         "\"other\":{\"duration\":-5},\"notes\":[\"duration: cannot read the duration '-5'\"]"},
        {"plain", "{\"id\":\"c1\",\"duration\":1e300}", "\"other\":{\"duration\":1e300}"},
        {"plain", "{\"id\":\"c1\",\"duration\":1e999}", "\"other\":{\"duration\":\"1e999\"}"},
        {"plain", "{\"id\":\"c1\",\"duration\":\"long\"}", "cannot read the duration 'long'"},
        {"plain", "{\"id\":\"c1\",\"duration\":true}",
         "\"duration: true or false where a duration was expected\""},
        {"plain", "{\"started\":\"2024-01-15T10:30:00Z\",\"ended\":\"2024-01-15T10:34:05.5Z\"}",
         "\"duration_s\":245.5,"},
        {"plain", "{\"started\":\"2024-01-15T10:30:00Z\",\"ended\":\"2024-01-15T10:34:05Z\"}",
         "\"notes\":[\"duration: worked out from start and end\"]"},
        {"plain", "{\"started\":\"2024-01-15T10:30:00Z\",\"ended\":\"2024-01-15T10:29:00Z\"}",
         "\"duration_s\":null,"},
        {"plain", "{\"started\":\"2024-01-15T10:30:00Z\",\"status\":\"live\"}",
         "\"duration_s\":null,"},
        {"cometchat",
         "{\"data\":{\"sessionId\":\"c1\",\"totalDuration\":\"00:19:00\","
         "\"totalDurationInMinutes\":19.000000000000004}}",
         "\"duration_s\":1140,"},
    };
    check_rows(rows, LEN(rows));
}

static void extract__live_words__mark_a_live_call(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        bool live;
    } rows[] = {
        {"{\"status\":\"live\"}", true},  {"{\"status\":\"GOING\"}", true},
        {"{\"status\":\"go\"}", false},   {"{\"status\":\"live going\"}", false},
        {"{\"status\":\"done\"}", false}, {"{\"id\":\"c1\"}", false},
        {"{\"state\":\"Live\"}", true},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct answer_body answer = body(200, rows[i].body);
        struct extracted got = extract(provider("plain"), "c1", &answer, NULL);
        assert_non_null(got.call);
        assert_int_equal(got.call->live, rows[i].live);
        call_free(got.call);
    }
}

/* Every field as every type: never a crash, nothing lost, and what cannot be used is named. */
static void extract__every_field_as_every_type__is_shown_or_left(void **state)
{
    (void)state;
    static const char *const values[] = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1e300",
        "1e999",
        "9007199254740993",
        "\"\"",
        "\"x\"",
        "\"\\u0000\"",
        "\" \"",
        "[]",
        "[[]]",
        "[null]",
        "[1,\"a\",{}]",
        "{}",
        "{\"a\":{}}",
        "{\"id\":[],\"name\":{},\"text\":1,\"url\":0}",
        "[{\"id\":[],\"text\":{},\"who\":{\"a\":1}}]",
    };
    static const char *const names[] = {
        "status",     "started",   "ended", "created", "duration", "minutes",
        "clock",      "summary",   "from",  "from_id", "to",       "people",
        "recordings", "recording", "turns", "state",   "error",
    };
    for (size_t n = 0; n < LEN(names); n++)
        for (size_t v = 0; v < LEN(values); v++) {
            char *json = xasprintf("{\"id\":\"c1\",\"%s\":%s,\"z\":1}", names[n], values[v]);
            struct answer_body answer = body(200, json);
            char *got = printed("plain", "c1", &answer, NULL);
            check_has(got, "\"id\":\"c1\"");
            check_has(got, "\"z\":1}");
            free(got);
            free(json);
        }
    static const struct row rows[] = {
        {"plain", "{\"id\":\"c1\",\"status\":7}", "\"status\":\"7\""},
        {"plain", "{\"id\":\"c1\",\"status\":9007199254740993}", "\"status\":\"9007199254740993\""},
        {"plain", "{\"id\":\"c1\",\"status\":{\"a\":1}}",
         "\"other\":{\"status\":{\"a\":1}},\"notes\":[\"status: an object where a text was "
         "expected\"]"},
        {"plain", "{\"id\":\"c1\",\"status\":[],\"state\":\"s\"}",
         "\"other\":{\"status\":[]},\"notes\":[]"},
        {"plain", "{\"id\":9007199254740993,\"status\":\"s\"}", "calls it '9007199254740993'"},
        {"plain", "{\"id\":\"c1\",\"turns\":5}",
         "\"transcript: a number where a list was expected\""},
    };
    check_rows(rows, LEN(rows));
}

static void extract__notes__name_the_list_and_are_cut(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"plain", "{\"turns\":[{\"who\":\"x\",\"text\":[1]},{\"who\":\"y\",\"text\":[2]}]}",
         "\"notes\":[\"transcript: a list where a text was expected\"]"},
        {"plain", "{\"people\":[{\"id\":\"u\",\"joined\":\"x\"}]}",
         "\"notes\":[\"participants: cannot read the time 'x'\"]"},
    };
    check_rows(rows, LEN(rows));
    struct buf json = {0};
    buf_puts(&json, "{\"id\":\"");
    for (int i = 0; i < 10000; i++)
        buf_puts(&json, "\xc3\xa9");
    buf_puts(&json, "\"}");
    struct answer_body answer = body(200, buf_str(&json));
    struct extracted got = extract(provider("plain"), "c1", &answer, NULL);
    assert_non_null(got.call);
    assert_int_equal(got.call->note_count, 1);
    assert_in_range(strlen(got.call->notes[0]), 400, 500);
    call_free(got.call);
    buf_done(&json);
}

static void extract__number_id__is_the_one_asked_for(void **state)
{
    (void)state;
    struct answer_body answer = body(200, "{\"id\":100000000000000000000,\"status\":\"s\"}");
    char *got = printed("plain", "100000000000000000000", &answer, NULL);
    check_has(got, "\"other\":{},\"notes\":[]");
    free(got);
}

static void extract__participants__stand_in_order_and_once(void **state)
{
    (void)state;
    struct answer_body answer = body(
        200, "{\"from\":\"+1\",\"from_id\":\"u1\",\"to\":\"+2\",\"people\":[{\"id\":\"u1\","
             "\"name\":\"Ann\",\"role\":\"host\",\"joined\":1715845999,\"x\":1},{\"id\":\"u2\","
             "\"name\":\"Bob\",\"role\":\"guest\"},\"Cid\",{\"id\":\"u1\",\"name\":\"Ann 2\"},"
             "{\"y\":2},null,7]}");
    struct extracted got = extract(provider("plain"), "c1", &answer, NULL);
    assert_non_null(got.call);
    static const char *const want[][3] = {{"from", "u1", "Ann"},  {"to", NULL, NULL},
                                          {"guest", "u2", "Bob"}, {NULL, NULL, "Cid"},
                                          {NULL, "u1", "Ann 2"},  {NULL, NULL, "7"}};
    assert_int_equal(got.call->participant_count, LEN(want));
    for (size_t i = 0; i < LEN(want); i++) {
        const struct participant *p = &got.call->participants[i];
        const char *have[] = {p->role, p->id, p->name};
        for (size_t m = 0; m < LEN(have); m++) {
            assert_int_equal(!have[m], !want[i][m]);
            if (have[m])
                assert_string_equal(have[m], want[i][m]);
        }
    }
    assert_true(got.call->participants[0].joined.known);
    assert_string_equal(got.call->participants[0].address, "+1");
    call_free(got.call);
    char *text = printed("plain", "c1", &answer, NULL);
    check_has(text, "\"other\":{\"people\":[{\"x\":1},{\"y\":2},null]}");
    free(text);
}

static void extract__recordings__are_a_link_or_a_list(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"plain", "{\"recording\":\"https://a/b\"}",
         "\"recordings\":[{\"id\":null,\"url\":\"https://a/b\""},
        {"plain", "{\"recordings\":[],\"recording\":\"https://a/b\"}", "\"url\":\"https://a/b\""},
        {"plain", "{\"recordings\":[\"u1\",{\"url\":\"u2\"},{\"z\":1}]}",
         "\"url\":\"u2\",\"started_at\":null,"
         "\"ended_at\":null,\"duration_s\":null}],\"other\":{\"recordings\":[{\"z\":1}]}"},
        {"plain", "{\"id\":\"c1\",\"recording\":\"\"}", "\"recordings\":[],\"other\":{}"},
        {"first", "{\"response\":{\"calls\":[{\"id\":\"c1\",\"audio\":\"https://a/b\"}]}}",
         "\"recordings\":[{\"id\":null,\"url\":\"https://a/b\""},
        {"cometchat",
         "{\"data\":{\"recordings\":[{\"rid\":\"r1\",\"recording_url\":\"u\","
         "\"startTime\":1715845999,\"endTime\":1715846029,\"duration\":0.5}]}}",
         "[{\"id\":\"r1\",\"url\":\"u\",\"started_at\":\"2024-05-16T07:53:19Z\","
         "\"ended_at\":\"2024-05-16T07:53:49Z\",\"duration_s\":30}]"},
    };
    check_rows(rows, LEN(rows));
}

#define TURN(speaker, class, start, text)                                                          \
    "{\"speaker\":" speaker ",\"class\":\"" class "\",\"start_s\":" start ",\"text\":\"" text      \
                                                  "\",\"tool\":null}"

static void extract__transcripts__of_every_shape(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"ringg",
         "{\"id\":\"c1\",\"transcription_url\":[{\"bot\":\"Hi\"},{\"user\":\"Yes\",\"audio_offset_"
         "ms\":1500}]}",
         "[" TURN("\"bot\"", "agent", "null", "Hi") "," TURN("\"user\"", "person", "1.5",
                                                             "Yes") "]"},
        {"ringg", "{\"id\":\"c1\",\"transcription_url\":[{\"message_id\":\"m\",\"bot\":\"Hi\"}]}",
         "\"other\":{\"transcription_url\":[{\"message_id\":\"m\"}]}"},
        {"ringg",
         "{\"id\":\"c1\",\"transcription_url\":\"[{\\\"bot\\\":\\\"Hi\\\"},{\\\"user\\\":"
         "\\\"Yes\\\"}]\"}",
         "[" TURN("\"bot\"", "agent", "null", "Hi") "," TURN("\"user\"", "person", "null",
                                                             "Yes") "]"},
        {"ringg", "{\"id\":\"c1\",\"transcription_url\":\"[{\\\"bot\\\":\"}",
         "[" TURN("null", "other", "null", "[{\\\"bot\\\":") "]"},
        {"ringg", "{\"id\":\"c1\",\"transcription_url\":\"just text\"}",
         "[" TURN("null", "other", "null", "just text") "]"},
        {"ringg", "{\"id\":\"c1\",\"transcription_url\":null}",
         "\"transcript\":[],\"recordings\":[],\"other\":{}"},
        {"ringg", "{\"id\":\"c1\",\"transcription_url\":\"null\"}", "\"transcript\":[]"},
        {"ringg", "{\"id\":\"c1\",\"transcription_url\":\"[]\"}", "\"transcript\":[]"},
        {"ringg", "{\"id\":\"c1\",\"transcription_url\":\" \\n\"}", "\"transcript\":[]"},
        {"ringg",
         "{\"id\":\"c1\",\"start_time\":\"2024-01-15T10:30:00Z\",\"transcription_url\":["
         "{\"bot\":\"Hi\",\"timestamp\":\"2024-01-15T10:30:02.5Z\"}]}",
         "[" TURN("\"bot\"", "agent", "2.5", "Hi") "]"},
        {"ringg",
         "{\"id\":\"c1\",\"transcription_url\":["
         "{\"bot\":\"Hi\",\"timestamp\":\"2024-01-15T10:30:02Z\"},"
         "{\"user\":\"Yo\",\"timestamp\":\"2024-01-15T10:30:05Z\"}]}",
         "[" TURN("\"bot\"", "agent", "0", "Hi") "," TURN("\"user\"", "person", "3", "Yo") "]"},
        {"ringg",
         "{\"id\":\"c1\",\"transcription_url\":[{\"Sarah\":\"Hi\"},{\"a\":\"x\",\"b\":\"y\"},5]}",
         "[" TURN("\"Sarah\"", "other", "null", "Hi") "]"},
        {"ringg",
         "{\"id\":\"c1\",\"transcription_url\":[{\"Sarah\":\"Hi\"},{\"a\":\"x\",\"b\":\"y\"},5]}",
         "\"notes\":[\"transcript: 2 entries were not understood\"]"},
        {"plain",
         "{\"turns\":[{\"who\":\"x\",\"text\":\"\"},{\"text\":\"t\"},{\"who\":\"user\",\"text\":7,"
         "\"at\":\"0:03\"}]}",
         "[" TURN("\"x\"", "other", "null", "") "," TURN("null", "other", "null", "t") "," TURN(
             "\"user\"", "person", "3", "7") "]"},
        {"plain", "{\"turns\":[\"Agent: Hi\",\"there\"]}",
         "[" TURN("\"Agent\"", "agent", "null", "Hi") "," TURN("null", "other", "null",
                                                               "there") "]"},
        {"plain",
         "{\"started\":1715845999,\"turns\":[{\"who\":\"user\",\"text\":\"t\",\"at\":1715846002}]}",
         "[" TURN("\"user\"", "person", "3", "t") "]"},
        {"plain", "{\"turns\":{\"who\":\"user\",\"text\":\"t\"}}",
         "[" TURN("\"user\"", "person", "null", "t") "]"},
        {"ringyo", "{\"id\":\"c1\",\"transcript\":\"Agent: Hello: you\\nCustomer: Hi\"}",
         "[" TURN("\"Agent\"", "agent", "null", "Hello: you") "," TURN("\"Customer\"", "person",
                                                                       "null", "Hi") "]"},
    };
    check_rows(rows, LEN(rows));
}

#define TOOL(speaker, start, name, status)                                                         \
    "{\"speaker\":\"" speaker "\",\"class\":\"tool\",\"start_s\":" start                           \
    ",\"text\":\"\",\"tool\":{\"name\":\"" name "\",\"status\":" status ",\"payload\":null}}"

static void extract__tools_of_a_turn__are_turns_behind_it(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"plain",
         "{\"turns\":[{\"who\":\"bot\",\"text\":\"Hm\",\"at\":2,\"calls\":[{\"fn\":\"a\"},"
         "{\"fn\":\"b\"}],\"results\":[{\"fn\":\"a\",\"bad\":false},{\"fn\":\"b\",\"bad\":\"true\"}"
         "]}]}",
         "[" TURN("\"bot\"", "agent", "2", "Hm") "," TOOL("bot", "2", "a", "null") "," TOOL(
             "bot", "2", "b", "null") "," TOOL("bot", "2", "a",
                                               "\"ok\"") "," TOOL("bot", "2", "b",
                                                                  "\"failed\"") "]"},
        {"plain",
         "{\"turns\":[{\"who\":\"calls\",\"text\":\"\",\"at\":2,\"calls\":{\"fn\":\"a\"}}]}",
         "[" TOOL("calls", "2", "a", "null") "],"},
        {"plain", "{\"turns\":[{\"who\":\"bot\",\"text\":\"x\",\"calls\":[],\"results\":null}]}",
         "[" TURN("\"bot\"", "agent", "null", "x") "],\"recordings\":[],\"other\":{}"},
        {"plain", "{\"turns\":[{\"who\":\"bot\",\"text\":\"x\",\"calls\":[5,{\"no\":1}]}]}",
         "\"other\":{\"turns\":[{\"calls\":[5,{\"no\":1}]}]}"},
        {"plain", "{\"turns\":[{\"who\":\"bot\",\"text\":\"x\",\"calls\":7}]}",
         "\"notes\":[\"transcript: a number where a list was expected\"]"},
    };
    check_rows(rows, LEN(rows));
}

static void extract__true_and_false__have_words(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"plain", "{\"id\":\"c1\",\"in\":true}", "\"direction\":\"inbound\""},
        {"plain", "{\"id\":\"c1\",\"in\":\"False\"}", "\"direction\":\"outbound\""},
        {"plain", "{\"id\":\"c1\",\"in\":\"both\"}", "\"direction\":\"both\""},
        {"plain", "{\"id\":\"c1\",\"in\":[]}", "\"other\":{\"in\":[]}"},
    };
    check_rows(rows, LEN(rows));
}

/* What was used itself is no repetition: the rest of it is left over. */
static void extract__repeats__are_not_left_over(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"plain",
         "{\"turns\":[{\"who\":\"bot\",\"text\":\"x\",\"more\":1}],\"turns_again\":\"bot: x\"}",
         "\"other\":{\"turns\":[{\"more\":1}]}"},
        {"plain", "{\"id\":\"c1\",\"turns_again\":\"bot: x\"}", "\"other\":{}"},
    };
    check_rows(rows, LEN(rows));
}

static void extract__marked_text__is_split_only_when_sure(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {NULL, "[0:03] Agent: Hi\\r\\nand more\\r\\n\\r\\n[0:07.5] Bob O'Neil-2_x.y: Yes",
         TURN("\"Agent\"", "agent", "3", "Hi\\u000aand more") "," TURN("\"Bob O'Neil-2_x.y\"",
                                                                       "other", "7.5", "Yes")},
        {NULL, "[3.25s] user: x", TURN("\"user\"", "person", "3.25", "x")},
        {NULL, "Ann: one\\nBob: two",
         TURN("\"Ann\"", "other", "null", "one") "," TURN("\"Bob\"", "other", "null", "two")},
        {NULL, "Agent: Hi.\\nIt is about your order: number 17.\\nUser: Ok",
         TURN("\"Agent\"", "agent", "null",
              "Hi.\\u000aIt is about your order: number 17.") "," TURN("\"User\"", "person", "null",
                                                                       "Ok")},
        {NULL, "Agent: Hi.\\nHead of the desk: Hello",
         TURN("\"Agent\"", "agent", "null", "Hi.") "," TURN("\"Head of the desk\"", "other", "null",
                                                            "Hello")},
        {NULL, "Here is what I heard: no\\nAnd what she told me: yes",
         TURN("null", "other", "null", "Here is what I heard: no\\u000aAnd what she told me: yes")},
        {NULL, "Note: one", TURN("null", "other", "null", "Note: one")},
        {NULL, "SYSTEM: one", TURN("\"SYSTEM\"", "other", "null", "one")},
        {NULL, "operator: one", TURN("\"operator\"", "other", "null", "one")},
        {NULL, "Before\\nAgent: one",
         TURN("null", "other", "null", "Before") "," TURN("\"Agent\"", "agent", "null", "one")},
        {NULL, "Agent:one\\nUser:two", TURN("null", "other", "null", "Agent:one\\u000aUser:two")},
        {NULL, "I said user: no", TURN("null", "other", "null", "I said user: no")},
        {NULL, "see https://x\\nat 10: 30 or http: //y",
         TURN("null", "other", "null", "see https://x\\u000aat 10: 30 or http: //y")},
        {NULL, "1st: a\\n2nd: b", TURN("null", "other", "null", "1st: a\\u000a2nd: b")},
        {NULL, "abcdefghijklmnopqrstuvwxyz0123456: a\\nabcdefghijklmnopqrstuvwxyz0123457: b",
         TURN("null", "other", "null",
              "abcdefghijklmnopqrstuvwxyz0123456: a\\u000aabcdefghijklmnopqrstuvwxyz0123457: b")},
        {NULL, "[noise] user: a", TURN("null", "other", "null", "[noise] user: a")},
        {NULL, "J\xc3\xb6rg: a\\rZo\xc3\xab: b",
         TURN("\"J\xc3\xb6rg\"", "other", "null", "a") "," TURN("\"Zo\xc3\xab\"", "other", "null",
                                                                "b")},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        char *json = xasprintf("{\"call\":{\"transcript\":\"%s\"}}", rows[i].body);
        char *want = xasprintf("\"transcript\":[%s]", rows[i].want);
        struct answer_body answer = body(200, json);
        char *got = printed("voxworks", "c1", &answer, NULL);
        check_has(got, want);
        free(got);
        free(want);
        free(json);
    }
}

static const char diga_call[] =
    "{\"id\":\"c1\",\"status\":\"completed\",\"start_time\":"
    "\"2026-07-01T10:00:00Z\",\"recording_url\":null,\"type\":\"inbound\","
    "\"contact\":{\"id\":\"k1\",\"identifier\":\"+49\",\"contact_type\":\"call\"}}";

static void extract__second_document__gives_turns_and_tools(void **state)
{
    (void)state;
    struct answer_body answer = body(200, diga_call);
    struct answer_body pages[] = {
        body(200, "{\"data\":[{\"id\":\"m1\",\"created_date\":\"2026-07-01T10:00:01Z\",\"role\":"
                  "\"assistant\","
                  "\"content\":\"Hello\",\"tool_call\":null},{\"id\":\"m2\",\"created_date\":"
                  "\"2026-07-01T10:00:04.250Z\",\"role\":\"tool\",\"content\":null,\"tool_call\":{"
                  "\"type\":"
                  "\"function\",\"function_name\":\"look_up\",\"payload\":{\"a\":[1]},\"status\":"
                  "\"ok\"}}],"
                  "\"has_more\":true,\"last_id\":\"m2\"}"),
        body(
            200,
            "{\"data\":[{\"id\":\"m3\",\"created_date\":\"2026-07-01T10:00:09Z\",\"role\":\"user\","
            "\"content\":\"Bye\"}],\"has_more\":false,\"last_id\":\"m3\"}"),
    };
    struct turns_answer turns = {.pages = pages, .page_count = 2};
    char *got = printed("diga", "c1", &answer, &turns);
    check_has(got, "\"transcript\":[" TURN(
                       "\"assistant\"", "agent", "1",
                       "Hello") ","
                                "{\"speaker\":\"tool\",\"class\":\"tool\",\"start_s\":4.25,"
                                "\"text\":\"\",\"tool\":{\"name\":"
                                "\"look_up\",\"status\":\"ok\",\"payload\":{\"a\":[1]}}}," TURN(
                                    "\"user\"", "person", "9", "Bye") "]");
    check_has(
        got,
        "\"other\":{\"contact\":{\"contact_type\":\"call\"},\"turns\":[{\"id\":\"m1\"},"
        "{\"id\":\"m2\",\"tool_call\":{\"type\":\"function\"}},{\"id\":\"m3\"}]},\"notes\":[]");
    free(got);
    struct extracted e = extract(provider("diga"), "c1", &answer, &turns);
    assert_non_null(e.call);
    assert_int_equal(e.call->document_count, 3);
    assert_string_equal(e.call->documents[0].bytes, diga_call);
    assert_string_equal(e.call->documents[2].name, "turns");
    call_free(e.call);
}

static void extract__second_document_missing__is_a_note(void **state)
{
    (void)state;
    static const struct {
        int status;
        const char *body, *note;
    } rows[] = {
        {404, "{\"status\":\"error\",\"error_code\":\"NO_MESSAGES_FOR_CALL\"}",
         "transcript: the provider answered 404, none yet"},
        {500, "{\"message\":\"down\\u001b[1m\"}", "transcript: the provider answered 500: down[1m"},
        {200, "<html>", "transcript: not JSON at byte 1"},
        {200, "{\"data\":7}", "transcript: a number where a list was expected"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct answer_body answer = body(200, diga_call), page = body(rows[i].status, rows[i].body);
        struct turns_answer turns = {.pages = &page, .page_count = 1};
        char *got = printed("diga", "c1", &answer, &turns);
        char *want = xasprintf("\"notes\":[\"%s\"]", rows[i].note);
        check_has(got, "\"status\":\"completed\"");
        check_has(got, want);
        free(want);
        free(got);
    }
}

static void extract__second_document_on_its_way__is_loading(void **state)
{
    (void)state;
    struct answer_body answer = body(200, diga_call);
    struct turns_answer turns = {.loading = true};
    struct extracted got = extract(provider("diga"), "c1", &answer, &turns);
    assert_non_null(got.call);
    assert_true(got.call->turns_loading);
    assert_int_equal(got.call->turn_count, 0);
    call_free(got.call);
    turns = (struct turns_answer){.note = "transcript: stopped after 100 pages"};
    char *text = printed("diga", "c1", &answer, &turns);
    check_has(text, "[\"transcript: stopped after 100 pages\"]");
    free(text);
}

static void extract_next_cursor__pages__go_on_until_the_last(void **state)
{
    (void)state;
    static const struct {
        int status;
        const char *body, *want;
    } rows[] = {
        {200, "{\"has_more\":true,\"last_id\":\"m 2\"}", "m 2"},
        {200, "{\"has_more\":true,\"last_id\":17}", "17"},
        {200, "{\"has_more\":\"true\",\"last_id\":\"a\"}", "a"},
        {200, "{\"has_more\":false,\"last_id\":\"a\"}", NULL},
        {200, "{\"has_more\":true,\"last_id\":null}", NULL},
        {200, "{\"has_more\":true}", NULL},
        {200, "{\"last_id\":\"a\"}", NULL},
        {200, "{", NULL},
        {500, "{\"has_more\":true,\"last_id\":\"a\"}", NULL},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct answer_body page = body(rows[i].status, rows[i].body);
        char *got = extract_next_cursor(provider("diga"), &page);
        if (!got != !rows[i].want || (got && strcmp(got, rows[i].want) != 0))
            fail_msg("%s: '%s', expected '%s'", rows[i].body, got, rows[i].want);
        free(got);
    }
    struct answer_body page = body(200, "{\"has_more\":true,\"last_id\":\"a\"}");
    assert_null(extract_next_cursor(provider("ringyo"), &page));
}

static void extract__cut_at_every_byte__is_a_failure(void **state)
{
    (void)state;
    for (size_t n = 0; n < sizeof diga_call - 1; n++) {
        struct answer_body answer = {.http_status = 200, .bytes = diga_call, .count = n};
        struct extracted got = extract(provider("diga"), "c1", &answer, NULL);
        assert_null(got.call);
        assert_int_equal(got.failure->kind, KIND_PROVIDER);
        failure_free(got.failure);
    }
}

/* Lists as long as a body may make them take seconds at most, and notes stay few. */
static void extract__huge_lists__are_bounded(void **state)
{
    (void)state;
    enum { MANY = 100000 };
    struct buf json = {0};
    buf_puts(&json, "{\"id\":\"c1\",\"turns\":[");
    for (int i = 0; i < MANY; i++)
        buf_printf(&json, "%s{\"who\":\"user\",\"text\":\"t\",\"at\":\"t%d\"}", i ? "," : "", i);
    buf_puts(&json, "],\"people\":[");
    for (int i = 0; i < MANY; i++)
        buf_printf(&json, "%s{\"id\":\"u%d\"}", i ? "," : "", i);
    buf_puts(&json, "]");
    for (int i = 0; i < MANY; i++)
        buf_printf(&json, ",\"k\":%d", i);
    buf_puts(&json, "}");
    struct answer_body answer = body(200, buf_str(&json));
    int64_t start = time_now_ms();
    struct extracted got = extract(provider("plain"), "c1", &answer, NULL);
    assert_non_null(got.call);
    assert_int_equal(got.call->turn_count, MANY);
    assert_int_equal(got.call->participant_count, MANY);
    assert_in_range(got.call->note_count, 1, 60);
    assert_in_range(time_now_ms() - start, 0, (uintmax_t)wrapped_ms(20000));
    call_free(got.call);
    buf_done(&json);
}

static void extract__turns_near_each_other__share_their_speakers_word(void **state)
{
    (void)state;
    struct answer_body answer = body(200, "{\"id\":\"c1\",\"turns\":["
                                          "{\"who\":\"user\",\"text\":\"a\"},"
                                          "{\"who\":\"agent\",\"text\":\"b\"},"
                                          "{\"who\":\"user\",\"text\":\"c\"}]}");
    struct extracted got = extract(provider("plain"), "c1", &answer, NULL);
    assert_non_null(got.call);
    const struct turn *turns = got.call->turns;
    assert_int_equal(call_shares_speaker(turns, 2), 0);
    assert_int_equal(call_shares_speaker(turns, 1), 1);
    assert_string_equal(turns[2].speaker, "user");
    assert_string_equal(turns[1].speaker, "agent");
    call_free(got.call);
}

static void extract__long_marked_text__takes_linear_time(void **state)
{
    (void)state;
    struct buf json = {0};
    buf_puts(&json, "{\"call\":{\"transcript\":\"Agent: x");
    for (int i = 0; i < 1000000; i++)
        buf_puts(&json, i % 3 ? "\\n[1:" : "yyyy:");
    buf_puts(&json, "\"}}");
    struct answer_body answer = body(200, buf_str(&json));
    int64_t start = time_now_ms();
    struct extracted got = extract(provider("voxworks"), "c1", &answer, NULL);
    assert_non_null(got.call);
    assert_int_equal(got.call->turn_count, 1);
    assert_in_range(time_now_ms() - start, 0, (uintmax_t)wrapped_ms(20000));
    call_free(got.call);
    buf_done(&json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(extract__ringyo_page__gives_the_promised_json),
        cmocka_unit_test(extract__envelopes__are_opened),
        cmocka_unit_test(extract__what_is_no_call__is_a_failure),
        cmocka_unit_test(extract__a_page_for_people__hints_at_who_answered),
        cmocka_unit_test(extract__refusals__have_kind_code_and_words),
        cmocka_unit_test(extract__every_status_and_form__has_kind_and_words),
        cmocka_unit_test(extract__refusal_headers__are_read_and_cleaned),
        cmocka_unit_test(extract__long_words__are_cut),
        cmocka_unit_test(retry_after_s__values__are_sane_or_none),
        cmocka_unit_test(extract__times__are_right_or_as_they_came),
        cmocka_unit_test(extract__unreadable_time__is_kept_raw),
        cmocka_unit_test(extract__durations__are_seconds),
        cmocka_unit_test(extract__live_words__mark_a_live_call),
        cmocka_unit_test(extract__every_field_as_every_type__is_shown_or_left),
        cmocka_unit_test(extract__notes__name_the_list_and_are_cut),
        cmocka_unit_test(extract__number_id__is_the_one_asked_for),
        cmocka_unit_test(extract__participants__stand_in_order_and_once),
        cmocka_unit_test(extract__recordings__are_a_link_or_a_list),
        cmocka_unit_test(extract__transcripts__of_every_shape),
        cmocka_unit_test(extract__tools_of_a_turn__are_turns_behind_it),
        cmocka_unit_test(extract__true_and_false__have_words),
        cmocka_unit_test(extract__repeats__are_not_left_over),
        cmocka_unit_test(extract__marked_text__is_split_only_when_sure),
        cmocka_unit_test(extract__second_document__gives_turns_and_tools),
        cmocka_unit_test(extract__second_document_missing__is_a_note),
        cmocka_unit_test(extract__second_document_on_its_way__is_loading),
        cmocka_unit_test(extract_next_cursor__pages__go_on_until_the_last),
        cmocka_unit_test(extract__cut_at_every_byte__is_a_failure),
        cmocka_unit_test(extract__huge_lists__are_bounded),
        cmocka_unit_test(extract__turns_near_each_other__share_their_speakers_word),
        cmocka_unit_test(extract__long_marked_text__takes_linear_time),
    };
    return cmocka_run_group_tests(tests, make_set, free_set);
}
