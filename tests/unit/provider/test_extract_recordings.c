/* Recordings in shapes that no provider documents, and what is said of lists with elements of a
 * wrong type. */
#include "base/alloc.h"
#include "call/facts.h"
#include "tests/support/extracting.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))
#define URL(text)                                                                                  \
    "[{\"id\":null,\"url\":\"" text "\",\"started_at\":null,\"ended_at\":null,"                    \
    "\"duration_s\":null}]"

static void recordings__one_link_in_an_object__is_taken(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"ringyo", "{\"id\":\"c1\",\"recording_url\":{\"url\":\"https://s.example/o.mp3\"}}",
         "\"recordings\":" URL("https://s.example/o.mp3") ",\"other\":{},\"notes\":[]"},
        {"ringyo",
         "{\"id\":\"c1\",\"recording_url\":{\"format\":\"mp3\",\"at\":{\"href\":"
         "\"HTTP://s.example/o.mp3\"}}}",
         "\"recordings\":" URL("HTTP://s.example/o.mp3") ",\"other\":{\"recording_url\":"
                                                         "{\"format\":\"mp3\"}},\"notes\":[]"},
        {"ringyo", "{\"id\":\"c1\",\"recording_url\":[{\"u\":\"https://s.example/o.mp3\"}]}",
         "\"recordings\":" URL("https://s.example/o.mp3")},
    };
    check_rows(rows, LEN(rows));
    char *text = scratch_read("tests/fixtures/field", "recording-object.ringyo.json");
    struct answer_body answer = body(200, text);
    char *got = printed("ringyo", "call_a", &answer, NULL);
    check_has(got, "\"recordings\":" URL("https://s.example.com/o.mp3") ",\"other\":{},"
                                                                        "\"notes\":[],");
    free(got);
    free(text);
}

static void recordings__what_cannot_be_read__leaves_a_note(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"ringyo",
         "{\"id\":\"c1\",\"recording_url\":{\"a\":\"https://s.example/a\",\"b\":"
         "\"https://s.example/b\"}}",
         "\"recordings\":[],\"other\":{\"recording_url\":{\"a\":\"https://s.example/a\",\"b\":"
         "\"https://s.example/b\"}},\"notes\":[\"recordings: an object with 2 links, so none was "
         "taken\"]"},
        {"ringyo", "{\"id\":\"c1\",\"recording_url\":{\"ready\":false}}",
         "\"notes\":[\"recordings: an object where a link was expected\"]"},
        {"ringyo", "{\"id\":\"c1\",\"recording_url\":[42,\"https://s.example/a\"]}",
         "\"notes\":[\"recordings: a number where a link was expected\"]"},
        {"ringyo", "{\"id\":\"c1\",\"recording_url\":true}",
         "\"notes\":[\"recordings: true or false where a list was expected\"]"},
        {"ringyo", "{\"id\":\"c1\",\"recording_url\":[null,\"\"]}", "\"notes\":[]"},
        {"plain", "{\"status\":\"s\",\"recordings\":[{\"uri\":\"x\"}]}",
         "\"notes\":[\"recordings: an object where a link was expected\"]"},
    };
    check_rows(rows, LEN(rows));
}

static void lists__element_of_a_wrong_type__leaves_a_note(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"plain", "{\"people\":[true,{\"name\":\"Ann\"}]}",
         "\"notes\":[\"participants: true or false where a participant was expected\"]"},
        {"plain", "{\"status\":\"s\",\"people\":[{\"x\":1}]}",
         "\"notes\":[\"participants: an object where a participant was expected\"]"},
        {"plain", "{\"people\":[null,\"Ann\"]}", "\"notes\":[]"},
        {"plain", "{\"turns\":[{\"who\":\"agent\",\"text\":\"a\",\"calls\":[7]}]}",
         "\"notes\":[\"transcript: 1 entry was not understood\"]"},
    };
    check_rows(rows, LEN(rows));
}

/* What the screen says of a call without a link to a recording. */
static void check_said(const char *json, const char *fact, const char *why)
{
    struct answer_body answer = body(200, json);
    struct extracted got = extract(provider("ringyo"), "c1", &answer, NULL);
    struct facts f;
    assert_non_null(got.call);
    facts_of_recordings(&f, got.call);
    assert_string_equal(f.list[0].value, fact);
    assert_string_equal(call_why_no_recording(got.call), why);
    facts_done(&f);
    call_free(got.call);
}

