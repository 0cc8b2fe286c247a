/* The printed forms over calls made by hand. */
#include "base/alloc.h"
#include "base/arena.h"
#include "base/buf.h"
#include "call/call.h"
#include "call/facts.h"
#include "call/links.h"
#include "call/masked.h"
#include "print/form.h"
#include "print/print.h"
#include "tests/support/documented.h"
#include "text/clean.h"
#include "text/utf8.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { T0 = 1705314600 }; /* 2024-01-15T10:30:00Z */

static struct instant at_s(int64_t seconds)
{
    return (struct instant){.us = seconds * 1000000, .known = true};
}

static struct participant person(const char *role, const char *id, const char *address)
{
    return (struct participant){.role = role, .id = id, .address = address, .duration_s = NAN};
}

static struct turn make_turn(const char *speaker, enum speaker_class class, double start_s,
                             const char *text)
{
    return (struct turn){.speaker = speaker,
                         .class = class,
                         .start_s = start_s,
                         .end_s = NAN,
                         .reply_s = NAN,
                         .text = text,
                         .bytes = strlen(text)};
}

/* A call with the memory for its lists. */
struct sample {
    struct arena *arena;
    struct participant people[4];
    struct turn turns[4];
    struct recording recordings[2];
    const char *notes[2];
    struct document document;
    struct value *other;
    struct call call;
};

static struct value *member(struct sample *s, struct value *parent, enum value_type type,
                            const char *name)
{
    struct value *v = value_new(s->arena, type);
    struct value *tail = value_first(parent);
    while (tail && tail->next)
        tail = tail->next;
    v->name = name;
    value_append(parent, v, &tail);
    return v;
}

static void member_text(struct sample *s, struct value *parent, const char *name, const char *text)
{
    struct value *v = member(s, parent, VALUE_STRING, name);
    v->text = text;
    v->bytes = (uint32_t)strlen(text);
}

static void sample_init(struct sample *s)
{
    *s = (struct sample){.arena = arena_new()};
    s->other = value_new(s->arena, VALUE_OBJECT);
    s->call = (struct call){.provider = "ringyo",
                            .title = "Ringyo",
                            .id = "call_xyz789",
                            .duration_s = NAN,
                            .figures = figures_unknown(),
                            .participants = s->people,
                            .turns = s->turns,
                            .recordings = s->recordings,
                            .other = s->other,
                            .notes = s->notes,
                            .documents = &s->document};
}

/* The documented example of Ringyo. */
static void sample_ringyo(struct sample *s)
{
    sample_init(s);
    struct call *c = &s->call;
    c->status = "completed";
    c->created = c->started = at_s(T0);
    c->ended = at_s(T0 + 245);
    c->duration_s = 245;
    c->figures.first_words_s = 0;
    s->people[0] = person("from", NULL, "+18005551234");
    s->people[1] = person("to", NULL, "+14155551234");
    s->people[2] = person("agent", "agent_abc123", NULL);
    c->participant_count = 3;
    s->turns[0] = make_turn("agent", SPEAKER_AGENT, 0,
                            "Hello! This is Sarah from Acme Corp. How are you today?");
    s->turns[1] =
        make_turn("user", SPEAKER_PERSON, 3.2, "Hi Sarah, I'm doing well. What's this call about?");
    c->turn_count = 2;
    s->recordings[0] = (struct recording){
        .url = "https://storage.ringyo.ai/recordings/call_xyz789.mp3", .duration_s = NAN};
    c->recording_count = 1;
    struct value *metadata = member(s, s->other, VALUE_OBJECT, "metadata");
    member_text(s, metadata, "customer_id", "cust_456");
    member_text(s, metadata, "campaign", "follow_up");
}

static void assert_json(const struct call *c, const char *expected)
{
    struct buf out = {0};
    print_json(&out, c);
    assert_string_equal(out.data, expected);
    buf_done(&out);
}

static void assert_text(const struct call *c, int cols, const char *expected)
{
    struct buf out = {0};
    print_text(&out, c, cols, &(struct spot_limits){10, 2});
    assert_string_equal(out.data, expected);
    buf_done(&out);
}

static void assert_text_has(const struct call *c, const char *expected)
{
    struct buf out = {0};
    print_text(&out, c, 80, &(struct spot_limits){10, 2});
    if (!strstr(out.data, expected))
        fail_msg("expected '%s' in:\n%s", expected, out.data);
    buf_done(&out);
}

