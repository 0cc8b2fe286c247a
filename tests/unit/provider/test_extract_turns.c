/* Transcripts in every shape that providers send, in the call's document or in one of their own. */
#include "base/alloc.h"
#include "call/links.h"
#include "call/masked.h"
#include "tests/support/cpu_time.h"
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

#define TURN(speaker, class, start, text)                                                          \
    "{\"speaker\":" speaker                                                                        \
    ",\"class\":\"" class "\",\"start_s\":" start                                                  \
                          ",\"end_s\":null,\"reply_s\":null,\"interrupted\":null,\"text\":\"" text \
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
         "\"other\":{\"turns\":[{\"message_id\":\"m\"}]}"},
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
         "\"transcript\":[]"},
        {"ringg",
         "{\"id\":\"c1\",\"transcription_url\":[{\"Sarah\":\"Hi\"},{\"a\":\"x\",\"b\":\"y\"},"
         "{\"Bob\":\"Yes\"},5]}",
         "[" TURN("\"Sarah\"", "other", "null", "Hi") "," TURN("\"Bob\"", "other", "null",
                                                               "Yes") "]"},
        {"ringg", "{\"id\":\"c1\",\"transcription_url\":[{\"bot\":\"Hi\"},{\"Bob\":\"Yes\"}]}",
         "[" TURN("\"bot\"", "agent", "null", "Hi") "," TURN("\"Bob\"", "other", "null",
                                                             "Yes") "]"},
        {"ringg",
         "{\"id\":\"c1\",\"transcription_url\":[{\"Sarah\":\"Hi\"},{\"bot\":\"x\"},"
         "{\"a\":\"x\",\"b\":\"y\"},5]}",
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

/* A marker in the place of the transcript is no turn: it stays among the other fields. */
static void extract__words_nobody_said__no_turn(void **state)
{
    (void)state;
    static const char *const markers[] = {
        "{\"status\":\"EMPTY\"}",
        "{\"url\":\"https://x.example/t\"}",
        "[{\"text\":\"only a text\"}]",
        "[{\"Error\":\"one\"},{\"Error\":\"two\"}]",
        "[{\"reason\":\"too short\"}]",
        "\"{\\\"status\\\":\\\"EMPTY\\\"}\"",
        "\"[{\\\"reason\\\":\\\"too short\\\"}]\"",
        "7",
    };
    for (size_t i = 0; i < LEN(markers); i++) {
        char *text = xasprintf("{\"id\":\"c1\",\"transcript\":%s}", markers[i]);
        char *other =
            xasprintf("\"other\":{\"transcript\":%s},\"notes\":[\"transcript: ", markers[i]);
        struct answer_body answer = body(200, text);
        struct extracted got = extract(provider("ringyo"), "c1", &answer, NULL);
        char *json = printed("ringyo", "c1", &answer, NULL);
        check_has(json, "\"transcript\":[],");
        check_has(json, other);
        assert_non_null(got.call);
        assert_true(got.call->turns_unread);
        call_free(got.call);
        free(json);
        free(other);
        free(text);
    }
}

static void extract__transcript_empty__not_unread(void **state)
{
    (void)state;
    static const char *const empty[] = {"null",
                                        "[]",
                                        "\"\"",
                                        "\"[]\"",
                                        "[{\"user\":\"Yes\"},{}]",
                                        "[{\"user\":null},{\"agent\":\"Hi\",\"user\":null}]"};
    for (size_t i = 0; i < LEN(empty); i++) {
        char *text = xasprintf("{\"id\":\"c1\",\"transcript\":%s}", empty[i]);
        struct answer_body answer = body(200, text);
        struct extracted got = extract(provider("ringyo"), "c1", &answer, NULL);
        assert_non_null(got.call);
        assert_false(got.call->turns_unread);
        assert_int_equal(got.call->note_count, 0);
        call_free(got.call);
        free(text);
    }
}

static void extract__texts_in_lists__joined(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"ringyo",
         "{\"id\":\"c1\",\"transcript\":[{\"role\":\"assistant\",\"content\":[\"Yes,\",\"I "
         "hear.\"],"
         "\"timestamp\":1}]}",
         "[" TURN("\"assistant\"", "agent", "1", "Yes,\\u000aI hear.") "],"},
        {"ringyo",
         "{\"id\":\"c1\",\"transcript\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\","
         "\"text\":\"Hi\"},null,{\"type\":\"image\"},{\"type\":\"input_text\",\"text\":\"bye\"}]}]"
         "}",
         "[" TURN("\"user\"", "person", "null",
                  "Hi\\u000abye") "],\"recordings\":[],\"other\":{"
                                  "\"turns\":[{\"content\":[{\"type\":\"input_text\"},null,{"
                                  "\"type\":\"image\"},"
                                  "{\"type\":\"input_text\"}]}]},\"notes\":[]"},
        {"plain",
         "{\"id\":\"c1\",\"summary\":[\"One.\",\"Two.\"],\"people\":[{\"name\":[\"Ada\",\"L\"]}]}",
         "\"summary\":\"One.\\u000aTwo.\""},
        {"plain",
         "{\"id\":\"c1\",\"summary\":[\"One.\",\"Two.\"],\"people\":[{\"name\":[\"Ada\",\"L\"]}]}",
         "\"name\":\"Ada\\u000aL\""},
        {"plain", "{\"id\":\"c1\",\"summary\":[{\"x\":1}]}",
         "\"other\":{\"summary\":[{\"x\":1}]},\"notes\":[\"summary: a list where a text was "
         "expected\"]"},
        {"elevenlabs",
         "{\"conversation_id\":\"c1\",\"transcript\":[{\"role\":\"agent\",\"message\":null,"
         "\"multivoice_message\":{\"parts\":[{\"text\":\"Hello\",\"voice_label\":\"a\"},"
         "{\"text\":\"there\",\"voice_label\":\"b\"}]},\"time_in_call_secs\":2}]}",
         "[" TURN("\"agent\"", "agent", "2", "Hello\\u000athere") "]"},
    };
    check_rows(rows, LEN(rows));
}