static void recordings__what_cannot_be_read__is_not_denied(void **state)
{
    (void)state;
    static const char unread[] = "the recording is not readable: J shows what was sent";
    check_said("{\"id\":\"c1\",\"recording_url\":{\"ready\":false}}", "not readable", unread);
    check_said("{\"id\":\"c1\",\"recording_url\":7}", "not readable", unread);
    check_said("{\"id\":\"c1\",\"recording_url\":null}", "not given", "this call has no recording");
    check_said("{\"id\":\"c1\",\"status\":\"ringing\"}", "not yet available",
               "no recording yet, the call has not ended");
}

/* Where there is a link too, the key is another way to the first recording that has one. */
static void recordings__behind_the_key(void **state)
{
    (void)state;
    static const struct {
        const char *provider, *answer;
        size_t count, by_key; /* by_key: its number, from 1; 0: none */
        bool url;
    } rows[] = {
        {"went", "\"has_audio\":true", 1, 1, false},
        {"went", "\"has_audio\":\"yes\"", 1, 1, false},
        {"went", "\"has_audio\":false,\"done\":\"2024-01-15\"", 1, 1, false},
        {"went", "\"has_audio\":{\"size\":7}", 1, 1, false},
        {"went", "\"has_audio\":false", 0, 0, false},
        {"went", "\"has_audio\":\"False\"", 0, 0, false},
        {"went", "\"has_audio\":null", 0, 0, false},
        {"went", "\"has_audio\":\"\"", 0, 0, false},
        {"went", "\"has_audio\":[{}]", 0, 0, false},
        {"went", "\"x\":1", 0, 0, false},
        {"went", "\"has_audio\":true,\"audio\":\"https://s.example/a\"", 1, 1, true},
        {"went", "\"audio\":[\"https://s.example/a\",\"https://s.example/b\"],\"done\":1", 2, 1,
         true},
        {"went", "\"audio\":\"https://s.example/a\"", 1, 0, true},
        {"went", "\"audio\":[{\"rid\":\"a\"},{\"href\":\"https://s.example/b\"}],\"done\":1", 2, 2,
         false},
        {"went", "\"audio\":[{\"rid\":\"a\"}],\"done\":1", 2, 2, false},
        {"went_same", "\"x\":1", 1, 1, false},
        {"plain", "\"has_audio\":true", 0, 0, false},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        char *text = xasprintf("{\"id\":\"c1\",%s}", rows[i].answer);
        struct call *c = called(rows[i].provider, text);
        assert_int_equal(c->recording_count, rows[i].count);
        for (size_t k = 0; k < c->recording_count; k++)
            assert_int_equal(c->recordings[k].by_key, k + 1 == rows[i].by_key);
        if (c->recording_count)
            assert_int_equal(c->recordings[0].url != NULL, rows[i].url);
        assert_false(c->recordings_unread);
        call_free(c);
        free(text);
    }
}

/* Recordings that cannot be read, or have no link, are not the one behind the key. */
static void recordings__behind_the_key__one_more(void **state)
{
    (void)state;
    struct call *c = called("went", "{\"id\":\"c1\",\"has_audio\":1,\"audio\":[7]}");
    assert_int_equal(c->recording_count, 1);
    assert_true(c->recordings[0].by_key);
    assert_null(c->recordings[0].url);
    assert_true(isnan(c->recordings[0].duration_s));
    assert_false(c->recordings_unread);
    call_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recordings__one_link_in_an_object__is_taken),
        cmocka_unit_test(recordings__what_cannot_be_read__leaves_a_note),
        cmocka_unit_test(lists__element_of_a_wrong_type__leaves_a_note),
        cmocka_unit_test(recordings__what_cannot_be_read__is_not_denied),
        cmocka_unit_test(recordings__behind_the_key),
        cmocka_unit_test(recordings__behind_the_key__one_more),
    };
    return cmocka_run_group_tests(tests, extracting_setup, extracting_teardown);
}