static void assert_text_lacks(const struct call *c, const char *unexpected)
{
    struct buf out = {0};
    print_text(&out, c, 80, &(struct spot_limits){10, 2});
    if (strstr(out.data, unexpected))
        fail_msg("expected no '%s' in:\n%s", unexpected, out.data);
    buf_done(&out);
}

static void json__print__documented_example(void **state)
{
    (void)state;
    struct sample s;
    sample_ringyo(&s);
    assert_json(&s.call, documented_json);
    arena_free(s.arena);
}

static void json__print__empty_call_has_every_key(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s);
    s.call.other = NULL;
    assert_json(
        &s.call,
        "{\"schema\":1,\"provider\":\"ringyo\",\"id\":\"call_xyz789\",\"status\":null,"
        "\"direction\":null,\"created_at\":null,\"started_at\":null,\"ended_at\":null,"
        "\"duration_s\":null,\"end_reason\":null,\"summary\":null,\"participants\":[],"
        "\"transcript\":[],\"recordings\":[],\"other\":{},"
        "\"notes\":[],\"metrics\":{\"reply_s\":null,\"silence_s\":null,\"interruptions\":null,"
        "\"talk_s\":null,\"first_words_s\":null,\"ring_s\":null,\"tools\":null,"
        "\"transfer\":null,\"voicemail\":null,\"hung_up\":null,\"success\":null,"
        "\"sentiment\":null,\"cost\":null,\"evaluations\":[],\"outcome\":null},\"links\":[]}\n");
    arena_free(s.arena);
}

static void assert_json_has(const struct call *c, const char *expected)
{
    struct buf out = {0};
    print_json(&out, c);
    if (!strstr(out.data, expected))
        fail_msg("expected %s in: %s", expected, out.data);
    buf_done(&out);
}

static void json__print__numbers_are_short(void **state)
{
    (void)state;
    static const struct {
        double start_s;
        const char *expected;
    } rows[] = {
        {3.2, "\"start_s\":3.2,"},         {0.1 + 0.2, "\"start_s\":0.3,"},
        {12.34567, "\"start_s\":12.346,"}, {-0.0001, "\"start_s\":0,"},
        {NAN, "\"start_s\":null,"},        {7, "\"start_s\":7,"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sample s;
        sample_init(&s);
        s.turns[0] = make_turn(NULL, SPEAKER_OTHER, rows[i].start_s, "x");
        s.call.turn_count = 1;
        assert_json_has(&s.call, rows[i].expected);
        arena_free(s.arena);
    }
}

static void json__print__ends_of_turns(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s);
    s.turns[0] = make_turn(NULL, SPEAKER_OTHER, 1, "x");
    s.call.turn_count = 1;
    assert_json_has(&s.call, "\"start_s\":1,\"end_s\":null,\"reply_s\"");
    s.turns[0].end_s = 2.50049;
    assert_json_has(&s.call, "\"start_s\":1,\"end_s\":2.5,\"reply_s\"");
    arena_free(s.arena);
}

static void json__print__escapes_terminal_controls(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s);
    s.call.status = "a\033[31m\xe2\x80\xaeq\xe2\x80\x8b\xc2\x9b\"\\";
    assert_json_has(&s.call,
                    "\"status\":\"a\\u001b[31m\\u202eq\\u200b\\u009b\\\"\\\\\",\"direction\"");
    arena_free(s.arena);
}

static void json__print__tool_rows_and_unreadable_times(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s);
    struct value *payload = value_new(s.arena, VALUE_OBJECT);
    member_text(&s, payload, "order", "17");
    struct tool tool = {.name = "lookup", .payload = payload, .took_s = NAN};
    s.turns[0] = make_turn("tool", SPEAKER_TOOL, NAN, "");
    s.turns[0].tool = &tool;
    s.call.turn_count = 1;
    s.call.started = (struct instant){.raw = "yesterday"};
    assert_json_has(&s.call, "\"started_at\":null");
    assert_json_has(
        &s.call,
        "{\"speaker\":\"tool\",\"class\":\"tool\",\"start_s\":null,"
        "\"end_s\":null,\"reply_s\":null,\"interrupted\":null,"
        "\"text\":\"\",\"tool\":{\"id\":null,\"name\":\"lookup\",\"status\":null,\"payload\":"
        "{\"order\":\"17\"},\"took_s\":null,\"error\":null}}");
    arena_free(s.arena);
}