static const char rests[] =
    "{\"id\":\"c1\",\"x\":null,\"y\":[],\"z\":{\"deep\":[{}]},\"n\":[null,1],\"turns\":["
    "{\"who\":\"bot\",\"text\":\"Hi\",\"words\":[{\"w\":\"Hi\",\"at\":0.5},null],\"no\":null},"
    "{\"who\":\"user\",\"text\":\"Yes\"},"
    "{\"odd\":{\"a\":1}},"
    "{\"who\":\"bot\",\"text\":\"\",\"calls\":[{\"fn\":\"a\",\"cid\":\"1\"},{\"fn\":\"b\"}],"
    "\"access_token\":\"tok\",\"link\":\"https://x.example/+18005551234\"}]}";

/* What no member of the model has stays with the element of the transcript that it came with. */
static void extract__rests_of_turns__are_the_turns(void **state)
{
    (void)state;
    struct answer_body answer = body(200, rests);
    char *json = printed("plain", "c1", &answer, NULL);
    check_has(json,
              "\"other\":{\"x\":null,\"y\":[],\"z\":{\"deep\":[{}]},\"n\":[null,1],\"turns\":["
              "{\"words\":[{\"w\":\"Hi\",\"at\":0.5},null],\"no\":null},{},{\"odd\":{\"a\":1}},"
              "{\"calls\":[{\"cid\":\"1\"}],\"access_token\":\"(hidden)\","
              "\"link\":\"https://x.example/+18005551234\"}]},\"notes\":[");
    free(json);
    struct extracted got = extract(provider("plain"), "c1", &answer, NULL);
    const struct call *c = got.call;
    assert_non_null(c);
    assert_int_equal(c->turn_count, 4);
    assert_non_null(value_at(c->turns[0].other, "/words/0/w"));
    assert_null(c->turns[1].other);
    assert_non_null(value_at(c->turns[2].other, "/calls/0/cid"));
    assert_null(c->turns[3].other);
    call_free(got.call);
}

