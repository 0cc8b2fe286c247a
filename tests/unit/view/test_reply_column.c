/* The transcript's rows with the column of reply times, and what it says without turns. */
#include "tests/unit/view/view_rows.h"
#include "ui/view/view_transcript.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct turn turn_of(enum speaker_class class, double start_s, double reply_s,
                           const char *text)
{
    static const char *const speakers[] = {
        [SPEAKER_AGENT] = "agent", [SPEAKER_PERSON] = "user", [SPEAKER_TOOL] = "tool"};
    return (struct turn){.speaker = speakers[class],
                         .class = class,
                         .start_s = start_s,
                         .end_s = NAN,
                         .reply_s = reply_s,
                         .text = text,
                         .bytes = strlen(text)};
}

struct fixture {
    struct tool tool;
    struct turn turns[5];
    struct call call;
    struct spots spots;
    struct transcript_style style;
    struct view *view;
};

/* A prompt reply, a tool call, a slow reply, and one of more than a minute. */
static void setup(struct fixture *f)
{
    *f = (struct fixture){
        .tool = {.name = "find", .took_s = 3.21},
        .turns = {turn_of(SPEAKER_PERSON, 38, NAN, "Hello?"),
                  turn_of(SPEAKER_AGENT, 41, 0.84, "Let me look that up."),
                  turn_of(SPEAKER_TOOL, 43, NAN, ""),
                  turn_of(SPEAKER_AGENT, 47, 4.4, "I am sorry."),
                  turn_of(SPEAKER_AGENT, 119, 65.2, "Here it is.")},
        .style = {.wrap = true, .limits = {.gap_s = 3600, .slow_s = 2}},
    };
    f->turns[2].tool = &f->tool;
    f->call = (struct call){.provider = "p",
                            .id = "1",
                            .duration_s = 150,
                            .started = {.us = 1704103200000000LL, .known = true},
                            .turns = f->turns,
                            .turn_count = 5,
                            .figures = {.turn_reply = ORIGIN_PROVIDER}};
    f->view = view_transcript_new(&f->call, &f->style);
    spots_init(&f->spots, &f->call, &f->style.limits);
    view_transcript_spots(f->view, &f->spots);
}

static void teardown(struct fixture *f)
{
    view_free(f->view);
    spots_done(&f->spots);
}

static void replies__wide_pane__a_column(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    view_rows_expect(f.view, 60,
                     "   0:38         user   Hello?\n"
                     "   0:41   +0.8  agent  Let me look that up.\n"
                     "   0:43    3.2  tool   find\n"
                     " ! 0:47   +4.4! agent  I am sorry.\n"
                     " ! 1:59  +1:05! agent  Here it is.\n");
    teardown(&f);
}

/* Providers that count in seconds send 0 for a call that took less than one. */
static void tools__too_short_to_show__no_time(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    f.call.turn_count = 3;
    f.tool.took_s = 0.049;
    view_rows_expect(f.view, 60,
                     "   0:38         user   Hello?\n"
                     "   0:41   +0.8  agent  Let me look that up.\n"
                     "   0:43         tool   find\n");
    f.tool.took_s = 0.05;
    view_rows_expect(f.view, 60,
                     "   0:38         user   Hello?\n"
                     "   0:41   +0.8  agent  Let me look that up.\n"
                     "   0:43    0.1  tool   find\n");
    teardown(&f);
}

static void replies__narrow_pane__no_column(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    view_rows_expect(f.view, 59,
                     "   0:38  user   Hello?\n"
                     "   0:41  agent  Let me look that up.\n"
                     "   0:43  tool   find\n"
                     " ! 0:47  agent  I am sorry.\n"
                     " ! 1:59  agent  Here it is.\n");
    teardown(&f);
}

static void replies__clock_and_off__a_column(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    f.call.turn_count = 2;
    f.style.timestamps = TIMES_OFF;
    time_set_zone("UTC");
    view_rows_expect(f.view, 80,
                     "          user   Hello?\n"
                     "    +0.8  agent  Let me look that up.\n");
    f.style.timestamps = TIMES_CLOCK;
    view_rows_expect(f.view, 80,
                     "   10:00:38         user   Hello?\n"
                     "   10:00:41   +0.8  agent  Let me look that up.\n");
    teardown(&f);
}

/* A number without an origin is not shown. */
static void replies__unknown__no_column(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    struct view *v;
    f.call.figures.turn_reply = ORIGIN_UNKNOWN;
    f.tool.took_s = NAN;
    f.call.turn_count = 3;
    v = view_transcript_new(&f.call, &f.style);
    view_rows_expect(v, 80,
                     "   0:38  user   Hello?\n"
                     "   0:41  agent  Let me look that up.\n"
                     "   0:43  tool   find\n");
    view_free(v);
    f.tool.took_s = 12;
    v = view_transcript_new(&f.call, &f.style);
    view_rows_expect(v, 80,
                     "   0:38        user   Hello?\n"
                     "   0:41        agent  Let me look that up.\n"
                     "   0:43  12.0  tool   find\n");
    view_free(v);
    teardown(&f);
}

/* Searching and copying know nothing of the column. */
static void replies__searched_and_copied__as_without(void **state)
{
    (void)state;
    struct fixture f;
    struct buf text = {0};
    setup(&f);
    f.view->ops->layout(f.view, 80);
    f.view->ops->text(f.view, 1, &text);
    assert_int_equal(text.len, sizeof "agent\nLet me look that up." - 1);
    assert_memory_equal(text.data, "agent\0Let me look that up.", text.len);
    char *copied = f.view->ops->copy(f.view, 1);
    assert_string_equal(copied, "0:41  agent  Let me look that up.");
    free(copied);
    buf_done(&text);
    teardown(&f);
}

static void no_turns__a_transcript_is_linked__said(void **state)
{
    (void)state;
    static const struct given_link links[] = {{NULL, "https://a.example/log.txt"},
                                              {"Transcript", "https://a.example/1"}};
    static const struct given_link url = {NULL, "https://a.example/transcriptions/1"};
    struct call c = {.provider = "p", .id = "1", .given_links = links, .given_link_count = 2};
    struct transcript_style style = {.wrap = true, .links_key = "u", .refetch_key = "r"};
    struct view *v = view_transcript_new(&c, &style);
    view_rows_expect(v, 80, "  a transcript is linked, u lists it\n");
    c.live = true;
    view_rows_expect(v, 80, "  a transcript is linked, u lists it\n");
    style.links_key = "";
    view_rows_expect(v, 80, "  a transcript is linked\n");
    c.given_links = &url;
    c.given_link_count = 1;
    view_rows_expect(v, 80, "  a transcript is linked\n");
    c.turns_loading = true;
    view_rows_expect(v, 80, "  transcript loading\n");
    c.turns_loading = false;
    c.given_links = links; /* a log is no transcript */
    view_rows_expect(v, 80, "  no transcript yet, the call has not ended\n");
    view_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replies__wide_pane__a_column),
        cmocka_unit_test(tools__too_short_to_show__no_time),
        cmocka_unit_test(replies__narrow_pane__no_column),
        cmocka_unit_test(replies__clock_and_off__a_column),
        cmocka_unit_test(replies__unknown__no_column),
        cmocka_unit_test(replies__searched_and_copied__as_without),
        cmocka_unit_test(no_turns__a_transcript_is_linked__said),
    };
    if (!setlocale(LC_ALL, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