/* What went wrong is said once. */
static void text__print__errors_of_tools(void **state)
{
    (void)state;
    static const struct {
        const char *status, *error, *expected;
    } rows[] = {
        {"error", "timeout", " tool  lookup (error: timeout)\n"},
        {NULL, "no\nsuch\033[31m order", " tool  lookup (failed: no such[31m order)\n"},
        {"failed", "Failed", " tool  lookup (failed)\n"},
        {NULL, "failed", " tool  lookup (failed)\n"},
        {"ok", "", " tool  lookup (ok)\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sample s;
        sample_init(&s);
        s.turns[0] = make_turn(NULL, SPEAKER_TOOL, NAN, "");
        s.turns[0].tool = &(struct tool){
            .name = "lookup", .status = rows[i].status, .error = rows[i].error, .took_s = NAN};
        s.call.turn_count = 1;
        assert_text_has(&s.call, rows[i].expected);
        arena_free(s.arena);
    }
}

static void assert_json_failure(const char *provider, const char *id, const struct failure *f,
                                const char *expected)
{
    struct buf out = {0};
    print_json_failure(&out, provider, id, f);
    assert_string_equal(out.data, expected);
    buf_done(&out);
}

static void json__failure__all_keys(void **state)
{
    (void)state;
    struct failure *f = failure_new(KIND_NOT_FOUND, 404, "%s", "Call not found");
    f->code = strdup("call_not_found");
    assert_json_failure("ringyo", "x", f,
                        "{\"schema\":1,\"provider\":\"ringyo\",\"id\":\"x\",\"error\":{\"kind\":"
                        "\"not_found\",\"http_status\":404,\"code\":\"call_not_found\",\"message\":"
                        "\"Call not found\",\"request_id\":null,\"retry_after_s\":null}}\n");
    failure_free(f);
}

static void json__failure__refused_id_is_cut_at_40_characters(void **state)
{
    (void)state;
    struct failure *f = failure_new(KIND_USAGE, 0, "%s", "no");
    struct buf id = {0};
    for (int i = 0; i < 50; i++)
        buf_puts(&id, "\xc3\xa9");
    struct buf out = {0};
    print_json_failure(&out, NULL, id.data, f);
    const char *begin = strstr(out.data, "\"id\":\"") + 6;
    assert_int_equal(strcspn(begin, "\""), 80);
    assert_non_null(strstr(out.data, "\"provider\":null"));
    assert_non_null(strstr(out.data, "\"http_status\":null"));
    buf_done(&out);
    buf_done(&id);
    failure_free(f);
}

static void json__failure__malformed_id_gives_valid_json(void **state)
{
    (void)state;
    struct failure *f = failure_new(KIND_USAGE, 0, "%s", "no");
    struct buf out = {0};
    print_json_failure(&out, "ringyo", "a\xff", f);
    assert_true(utf8_is_valid(out.data, out.len));
    assert_non_null(strstr(out.data, "\"id\":\"a\xef\xbf\xbd\""));
    buf_done(&out);
    failure_free(f);
}

static void text__print__documented_example(void **state)
{
    (void)state;
    struct sample s;
    sample_ringyo(&s);
    assert_text(&s.call, 80, documented_text);
    arena_free(s.arena);
}

static void text__print__wraps_with_a_hanging_indent(void **state)
{
    (void)state;
    struct sample s;
    sample_ringyo(&s);
    struct buf out = {0};
    print_text(&out, &s.call, 40, &(struct spot_limits){10, 2});
    assert_non_null(strstr(out.data, "  0:00  agent  Hello! This is Sarah from\n"
                                     "               Acme Corp. How are you\n"
                                     "               today?\n"));
    assert_non_null(strstr(out.data, "\n  https://storage.ringyo.ai/recordings/call_xyz789.mp3\n"));
    buf_done(&out);
    arena_free(s.arena);
}

/* What follows a link that is longer than the row is in the next one. */
static void text__print__long_link__is_not_broken(void **state)
{
    (void)state;
    struct sample s;
    struct buf out = {0};
    sample_init(&s);
    s.turns[0] = make_turn("user", SPEAKER_PERSON, 1,
                           "https://storage.ringyo.ai/recordings/call_xyz789.mp3 is the link");
    s.call.turn_count = 1;
    print_text(&out, &s.call, 40, &(struct spot_limits){10, 2});
    assert_non_null(strstr(out.data, "https://storage.ringyo.ai/recordings/call_xyz789.mp3\n"));
    assert_non_null(strstr(out.data, "\n              is the link\n"));
    buf_done(&out);
    arena_free(s.arena);
}

static void text__print__lines_of_a_turn_stay_in_their_column(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s);
    s.turns[0] = make_turn("user", SPEAKER_PERSON, 1, "one\nNotes\n  - forged");
    s.turns[1] = make_turn("agent", SPEAKER_AGENT, 2, "");
    s.call.turn_count = 2;
    assert_text_has(&s.call, "  0:01  user   one\n"
                             "               Notes\n"
                             "                 - forged\n"
                             "  0:02  agent\n");
    arena_free(s.arena);
}

