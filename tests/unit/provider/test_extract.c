/* extract on answers in every shape that providers send, and in wrong ones.
 * Results are compared in their printed JSON form. */
#include "base/alloc.h"
#include "call/links.h"
#include "tests/support/cpu_time.h"
#include "tests/support/documented.h"
#include "tests/support/extracting.h"
#include "tests/support/test_wrapper.h"
#include "text/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

/* The documented example. */
static const char ringyo_page[] =
    "{\"id\":\"call_xyz789\",\"status\":\"completed\",\"phone_number\":\"+14155551234\","
    "\"from_number\":\"+18005551234\",\"agent_id\":\"agent_abc123\",\"duration\":245,"
    "\"transcript\":[{\"role\":\"agent\",\"content\":"
    "\"Hello! This is Sarah from Acme Corp. How are you today?\",\"timestamp\":0.0},"
    "{\"role\":\"user\",\"content\":"
    "\"Hi Sarah, I'm doing well. What's this call about?\",\"timestamp\":3.2}],\"recording_url\":"
    "\"https://storage.ringyo.ai/recordings/call_xyz789.mp3\",\"metadata\":{"
    "\"customer_id\":\"cust_456\",\"campaign\":\"follow_up\"},\"created_at\":"
    "\"2024-01-15T10:30:00Z\",\"ended_at\":\"2024-01-15T10:34:05Z\"}";

static void extract__ringyo_page__gives_the_promised_json(void **state)
{
    (void)state;
    struct answer_body answer = body(200, ringyo_page);
    char *got = printed("ringyo", "call_xyz789", &answer, NULL);
    assert_string_equal(got, documented_json);
    free(got);
}

static void extract__shared_body__is_not_copied(void **state)
{
    (void)state;
    struct buf text = {0};
    buf_puts(&text, ringyo_page);
    struct shared *shared = shared_new(&text);
    struct answer_body answer = body(200, shared_bytes(shared));
    answer.shared = shared;
    struct extracted got = extract(provider("ringyo"), "call_xyz789", &answer, NULL);
    assert_non_null(got.call);
    assert_ptr_equal(got.call->documents->bytes, shared_bytes(shared));
    shared_free(shared);
    assert_string_equal(got.call->documents->bytes, ringyo_page);
    call_free(got.call);
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
         "\"message\":\"the answer holds no call data\""},
        {"ringg", "{\"status\":\"success\",\"data\":\"\"}",
         "\"message\":\"the answer holds no call data\""},
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
         "\"notes\":[\"call: one of 2 that the provider sent\"]"},
        {"cometchat",
         "{\"data\":[{\"sessionId\":\"c0\",\"status\":\"no\"},5,"
         "{\"sessionId\":\"c1\",\"status\":\"ended\"}]}",
         "\"status\":\"ended\""},
        {"cometchat", "{\"data\":[{\"sessionId\":\"c2\"},{\"sessionId\":\"c3\"}]}",
         "\"kind\":\"provider\",\"http_status\":200,\"code\":null,\"message\":\"a list of 2 calls, "
         "none "
         "with this ID\""},
        {"cometchat", "{\"data\":[{\"sessionId\":\"c2\"}]}",
         "\"message\":\"a list of 1 call, none with this ID\""},
        {"cometchat", "{\"data\":[{\"status\":\"ended\"}]}", "\"status\":\"ended\""},
        {"cometchat", "{\"data\":[{\"status\":\"ended\"},{\"status\":\"ended\"}]}",
         "\"message\":\"a list of 2 calls, none with this ID\""},
        {"plain", "[{\"id\":\"c0\",\"status\":\"x\"},{\"id\":\"C1\",\"status\":\"s\"}]",
         "\"status\":\"s\""},
        {"cometchat", "{\"data\":[]}", "\"kind\":\"not_found\""},
        {"first", "{\"response\":{\"calls\":[{\"id\":\"c1\",\"status\":\"s\",\"y\":[]}]}}",
         "\"other\":{\"y\":[]}"},
        {"plain", "{\"id\":\"c2\",\"status\":\"s\"}", "[\"id: the provider calls it 'c2'\"]"},
    };
    check_rows(rows, LEN(rows));
}