static void extract__other_fields__are_shown_without_rests_and_nulls(void **state)
{
    (void)state;
    struct answer_body answer = body(200, rests);
    struct extracted got = extract(provider("plain"), "c1", &answer, NULL);
    assert_non_null(got.call);
    struct buf shown = {0};
    value_put_json(&shown, got.call->other_shown);
    assert_string_equal(buf_str(&shown),
                        "{\"n\":[null,1],\"turns\":\"6 more values, J shows them\"}");
    buf_done(&shown);
    struct mask_count count;
    struct call *masked = masked_call(got.call, &count);
    const struct value *link = value_at(masked->turns[2].other, "/link");
    assert_non_null(link);
    assert_null(strstr(link->text, "1800555"));
    assert_int_equal(count.phones, 1);
    value_put_json(&shown, masked->other_shown);
    assert_string_equal(buf_str(&shown),
                        "{\"n\":[null,1],\"turns\":\"6 more values, J shows them\"}");
    buf_done(&shown);
    call_free(masked);
    assert_string_equal(got.call->links->list[0].where, "turn 3 /link");
    call_free(got.call);
}

#define TOOL(speaker, start, name, status)                                                         \
    "{\"speaker\":\"" speaker "\",\"class\":\"tool\",\"start_s\":" start                           \
    ",\"end_s\":null,\"reply_s\":null,\"interrupted\":null,\"text\":\"\",\"tool\":{\"id\":null,"   \
    "\"name\":\"" name "\",\"status\":" status                                                     \
    ",\"payload\":null,\"took_s\":null,\"error\":null}}"

static void extract__tools_of_a_turn__are_turns_after_it(void **state)
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

/* A repetition that was used for a field is not left out: its rest is shown. */
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

static void extract__call_as_its_only_turn__keeps_other_fields(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"one", "{\"id\":\"c1\",\"said\":\"Hi\",\"more\":1}", "\"text\":\"Hi\""},
        {"one", "{\"id\":\"c1\",\"said\":\"Hi\",\"more\":1}", "\"other\":{\"more\":1}"},
    };
    check_rows(rows, LEN(rows));
}

static void extract__labelled_text__is_split_only_when_sure(void **state)
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
        {NULL, "Agent: hi\\n User: ho\\n\\t[0:04] Agent: so",
         TURN("\"Agent\"", "agent", "null", "hi") "," TURN(
             "\"User\"", "person", "null", "ho") "," TURN("\"Agent\"", "agent", "4", "so")},
        {NULL, " \\n  Ann: one\\n  Bob: two",
         TURN("\"Ann\"", "other", "null", "one") "," TURN("\"Bob\"", "other", "null", "two")},
        {NULL, "Agent: hi User: ho Agent: bye",
         TURN("null", "other", "null", "Agent: hi User: ho Agent: bye")},
        {NULL, "user: hi agent: ho\\nuser: so",
         TURN("null", "other", "null", "user: hi agent: ho") "," TURN("\"user\"", "person", "null",
                                                                      "so")},
        {NULL, "Agent: I told the customer: please wait",
         TURN("\"Agent\"", "agent", "null", "I told the customer: please wait")},
        {NULL, "Agent: at User:name or Ann: x",
         TURN("\"Agent\"", "agent", "null", "at User:name or Ann: x")},
        {NULL, "Note: one", TURN("null", "other", "null", "Note: one")},
        {NULL, "SYSTEM: one", TURN("\"SYSTEM\"", "system", "null", "one")},
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
        {NULL, "[s] user: a", TURN("null", "other", "null", "[s] user: a")},
        {NULL, "[noise] user: a", TURN("null", "other", "null", "[noise] user: a")},
        {NULL, "[3x] user: a", TURN("null", "other", "null", "[3x] user: a")},
        {NULL, "[0:03 user: a", TURN("null", "other", "null", "[0:03 user: a")},
        {NULL, "[0000000000000000000000000000000000000000000003] user: a",
         TURN("null", "other", "null", "[0000000000000000000000000000000000000000000003] user: a")},
        {NULL, "Agent:\\tone\\rUser:\\ttwo",
         TURN("\"Agent\"", "agent", "null", "one") "," TURN("\"User\"", "person", "null", "two")},
        {NULL, "Note: one\\r\\n\\n", TURN("null", "other", "null", "Note: one")},
        {NULL, "Agent: \\nUser: ", TURN("null", "other", "null", "Agent: \\u000aUser: ")},
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
    check_has(got,
              "\"transcript\":[" TURN(
                  "\"assistant\"", "agent", "1",
                  "Hello") ","
                           "{\"speaker\":\"tool\",\"class\":\"tool\",\"start_s\":4.25,\"end_s\":"
                           "null,\"reply_s\":null,\"interrupted\":null,"
                           "\"text\":\"\",\"tool\":{\"id\":null,\"name\":"
                           "\"look_up\",\"status\":\"ok\",\"payload\":{\"a\":[1]},\"took_s\":null,"
                           "\"error\":null}}," TURN("\"user\"", "person", "9", "Bye") "]");
    check_has(got, "\"other\":{\"contact\":{\"contact_type\":\"call\"}},\"notes\":[]");
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
         "transcript: the provider answered 404: none"},
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