static void text__print__nothing_acts_on_the_terminal(void **state)
{
    (void)state;
    static char evil[] = "\033]0;t\a\033[2J\x9b"
                         "31m\xc2\x9b\r\b\x7f\xe2\x80\xae\xe2\x80\x8b\xff";
    struct sample s;
    sample_init(&s);
    struct call *c = &s.call;
    c->id = c->title = c->status = c->direction = c->end_reason = c->summary = evil;
    c->started.raw = c->ended.raw = evil;
    s.people[0] = person(evil, evil, evil);
    s.people[0].name = s.people[0].state = s.people[0].joined.raw = evil;
    c->participant_count = 1;
    s.turns[0] = make_turn(evil, SPEAKER_OTHER, NAN, evil);
    s.turns[0].tool = &(struct tool){.name = evil, .status = evil, .took_s = NAN};
    c->turn_count = 1;
    s.recordings[0] = (struct recording){.url = evil, .duration_s = NAN};
    c->recording_count = 1;
    s.notes[0] = evil;
    c->note_count = 1;
    member_text(&s, s.other, evil, evil);
    struct buf out = {0}, clean = {0};
    print_text(&out, c, 80, &(struct spot_limits){10, 2});
    print_turns(&out, c, NULL, c->turn_count);
    clean_text(&clean, out.data, out.len, CLEAN_SCREEN | CLEAN_LINES);
    assert_string_equal(out.data, clean.data);
    assert_null(strpbrk(out.data, "\033\r\b\a\x7f"));
    buf_done(&out);
    buf_done(&clean);
    arena_free(s.arena);
}

static void text__print__missing_parts(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s);
    assert_text(&s.call, 80,
                "Ringyo  call_xyz789\n"
                "\n"
                "  Status     not given\n"
                "  Duration   not given\n"
                "  Started    not given\n"
                "\n"
                "Recording\n"
                "  not given\n"
                "\n"
                "Transcript\n"
                "  not given\n");
    arena_free(s.arena);
}

/* What the provider names as links is in no other section. */
static void text__print__links(void **state)
{
    (void)state;
    static const struct given_link links[] = {{"transcript", "https://x.example/t"},
                                              {NULL, "https://x.example/2"}};
    struct sample s;
    sample_init(&s);
    s.call.given_links = links;
    s.call.given_link_count = 2;
    assert_text(&s.call, 80,
                "Ringyo  call_xyz789\n"
                "\n"
                "  Status     not given\n"
                "  Duration   not given\n"
                "  Started    not given\n"
                "\n"
                "Recording\n"
                "  not given\n"
                "\n"
                "Links\n"
                "  transcript  https://x.example/t\n"
                "  Link        https://x.example/2\n"
                "\n"
                "Transcript\n"
                "  not given\n");
    arena_free(s.arena);
}

static void text__print__live_call(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s);
    s.call.live = true;
    s.call.status = "ongoing";
    s.call.started = at_s(T0);
    assert_text(&s.call, 80,
                "Ringyo  call_xyz789\n"
                "\n"
                "  Status     ongoing\n"
                "  Started    2024-01-15 10:30:00 UTC\n"
                "  Ended      not yet\n"
                "\n"
                "Recording\n"
                "  not yet available\n"
                "\n"
                "Transcript\n"
                "  not yet available\n");
    arena_free(s.arena);
}

