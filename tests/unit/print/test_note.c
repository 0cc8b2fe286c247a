/* The ticket note and WebVTT, over calls made by hand. */
#include "call/call.h"
#include "print/markdown.h"
#include "print/note.h"
#include "print/print.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct turn make_turn(const char *speaker, double start_s, const char *text)
{
    return (struct turn){.speaker = speaker,
                         .class = SPEAKER_PERSON,
                         .start_s = start_s,
                         .end_s = NAN,
                         .text = text,
                         .bytes = strlen(text)};
}

static const struct participant people[] = {
    {.role = "from", .address = "+18005551234", .duration_s = NAN},
    {.role = "agent", .id = "agent_abc123", .duration_s = NAN},
};

static const struct recording recording = {.url = "https://x.example/a_b.mp3", .duration_s = NAN};

static struct call sample(const struct turn *turns, size_t count)
{
    return (struct call){
        .provider = "ringyo",
        .title = "Ringyo",
        .id = "call_xyz789",
        .status = "completed",
        .started = {.us = 1705314600000000, .known = true},
        .created = {.us = 1705314600000000, .known = true},
        .ended = {.us = 1705314845000000, .known = true},
        .duration_s = 245,
        .figures = figures_unknown(),
        .participants = people,
        .participant_count = 2,
        .recordings = &recording,
        .recording_count = 1,
        .turns = turns,
        .turn_count = count,
    };
}

static void expect_note(const struct call *c, const char *template, size_t first, size_t count,
                        const char *expected)
{
    struct buf out = {0};
    size_t turns[4] = {first, first + 1, first + 2, first + 3};
    assert_true(count <= 4);
    note_print(&out, c, template, &(struct spot_limits){10, 2}, turns, count);
    assert_string_equal(buf_str(&out), expected);
    buf_done(&out);
}

static void note__built_in__facts_and_the_turn(void **state)
{
    (void)state;
    const struct turn turns[] = {make_turn("agent", 0, "Hello!"),
                                 make_turn("user", 3.2, "one\n\n- two\nthree")};
    struct call c = sample(turns, 2);
    time_set_zone("UTC");
    expect_note(&c, NULL, 1, 1,
                "# Ringyo call `call_xyz789`\n"
                "\n"
                "- Status: completed\n"
                "- Started: 2024-01-15 10:30:00 UTC\n"
                "- Ended: 2024-01-15 10:34:05 UTC\n"
                "- Duration: 4:05\n"
                "- Participants: from +18005551234; agent agent_abc123\n"
                "- Recording: <https://x.example/a_b.mp3>\n"
                "\n"
                "> **0:03 user:** one\n"
                "> \n"
                "> \\- two\\\n"
                "> three\n");
    c.end_reason = "hung *up*";
    expect_note(&c, "{id}: {end_reason}\n\n{summary}\n\n{turns}", 0, 2,
                "`call_xyz789`: hung \\*up\\*\n"
                "\n"
                "> **0:00 agent:** Hello!\n"
                ">\n"
                "> **0:03 user:** one\n"
                "> \n"
                "> \\- two\\\n"
                "> three\n");
}

static void note__hot_spots__counted(void **state)
{
    (void)state;
    const struct turn turns[] = {make_turn("agent", 0, "Hello!"), make_turn("user", 30, "yes")};
    struct call c = sample(turns, 2);
    expect_note(&c, "{hot_spots}", 0, 0, "1 pause over 10 s (estimated)\n");
}

/* All in one line, with the provider's texts escaped. */
static void note__figures__each_with_its_origin(void **state)
{
    (void)state;
    const struct turn turns[] = {make_turn("agent", 47, "Hello!")};
    const struct cost_part part = {"l_l*m", 0.06};
    struct call c = sample(turns, 1);
    struct figures *f = &c.figures;
    expect_note(&c, "- Figures: {figures}", 0, 0, "");
    f->reply = (struct reply_figure){ORIGIN_TIMES, 24, 0.8, 2.1, 4.4, 0};
    f->tools.count = 5;
    f->tools.failed = 1;
    f->tools.slowest_s = 3.2;
    f->cost = (struct money){"USD", 0.14};
    f->cost_parts = &part;
    f->cost_part_count = 1;
    f->success = TRUTH_NO;
    f->sentiment = "a\nb";
    expect_note(&c, "- Figures: {figures}", 0, 0,
                "- Figures: Replies 24: median 0.8 s, p90 2.1 s, slowest 4.4 s at 0:47 (from the "
                "turns' times); Tools 5, 1 failed, slowest 3.2 s (from the transcript); Cost "
                "\\$0.14: l_l\\*m 0.06 (from the provider); Outcome not successful, a b (from the "
                "provider)\n");
    struct buf out = {0};
    note_print(&out, &c, NULL, &(struct spot_limits){10, 2}, NULL, 0);
    assert_non_null(strstr(buf_str(&out), "- Duration: 4:05\n- Figures: Replies 24: "));
    buf_done(&out);
}