static void extract__times__are_read_or_noted(void **state)
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
        {"plain", "{\"status\":\"s\",\"started\":0}", "\"other\":{},\"notes\":[]"},
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
         "\"notes\":[\"duration: calculated from start and end\"]"},
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

/* Every field with a value of every type: no crash, no value lost, a note for each unusable one. */
static void extract__every_field_as_every_type__is_shown_or_noted(void **state)
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
            check_has(got, "\"z\":1");
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

static void extract__participants__are_in_order_and_merged(void **state)
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

/* The JSON form has no member for it, so it has the texts among the other fields. */
static void extract__type__is_told_in_one_text(void **state)
{
    (void)state;
    struct answer_body answer =
        body(200, "{\"data\":{\"sessionId\":\"c1\",\"type\":\"video\",\"mode\":\"meet\"}}");
    struct extracted got = extract(provider("cometchat"), "c1", &answer, NULL);
    assert_string_equal(got.call->type, "video, meet");
    assert_null(value_first(got.call->other_shown));
    call_free(got.call);
    char *text = printed("cometchat", "c1", &answer, NULL);
    check_has(text, "\"other\":{\"type\":\"video\",\"mode\":\"meet\"}");
    free(text);
    answer = body(200, "{\"data\":{\"sessionId\":\"c1\",\"type\":7,\"mode\":\"\"}}");
    got = extract(provider("cometchat"), "c1", &answer, NULL);
    assert_null(got.call->type);
    assert_non_null(value_member(got.call->other_shown, "type"));
    call_free(got.call);
}

/* The lead of a call is the person on one of its sides, and no one else. */
static void extract__contact__is_the_person_of_a_side(void **state)
{
    (void)state;
#define CALL(members) "{\"response\":{\"calls\":[{\"call_id\":\"c1\"," members "}]}}"
#define NUMBERS "\"phone_number_from\":\"+1\",\"phone_number_to\":\"+2\","
#define SIDE(role, name, address)                                                                  \
    "{\"role\":\"" role "\",\"id\":null,\"name\":" name ",\"address\":\"" address                  \
    "\",\"state\":null,\"joined_at\":null,\"left_at\":null,\"duration_s\":null}"
    static const struct row rows[] = {
        {"synthflow", CALL(NUMBERS "\"lead_phone_number\":\"+2\",\"lead_name\":\"Kim\""),
         "[" SIDE("from", "null", "+1") "," SIDE("to", "\"Kim\"", "+2") "]"},
        {"synthflow", CALL(NUMBERS "\"lead_phone_number\":\"+1\",\"type_of_call\":\"outbound\""),
         "[" SIDE("from", "null", "+1") "," SIDE("to", "null", "+2") "]"},
        {"synthflow", CALL(NUMBERS "\"name\":\"Kim\",\"type_of_call\":\"inbound\""),
         "[" SIDE("from", "\"Kim\"", "+1") "," SIDE("to", "null", "+2") "]"},
        {"synthflow", CALL(NUMBERS "\"name\":\"Kim\",\"type_of_call\":\"Outbound\""),
         "[" SIDE("from", "null", "+1") "," SIDE("to", "\"Kim\"", "+2") "]"},
        {"synthflow", CALL(NUMBERS "\"name\":\"Kim\",\"type_of_call\":\"web\""),
         SIDE("to", "null", "+2") ",{\"role\":\"contact\",\"id\":null,\"name\":\"Kim\","},
        {"synthflow", CALL(NUMBERS "\"lead_phone_number\":\"+3\",\"type_of_call\":\"inbound\""),
         SIDE("to", "null", "+2") "," SIDE("contact", "null", "+3")},
        {"synthflow", CALL("\"name\":\"Kim\",\"type_of_call\":\"inbound\""),
         "[{\"role\":\"contact\",\"id\":null,\"name\":\"Kim\","},
    };
    check_rows(rows, LEN(rows));
}