static void text__print__marks_derived_values(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s);
    s.call.created = at_s(T0 - 60);
    s.call.started = at_s(T0);
    s.call.duration_s = 3723.9;
    s.call.duration_computed = true;
    s.call.ended.raw = "soon";
    assert_text_has(&s.call, "  Created    2024-01-15 10:29:00 UTC\n");
    assert_text_has(&s.call, "  Duration   1:02:03 (from start and end)\n");
    assert_text_has(&s.call, "  Ended      soon\n");
    s.call.duration_computed = false;
    assert_text_lacks(&s.call, "from start and end");
    arena_free(s.arena);
}

static void text__print__people_tools_notes_recordings(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s);
    s.people[0] = person(NULL, "u1", NULL);
    s.people[0].name = "Alice Example";
    s.people[0].state = "ended";
    s.people[0].joined = at_s(T0);
    s.people[0].duration_s = 61;
    s.people[1] = person("contact", "same", NULL);
    s.people[1].name = "same";
    s.call.participant_count = 2;
    s.turns[0] = make_turn(NULL, SPEAKER_TOOL, NAN, "");
    s.turns[0].tool = &(struct tool){.name = "lookup", .status = "ok", .took_s = NAN};
    s.call.turn_count = 1;
    s.recordings[0] = (struct recording){.url = "https://a.example/1", .duration_s = NAN};
    s.recordings[1] = (struct recording){.id = "r2", .duration_s = NAN};
    s.call.recording_count = 2;
    s.notes[0] = "transcript: the provider answered 404: none";
    s.call.note_count = 1;
    assert_text_has(&s.call, "  person     Alice Example, u1, ended, joined 10:30:00, 1:01\n"
                             "  contact    same\n");
    assert_text_has(&s.call, "Transcript  1 turn\n  tool  lookup (ok)\n");
    assert_text_has(&s.call, "Recordings\n  https://a.example/1\n  no link, r2\n");
    assert_text_has(&s.call, "Notes\n  - transcript: the provider answered 404: none\n");
    s.call.turns_error = "transcript: the provider answered 500: down";
    assert_text_has(&s.call, "Transcript  1 turn, incomplete\n  tool  lookup (ok)\n");
    s.call.turn_count = 0;
    assert_text_has(&s.call, "Transcript\n  not fetched: the provider answered 500: down\n");
    s.call.turns_error = NULL;
    s.call.turns_unread = true;
    assert_text_has(&s.call, "Transcript\n  not readable, J shows it\n");
    arena_free(s.arena);
}

static void text__print__system_row_is_one_row(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s);
    s.turns[0] =
        make_turn("system", SPEAKER_SYSTEM, NAN,
                  "You are Sarah, and you work for a company that sells pianos.\nBe brief.");
    s.turns[1] = make_turn("agent", SPEAKER_AGENT, NAN, "Hello!");
    s.call.turn_count = 2;
    struct buf out = {0};
    print_text_cut(&out, &s.call, 60, &(struct spot_limits){10, 2});
    if (!strstr(buf_str(&out), "\nTranscript  1 turn\n"
                               "  system  You are Sarah, and you work for a company that s..\n"
                               "  agent   Hello!\n"))
        fail_msg("got %s", buf_str(&out));
    buf_clear(&out);
    print_text(&out, &s.call, 60, &(struct spot_limits){10, 2}); /* as it is saved and copied */
    assert_non_null(strstr(buf_str(&out), "Be brief."));
    buf_clear(&out);
    print_turns(&out, &s.call, NULL, 2);
    assert_string_equal(buf_str(&out), "agent   Hello!\n");
    buf_clear(&out);
    const size_t first = 0;
    print_turns(&out, &s.call, &first, 1);
    assert_non_null(strstr(buf_str(&out), "Be brief."));
    buf_done(&out);
    assert_json_has(&s.call, "{\"speaker\":\"system\",\"class\":\"system\",\"start_s\":null,");
    arena_free(s.arena);
}

static void facts__other__rows_and_pointers(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s);
    struct value *list = member(&s, s.other, VALUE_ARRAY, "a/b~c");
    member_text(&s, list, NULL, "x");
    member_text(&s, list, NULL, "y");
    struct value *deep = member(&s, s.other, VALUE_ARRAY, "deep");
    struct value *first = member(&s, deep, VALUE_OBJECT, NULL);
    member_text(&s, first, "k", "v");
    member(&s, s.other, VALUE_OBJECT, "empty");
    struct facts f;
    facts_of_other(&f, &s.call);
    static const struct {
        const char *label, *value, *name;
    } rows[] = {
        {"a/b~c", "x, y", "/a~1b~0c"}, {"deep", "", "/deep"},     {"  [0]", "", "/deep/0"},
        {"    k", "v", "/deep/0/k"},   {"empty", "{}", "/empty"},
    };
    assert_int_equal(f.count, sizeof rows / sizeof *rows);
    for (size_t i = 0; i < f.count; i++) {
        assert_string_equal(f.list[i].label, rows[i].label);
        assert_string_equal(f.list[i].value, rows[i].value);
        assert_string_equal(f.list[i].name, rows[i].name);
    }
    facts_done(&f);
    arena_free(s.arena);
}