static void note__transcript_missing__said(void **state)
{
    (void)state;
    const struct turn turns[] = {make_turn("agent", 0, "Hello!")};
    struct call c = sample(turns, 0);
    c.turns_error = "transcript: the provider answered 500: *down*";
    expect_note(&c, "{transcript}", 0, 0, "not fetched: the provider answered 500: \\*down\\*\n");
    expect_note(&c, NULL, 0, 0,
                "# Ringyo call `call_xyz789`\n"
                "\n"
                "- Status: completed\n"
                "- Started: 2024-01-15 10:30:00 UTC\n"
                "- Ended: 2024-01-15 10:34:05 UTC\n"
                "- Duration: 4:05\n"
                "- Participants: from +18005551234; agent agent_abc123\n"
                "- Recording: <https://x.example/a_b.mp3>\n"
                "- Transcript: not fetched: the provider answered 500: \\*down\\*\n");
    c.turn_count = 1;
    expect_note(&c, "{transcript}", 0, 0, "incomplete: the provider answered 500: \\*down\\*\n");
    c.turns_error = "the transcript is incomplete: more than 100 pages";
    expect_note(&c, "{transcript}", 0, 0, "the transcript is incomplete: more than 100 pages\n");
}

static void note__template__names_and_braces(void **state)
{
    (void)state;
    struct call c = sample(NULL, 0);
    struct err e;
    expect_note(&c, "{{id}} {x y} {}\n{turns}\n\n\n{summary}\n{provider}", 0, 0,
                "{`call_xyz789`} {x y} {}\n\nRingyo\n");
    assert_true(note_check("{id} {turns} { } {A}", &e));
    assert_false(note_check("a {idd} b", &e));
    assert_string_equal(e.text, "unknown name {idd}");
}

static void markdown__providers_text__has_no_markup(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
    } rows[] = {
        {"plain text, it's (fine) - so. 1.", "plain text, it's (fine) - so. 1."},
        {"# a *b* `c` [d](e) <f> a|b", "\\# a \\*b\\* \\`c\\` \\[d\\](e) \\<f\\> a\\|b"},
        {"snake_case _em_ \\", "snake_case \\_em\\_ \\\\"},
        {"- list", "\\- list"},
        {"+ list", "\\+ list"},
        {"+1 -1 1.5", "+1 -1 1.5"},
        {"---", "\\---"},
        {"-", "\\-"},
        {"12. list", "12\\. list"},
        {"2) list", "2\\) list"},
        {"===", "\\==="},
        {"    code", "code"},
        {"&copy; ~~x~~ $y$", "\\&copy; \\~\\~x\\~\\~ \\$y\\$"},
        {"https://evil.example www.evil.example a@b.c",
         "https\\://evil.example www\\.evil.example a\\@b.c"},
        {"at 10:/x a::b c:", "at 10:/x a::b c:"},
        {"12 13.x", "12 13.x"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf out = {0};
        markdown_text(&out, rows[i].from, strlen(rows[i].from));
        assert_string_equal(buf_str(&out), rows[i].to);
        buf_done(&out);
    }
}

/* What is masked stays readable: '#' has a meaning only before a blank at the start of a line, and
 * before the number of an issue. */
static void markdown__masked_numbers__not_escaped(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
    } rows[] = {
        {"+#######0178", "+#######0178"},
        {"(###) ###-0178", "(###) ###-0178"},
        {"call ### ### 0178", "call ### ### 0178"},
        {"### ### 0178", "\\### ### 0178"},
        {"##", "\\##"},
        {"a# #-1 #######", "a# #-1 #######"},
        {"####### 1", "####### 1"},
        {"order #12 of #a", "order \\#12 of \\#a"},
        {"####@#######.com", "####\\@#######.com"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf out = {0};
        markdown_text(&out, rows[i].from, strlen(rows[i].from));
        assert_string_equal(buf_str(&out), rows[i].to);
        buf_done(&out);
    }
}

static void markdown__codes_and_links__only_where_valid(void **state)
{
    (void)state;
    struct buf out = {0};
    markdown_code(&out, "a`b");
    markdown_code(&out, "c d");
    markdown_code(&out, " e");
    markdown_code(&out, "f ");
    markdown_code(&out, "");
    markdown_link(&out, "http://x.example/a");
    markdown_link(&out, "https://x.example/>*");
    markdown_link(&out, "javascript:alert(1)");
    assert_string_equal(buf_str(&out), "a\\`b`c d`ef <http://x.example/a>"
                                       "https\\://x.example/\\>\\*javascript:alert(1)");
    buf_done(&out);
}

static void expect_vtt(const struct call *c, const char *expected)
{
    struct buf out = {0};
    struct err e;
    assert_true(print_vtt(&out, c, &e));
    assert_string_equal(buf_str(&out), expected);
    buf_done(&out);
}