static void extract__no_messages__none_yet_while_live(void **state)
{
    (void)state;
    static const char live[] = "{\"id\":\"c1\",\"status\":\"in_progress\"}";
    struct answer_body answer = body(200, live), page = body(404, "{}");
    struct turns_answer turns = {.pages = &page, .page_count = 1};
    char *got = printed("diga", "c1", &answer, &turns);
    check_has(got, "\"notes\":[\"transcript: the provider answered 404: none yet\"]");
    free(got);
    answer = body(200, diga_call);
    struct extracted ended = extract(provider("diga"), "c1", &answer, &turns);
    assert_non_null(ended.call);
    assert_string_equal(ended.call->notes[0], "transcript: the provider answered 404: none");
    assert_null(ended.call->turns_error);
    call_free(ended.call);
}

static void extract__second_document_pending__is_loading(void **state)
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

static void extract_next_cursor__pages__end_at_the_last(void **state)
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
    assert_int_equal(call_earlier_of_speaker(turns, 2), 0);
    assert_int_equal(call_earlier_of_speaker(turns, 1), 1);
    assert_string_equal(turns[2].speaker, "user");
    assert_string_equal(turns[1].speaker, "agent");
    call_free(got.call);
}

static void extract__long_labelled_text__takes_linear_time(void **state)
{
    (void)state;
    struct buf json = {0};
    buf_puts(&json, "{\"call\":{\"transcript\":\"Agent: x");
    for (int i = 0; i < 1000000; i++)
        buf_puts(&json, i % 3 ? "\\n[1:" : "yyyy:");
    buf_puts(&json, "\"}}");
    struct answer_body answer = body(200, buf_str(&json));
    double start = cpu_time_ms();
    struct extracted got = extract(provider("voxworks"), "c1", &answer, NULL);
    assert_non_null(got.call);
    assert_int_equal(got.call->turn_count, 1);
    assert_true(cpu_time_ms() - start < wrapped_ms(20000));
    call_free(got.call);
    buf_done(&json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(extract__transcripts__of_every_shape),
        cmocka_unit_test(extract__texts_in_lists__joined),
        cmocka_unit_test(extract__rests_of_turns__are_the_turns),
        cmocka_unit_test(extract__other_fields__are_shown_without_rests_and_nulls),
        cmocka_unit_test(extract__words_nobody_said__no_turn),
        cmocka_unit_test(extract__transcript_empty__not_unread),
        cmocka_unit_test(extract__tools_of_a_turn__are_turns_after_it),
        cmocka_unit_test(extract__repeats__are_not_left_over),
        cmocka_unit_test(extract__call_as_its_only_turn__keeps_other_fields),
        cmocka_unit_test(extract__labelled_text__is_split_only_when_sure),
        cmocka_unit_test(extract__second_document__gives_turns_and_tools),
        cmocka_unit_test(extract__second_document_missing__is_a_note),
        cmocka_unit_test(extract__no_messages__none_yet_while_live),
        cmocka_unit_test(extract__second_document_pending__is_loading),
        cmocka_unit_test(extract_next_cursor__pages__end_at_the_last),
        cmocka_unit_test(extract__turns_near_each_other__share_their_speakers_word),
        cmocka_unit_test(extract__long_labelled_text__takes_linear_time),
    };
    return cmocka_run_group_tests(tests, extracting_setup, extracting_teardown);
}