/* Members with the same 40 characters at the beginning. */
static void facts__other__long_names_stay_apart(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s);
    member_text(&s, s.other, "a_name_of_forty_characters_at_the_begin__one", "1");
    member_text(&s, s.other, "a_name_of_forty_characters_at_the_begin__two", "2");
    assert_text_has(&s.call, "\n  a_name_of_forty_characters_at_the_begin__one\n");
    assert_text_has(&s.call, "\n  a_name_of_forty_characters_at_the_begin__two\n");
    arena_free(s.arena);
}

static void facts__other__bounded(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s);
    struct value *list = value_new(s.arena, VALUE_OBJECT), *tail = NULL;
    for (int i = 0; i < FACTS_OTHER_ROWS + 5; i++) {
        struct value *v = value_new(s.arena, VALUE_NUMBER);
        v->name = "n";
        value_append(list, v, &tail);
    }
    s.call.other = list;
    struct facts f;
    facts_of_other(&f, &s.call);
    assert_int_equal(f.count, FACTS_OTHER_ROWS);
    assert_string_equal(f.list[f.count - 1].value, "there is more: see the JSON");
    facts_done(&f);
    arena_free(s.arena);
}

/* A place that is too deep to be named has a row all the same. */
static void facts__other__very_long_pointers_are_left_out(void **state)
{
    (void)state;
    enum { NAME_BYTES = 300, LEVELS = 20 };
    struct sample s;
    struct facts f;
    struct buf name = {0};
    sample_init(&s);
    for (int i = 0; i < NAME_BYTES; i++)
        buf_putc(&name, 'n');
    struct value *at = s.other;
    for (int i = 0; i < LEVELS; i++)
        at = member(&s, at, VALUE_OBJECT, buf_str(&name));
    member_text(&s, at, "last", "seen");
    facts_of_other(&f, &s.call);
    assert_int_equal(f.count, LEVELS + 1);
    assert_string_equal(f.list[LEVELS].value, "seen");
    assert_string_equal(f.list[LEVELS].name, "");
    assert_true(strlen(f.list[0].name) > 0);
    facts_done(&f);
    buf_done(&name);
    arena_free(s.arena);
}

/* Its turns come in an answer of their own. */
static void text__print__turns_on_their_way(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s);
    s.call.turns_loading = true;
    assert_text_has(&s.call, "\nTranscript\n  loading\n");
    arena_free(s.arena);
}

static void raw__print__byte_for_byte(void **state)
{
    (void)state;
    struct sample s;
    struct buf out = {0};
    sample_init(&s);
    s.document = (struct document){.name = "call", .bytes = "{\"a\":\033\0x}", .count = 9};
    s.call.document_count = 1;
    print_raw(&out, &s.call);
    assert_int_equal(out.len, 10);
    assert_memory_equal(out.data, "{\"a\":\033\0x}\n", 10);
    buf_clear(&out);
    s.document = (struct document){.name = "call", .bytes = "{}\n", .count = 3};
    print_raw(&out, &s.call);
    assert_string_equal(out.data, "{}\n");
    buf_done(&out);
    arena_free(s.arena);
}

static void documents__print__one_below_the_other(void **state)
{
    (void)state;
    static const struct document two[] = {{.name = "turns", .bytes = "[1]", .count = 3},
                                          {.name = "call", .bytes = "{}\n", .count = 3}};
    struct call c = {.documents = two, .document_count = 2};
    struct buf out = {0};
    print_documents(&out, &c);
    assert_string_equal(out.data, "[1]\n{}\n");
    buf_clear(&out);
    print_raw(&out, &c);
    assert_string_equal(out.data, "{}\n");
    buf_done(&out);
}