/* "ACCEPTED" means that there was no voicemail, and says more than that. */
static void extract__word_that_means_no__stays_among_the_others(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"ringg", "{\"id\":\"c1\",\"call_sub_status\":\"ACCEPTED\"}",
         "\"other\":{\"call_sub_status\":\"ACCEPTED\"}"},
        {"ringg", "{\"id\":\"c1\",\"call_sub_status\":\"VOICEMAIL_DETECTED\"}", "\"other\":{}"},
        {"ringg", "{\"id\":\"c1\",\"call_sub_status\":\"busy line\"}",
         "\"end_reason\":\"busy line\""},
    };
    check_rows(rows, LEN(rows));
}

static void extract__recordings__are_a_link_or_a_list(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"plain", "{\"recording\":\"https://a/b\"}",
         "\"recordings\":[{\"id\":null,\"url\":\"https://a/b\""},
        {"plain", "{\"recordings\":[],\"recording\":\"https://a/b\"}", "\"url\":\"https://a/b\""},
        {"plain", "{\"recording\":\" \\u00a0https://a/b\\ufeff\\n\"}",
         "\"recordings\":[{\"id\":null,\"url\":\"https://a/b\""},
        {"plain", "{\"recordings\":[{\"url\":\"\\thttps://a/b c \"}]}",
         "\"url\":\"https://a/b c\""},
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

static void extract__cut_at_every_byte__is_a_failure(void **state)
{
    (void)state;
    for (size_t n = 0; n < sizeof ringyo_page - 1; n++) {
        struct answer_body answer = {
            .http_status = 200, .bytes = ringyo_page, .count = n, .retry_after_s = -1};
        struct extracted got = extract(provider("ringyo"), "c1", &answer, NULL);
        assert_null(got.call);
        assert_int_equal(got.failure->kind, KIND_PROVIDER);
        failure_free(got.failure);
    }
}

/* Lists as long as a body can hold take seconds at most, and there are only a few notes. */
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
    double start = cpu_time_ms();
    struct extracted got = extract(provider("plain"), "c1", &answer, NULL);
    assert_non_null(got.call);
    assert_int_equal(got.call->turn_count, MANY);
    assert_int_equal(got.call->participant_count, MANY);
    assert_in_range(got.call->note_count, 1, 60);
    assert_true(cpu_time_ms() - start < wrapped_ms(20000));
    call_free(got.call);
    buf_done(&json);
}

static void extract__links__come_with_the_call(void **state)
{
    (void)state;
    struct answer_body answer = body(200, "{\"id\":\"c1\",\"page\":\"https://a.example/p\","
                                          "\"recording_url\":\"https://a.example/r\"}");
    struct extracted got = extract(provider("ringyo"), "c1", &answer, NULL);
    assert_non_null(got.call);
    assert_int_equal(got.call->links->count, 2);
    assert_string_equal(got.call->links->list[0].where, "recording");
    assert_string_equal(got.call->links->list[1].where, "/page");
    call_free(got.call);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(extract__ringyo_page__gives_the_promised_json),
        cmocka_unit_test(extract__shared_body__is_not_copied),
        cmocka_unit_test(extract__envelopes__are_opened),
        cmocka_unit_test(extract__times__are_read_or_noted),
        cmocka_unit_test(extract__unreadable_time__is_kept_raw),
        cmocka_unit_test(extract__durations__are_seconds),
        cmocka_unit_test(extract__live_words__mark_a_live_call),
        cmocka_unit_test(extract__every_field_as_every_type__is_shown_or_noted),
        cmocka_unit_test(extract__notes__name_the_list_and_are_cut),
        cmocka_unit_test(extract__number_id__is_the_one_asked_for),
        cmocka_unit_test(extract__participants__are_in_order_and_merged),
        cmocka_unit_test(extract__type__is_told_in_one_text),
        cmocka_unit_test(extract__contact__is_the_person_of_a_side),
        cmocka_unit_test(extract__word_that_means_no__stays_among_the_others),
        cmocka_unit_test(extract__recordings__are_a_link_or_a_list),
        cmocka_unit_test(extract__true_and_false__have_words),
        cmocka_unit_test(extract__links__come_with_the_call),
        cmocka_unit_test(extract__cut_at_every_byte__is_a_failure),
        cmocka_unit_test(extract__huge_lists__are_bounded),
    };
    return cmocka_run_group_tests(tests, extracting_setup, extracting_teardown);
}