static void vtt__cues__sorted_and_later_than_their_start(void **state)
{
    (void)state;
    const struct turn turns[] = {
        make_turn("user", NAN, "first"),     make_turn("a<b>", 3.2, "--> & more\n\n\nof it\n"),
        make_turn("agent", 0, "Hello!"),     make_turn(NULL, NAN, "with the one before"),
        make_turn("late", 4000.0015, "bye"), make_turn("late", 4000.0016, "again"),
    };
    struct call c = sample(turns, 6);
    expect_vtt(&c, "WEBVTT\n"
                   "\n00:00:00.000 --> 00:00:03.200\n<v agent>Hello!\n"
                   "\n00:00:00.000 --> 00:00:03.200\nwith the one before\n"
                   "\n00:00:03.200 --> 01:06:40.002\n<v user>first\n"
                   "\n00:00:03.200 --> 01:06:40.002\n"
                   "<v a&lt;b&gt;>--&gt; &amp; more\nof it\n"
                   "\n01:06:40.002 --> 01:06:45.002\n<v late>bye\n"
                   "\n01:06:40.002 --> 01:06:45.002\n<v late>again\n");
}

static void vtt__the_last__ends_with_the_call(void **state)
{
    (void)state;
    const struct turn turns[] = {make_turn("agent", -1, "Hello!"), make_turn("agent", 3, "")};
    struct call c = sample(turns, 2);
    expect_vtt(&c, "WEBVTT\n"
                   "\n00:00:00.000 --> 00:00:03.000\n<v agent>Hello!\n"
                   "\n00:00:03.000 --> 00:04:05.000\n<v agent>\n");
}

static void vtt__ends_given__kept(void **state)
{
    (void)state;
    struct turn turns[] = {make_turn("agent", 0, "Hello!"), make_turn("user", 5, "Yes"),
                           make_turn("agent", 9, "So")};
    struct call c = sample(turns, 3);
    turns[0].end_s = 1.25;
    turns[1].end_s = 4; /* before its start */
    turns[2].end_s = 300;
    expect_vtt(&c, "WEBVTT\n"
                   "\n00:00:00.000 --> 00:00:01.250\n<v agent>Hello!\n"
                   "\n00:00:05.000 --> 00:00:09.000\n<v user>Yes\n"
                   "\n00:00:09.000 --> 00:05:00.000\n<v agent>So\n");
}

/* A row of the class system is what the agent was told, not what was said. */
static void system__row__in_no_note_and_no_vtt(void **state)
{
    (void)state;
    struct turn turns[] = {make_turn("system", NAN, "You are Ben."),
                           make_turn("agent", 1, "Hello!"), make_turn("system", 2, "Be brief."),
                           make_turn("user", 3, "Yes")};
    turns[0].class = turns[2].class = SPEAKER_SYSTEM;
    struct call c = sample(turns, 4);
    expect_vtt(&c, "WEBVTT\n"
                   "\n00:00:01.000 --> 00:00:03.000\n<v agent>Hello!\n"
                   "\n00:00:03.000 --> 00:04:05.000\n<v user>Yes\n");
    expect_note(&c, "{turns}", 0, 4,
                "> **0:01 agent:** Hello!\n"
                ">\n"
                "> **0:03 user:** Yes\n");
    c.turn_count = 1;
    struct buf out = {0};
    struct err e;
    assert_false(print_vtt(&out, &c, &e));
    assert_string_equal(e.text, "the vtt form needs a transcript");
    expect_note(&c, "{id}\n{turns}", 0, 1, "`call_xyz789`\n");
}

static void vtt__no_times__an_error(void **state)
{
    (void)state;
    const struct turn turns[] = {make_turn("agent", NAN, "Hello!")};
    struct call c = sample(turns, 1);
    struct buf out = {0};
    struct err e;
    assert_false(print_vtt(&out, &c, &e));
    assert_string_equal(e.text, "the vtt form needs a transcript with times");
    c.turn_count = 0;
    assert_false(print_vtt(&out, &c, &e));
    assert_string_equal(e.text, "the vtt form needs a transcript");
    c.turns_error = "transcript: the provider answered 500";
    assert_false(print_vtt(&out, &c, &e));
    assert_string_equal(e.text, "the vtt form needs a transcript, which was not fetched");
    assert_int_equal(out.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(note__built_in__facts_and_the_turn),
        cmocka_unit_test(note__hot_spots__counted),
        cmocka_unit_test(note__figures__each_with_its_origin),
        cmocka_unit_test(note__transcript_missing__said),
        cmocka_unit_test(note__template__names_and_braces),
        cmocka_unit_test(markdown__providers_text__has_no_markup),
        cmocka_unit_test(markdown__masked_numbers__not_escaped),
        cmocka_unit_test(markdown__codes_and_links__only_where_valid),
        cmocka_unit_test(vtt__cues__sorted_and_later_than_their_start),
        cmocka_unit_test(vtt__the_last__ends_with_the_call),
        cmocka_unit_test(vtt__ends_given__kept),
        cmocka_unit_test(system__row__in_no_note_and_no_vtt),
        cmocka_unit_test(vtt__no_times__an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