static void turns__print__in_columns(void **state)
{
    (void)state;
    struct sample s;
    struct buf out = {0};
    sample_init(&s);
    s.turns[0] = make_turn("agent", SPEAKER_AGENT, 0, "one\ntwo");
    s.turns[1] = make_turn("user", SPEAKER_PERSON, 754, "three");
    s.call.turn_count = 2;
    print_turns(&out, &s.call, NULL, s.call.turn_count);
    assert_string_equal(out.data, " 0:00  agent  one\n"
                                  "              two\n"
                                  "12:34  user   three\n");
    buf_clear(&out);
    print_turn(&out, &s.turns[1]);
    assert_string_equal(out.data, "12:34  user  three");
    buf_done(&out);
    arena_free(s.arena);
}

static void failure__print__one_safe_line(void **state)
{
    (void)state;
    struct buf out = {0};
    struct failure *f = failure_new(KIND_NOT_FOUND, 404, "%s", "Call not found");
    f->code = strdup("call_\033not_found");
    f->request_id = strdup("req_1");
    print_failure(&out, "ringyo", "x\ny", f);
    assert_string_equal(out.data, "ringyo x y: no such call (404 call_not_found): Call not found; "
                                  "request req_1\n");
    failure_free(f);
    buf_clear(&out);
    f = failure_new(KIND_NETWORK, 0, "%s", "cannot reach 'a.example'");
    f->retry_after_s = 5;
    print_failure(&out, NULL, "", f);
    assert_string_equal(out.data, "'': cannot reach 'a.example'; retry in 5 s\n");
    failure_free(f);
    buf_done(&out);
}

/* What happened goes by the cause: the status, or what the code that failed knows. */
static void failure__print__says_the_cause_once(void **state)
{
    (void)state;
    static const struct {
        enum kind kind;
        int status;
        const char *code, *message, *line;
    } rows[] = {
        {KIND_AUTH, 401, "401 Unauthorized", "no", "the key was refused (401 Unauthorized): no"},
        {KIND_AUTH, 401, "401", "no", "the key was refused (401): no"},
        {KIND_AUTH, 401, "4010", "no", "the key was refused (401 4010): no"},
        {KIND_AUTH, 403, NULL, "no", "the key may not read this call (403): no"},
        {KIND_NOT_FOUND, 404, NULL, "no", "no such call (404): no"},
        {KIND_NOT_FOUND, 410, NULL, "no", "the call was deleted (410): no"},
        {KIND_PROVIDER, 200, NULL, "empty", "the answer cannot be used (200): empty"},
        {KIND_PROVIDER, 302, NULL, "away", "the provider sent a redirect (302): away"},
        {KIND_PROVIDER, 500, NULL, "", "the provider failed (500)"},
        {KIND_NETWORK, 200, NULL, "late", "the answer was cut off (200): late"},
        {KIND_NOT_FOUND, 404, "c", "no such call here", "no such call here (404 c)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf out = {0};
        struct failure *f = failure_new(rows[i].kind, rows[i].status, "%s", rows[i].message);
        f->code = rows[i].code ? strdup(rows[i].code) : NULL;
        print_failure(&out, "p", "x", f);
        char *want = xasprintf("p x: %s\n", rows[i].line);
        assert_string_equal(out.data, want);
        free(want);
        failure_free(f);
        buf_done(&out);
    }
}

static void form__names__find_each_other(void **state)
{
    (void)state;
    static const char *const names[FORM_COUNT] = {"text", "json", "markdown", "vtt", "raw"};
    for (int i = 0; i < FORM_COUNT; i++)
        assert_int_equal(form_find(names[i]), i);
    assert_int_equal(form_find("yaml"), FORM_COUNT);
    assert_string_equal(form_names(), "text, json, markdown, vtt or raw");
}

/* Only raw answers cannot be masked, and only JSON reports a failed call on standard output. */
static void form__rows__properties_of_each_form(void **state)
{
    (void)state;
    struct failure *f = failure_new(KIND_NOT_FOUND, 404, "gone");
    for (enum form form = 0; form < FORM_COUNT; form++) {
        struct buf out = {0};
        form_print_failure(&out, form, "ringyo", "x", f);
        assert_int_equal(out.len > 0, form == FORM_JSON);
        assert_int_equal(form_is_raw(form), form == FORM_RAW);
        assert_int_equal(form_is_separated(form), form != FORM_JSON && form != FORM_RAW);
        assert_int_equal(form_of_path(form_ending(form)), FORM_TEXT); /* only an ending */
        buf_done(&out);
    }
    failure_free(f);
}

static void masked__json__every_text_except_the_id(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s);
    struct value *list = member(&s, s.other, VALUE_OBJECT, "+18005551234");
    member_text(&s, list, "mail", "bob@example.com");
    member(&s, list, VALUE_NUMBER, "number")->number = 14155551234;
    member(&s, list, VALUE_NUMBER, "at_ms")->number = 1705314600000;
    struct tool tool = {.name = "dial", .status = "ok", .payload = list};
    s.call.id = "8005551234";
    s.people[0] = person("from", "8005551234", "8005559999");
    s.call.participants = s.people;
    s.call.participant_count = 1;
    s.turns[0] = make_turn("800 555 9999", SPEAKER_PERSON, 3, "4111 1111\xe2\x80\x8b 1111 1111");
    s.turns[0].tool = &tool;
    s.call.turns = s.turns;
    s.call.turn_count = 1;
    s.call.summary = "of 8005551234 to +1 800 555 9999";
    static const struct links unmasked;
    s.call.links = &unmasked;
    struct mask_count count;
    struct call *c = masked_call(&s.call, &count);
    struct buf out = {0};
    print_json(&out, c);
    static const char *const expected_parts[] = {
        "\"id\":\"8005551234\",\"status\"",
        "\"id\":\"8005551234\",\"name\":null,\"address\":\"######9999\"",
        "\"summary\":\"of 8005551234 to +# ### ### 9999\"",
        "\"speaker\":\"### ### 9999\"",
        "\"text\":\"#### #### #### 1111\"",
        "{\"+#######1234\":{\"mail\":\"###@######e.com\",",
        "\"number\":\"#######1234\",\"at_ms\":1705314600000}}",
    };
    for (size_t i = 0; i < sizeof expected_parts / sizeof *expected_parts; i++)
        if (!strstr(buf_str(&out), expected_parts[i]))
            fail_msg("expected '%s' in '%s'", expected_parts[i], buf_str(&out));
    assert_null(c->links);
    assert_int_equal(count.cards, 1);
    assert_int_equal(count.mails, 2);
    assert_int_equal(count.phones, 7);
    buf_done(&out);
    call_free(c);
    arena_free(s.arena);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    time_set_zone("UTC");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json__print__documented_example),
        cmocka_unit_test(json__print__empty_call_has_every_key),
        cmocka_unit_test(json__print__numbers_are_short),
        cmocka_unit_test(json__print__ends_of_turns),
        cmocka_unit_test(json__print__escapes_terminal_controls),
        cmocka_unit_test(json__print__tool_rows_and_unreadable_times),
        cmocka_unit_test(json__failure__all_keys),
        cmocka_unit_test(json__failure__refused_id_is_cut_at_40_characters),
        cmocka_unit_test(json__failure__malformed_id_gives_valid_json),
        cmocka_unit_test(text__print__documented_example),
        cmocka_unit_test(text__print__errors_of_tools),
        cmocka_unit_test(text__print__wraps_with_a_hanging_indent),
        cmocka_unit_test(text__print__lines_of_a_turn_stay_in_their_column),
        cmocka_unit_test(text__print__nothing_acts_on_the_terminal),
        cmocka_unit_test(text__print__missing_parts),
        cmocka_unit_test(text__print__links),
        cmocka_unit_test(text__print__live_call),
        cmocka_unit_test(text__print__marks_derived_values),
        cmocka_unit_test(text__print__people_tools_notes_recordings),
        cmocka_unit_test(text__print__system_row_is_one_row),
        cmocka_unit_test(facts__other__rows_and_pointers),
        cmocka_unit_test(facts__other__long_names_stay_apart),
        cmocka_unit_test(facts__other__bounded),
        cmocka_unit_test(raw__print__byte_for_byte),
        cmocka_unit_test(documents__print__one_below_the_other),
        cmocka_unit_test(turns__print__in_columns),
        cmocka_unit_test(failure__print__one_safe_line),
        cmocka_unit_test(failure__print__says_the_cause_once),
        cmocka_unit_test(masked__json__every_text_except_the_id),
        cmocka_unit_test(form__names__find_each_other),
        cmocka_unit_test(form__rows__properties_of_each_form),
        cmocka_unit_test(facts__other__very_long_pointers_are_left_out),
        cmocka_unit_test(text__print__turns_on_their_way),
        cmocka_unit_test(text__print__long_link__is_not_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
