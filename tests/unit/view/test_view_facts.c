/* The facts of a call with figures: their order, at 80 columns and in a narrow pane. */
#include "text/time.h"
#include "ui/view/view_facts.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { EVALUATIONS = 3, TEN = 1704103200 /* 2024-01-01 10:00:00 UTC */ };

static struct instant at_s(int64_t seconds)
{
    return (struct instant){.us = seconds * 1000000LL, .known = true};
}

static const struct cost_part parts[] = {{"llm", 0.061}, {"tts", 0.052}};
static const struct value good = {.type = VALUE_STRING, .text = "good", .bytes = 4};
static const struct evaluation evaluations[EVALUATIONS] = {
    {"one", &good, NULL}, {"two", &good, NULL}, {"three", &good, NULL}};
static const char *const notes[] = {"a note"};

static struct call measured(void)
{
    struct call c = {.provider = "p",
                     .id = "1",
                     .status = "completed",
                     .type = "phone",
                     .direction = "inbound",
                     .end_reason = "hangup",
                     .summary = "It went well.",
                     .created = at_s(TEN - 5),
                     .started = at_s(TEN),
                     .ended = at_s(TEN + 76),
                     .duration_s = 76,
                     .notes = notes,
                     .note_count = 1,
                     .figures = figures_unknown()};
    c.figures.cost = (struct money){"USD", 0.142};
    c.figures.cost_parts = parts;
    c.figures.cost_part_count = 2;
    c.figures.success = TRUTH_NO;
    c.figures.voicemail = TRUTH_NO;
    c.figures.sentiment = "negative";
    c.figures.hung_up = "person";
    c.figures.reply = (struct reply_figure){.from = ORIGIN_TIMES,
                                            .count = 24,
                                            .median_s = 0.8,
                                            .p90_s = 2.1,
                                            .max_s = 4.4,
                                            .max_turn = SIZE_MAX};
    c.figures.tools.count = 5;
    c.figures.tools.failed = 1;
    c.figures.tools.slowest_s = 3.2;
    c.figures.evaluations = evaluations;
    c.figures.evaluation_count = EVALUATIONS;
    return c;
}

/* The labels of all rows, those on the right after a bar; and whether a value has this role. */
static void expect_labels(const struct call *c, int cols, const char *expected)
{
    struct spot spot = {0};
    struct spots spots = {.list = &spot, .count = 1, .counts = {[SPOT_FAILURE] = 1}};
    struct view *v = view_facts_of_call(c, &spots);
    struct buf all = {0};
    struct line line = {0};
    v->ops->layout(v, cols);
    for (size_t i = 0; i < v->ops->items(v); i++) {
        line_clear(&line);
        v->ops->row(v, i, 0, &line);
        if (line.cols > cols)
            fail_msg("%d columns in a pane of %d: '%s'", line.cols, cols, buf_str(&line.text));
        const char *before = all.len ? "," : "";
        for (size_t s = 0; s < line.count; s++)
            if (line.spans[s].role == ROLE_LABEL) {
                buf_puts(&all, before);
                buf_add(&all, line.text.data + line.spans[s].begin, line.spans[s].bytes);
                before = "|";
            }
    }
    if (strcmp(buf_str(&all), expected) != 0)
        fail_msg("expected %s, got %s", expected, buf_str(&all));
    view_free(v);
    buf_done(&all);
    line_done(&line);
}

/* What is asked first is in the first rows; many evaluations hide nothing. */
static void facts__with_figures__in_the_order_of_use(void **state)
{
    (void)state;
    struct call c = measured();
    expect_labels(&c, 80,
                  "Status|Started,End reason|Ended,Duration|Hung up,Outcome|Tools,Replies,"
                  "Hot spots,Voicemail,Cost,Summary,Type|Created,Direction,Note,Evaluation,"
                  "Evaluation,Evaluation");
    c.figures.voicemail = TRUTH_YES;
    c.figures.tools.count = 0;
    expect_labels(&c, 80,
                  "Status|Started,End reason|Ended,Duration|Hung up,Outcome|Voicemail,Replies,"
                  "Hot spots,Cost,Summary,Type|Created,Direction,Note,Evaluation,Evaluation,"
                  "Evaluation");
    c.end_reason = NULL; /* three rows have a right side, two a left one */
    c.figures.success = TRUTH_UNKNOWN;
    c.figures.sentiment = NULL;
    expect_labels(&c, 80,
                  "Status|Started,Duration|Ended,Voicemail|Hung up,Replies,Hot spots,Cost,Summary,"
                  "Type|Created,Direction,Note,Evaluation,Evaluation,Evaluation");
    c = measured();
    c.figures.voicemail = TRUTH_YES;
    expect_labels(&c, 60,
                  "Status,End reason,Duration,Outcome,Started,Ended,Hung up,Replies,Hot spots,"
                  "Tools,Voicemail,Cost,Summary,Type,Direction,Created,Note,Evaluation,Evaluation,"
                  "Evaluation");
}

static enum role role_of(const struct call *c, const char *value)
{
    struct view *v = view_facts_of_call(c, NULL);
    struct line line = {0};
    enum role role = ROLE_COUNT;
    v->ops->layout(v, 60);
    for (size_t i = 0; i < v->ops->items(v); i++) {
        line_clear(&line);
        v->ops->row(v, i, 0, &line);
        if (strstr(buf_str(&line.text), value))
            role = line.spans[line.count - 1].role;
    }
    view_free(v);
    line_done(&line);
    return role;
}

static void facts__outcome_and_tools__coloured(void **state)
{
    (void)state;
    struct call c = measured();
    assert_int_equal(role_of(&c, "not successful, negative"), ROLE_BAD);
    assert_int_equal(role_of(&c, "5, 1 failed"), ROLE_WARN);
    assert_int_equal(role_of(&c, "Voicemail"), ROLE_VALUE);
    c.figures.success = TRUTH_YES;
    c.figures.voicemail = TRUTH_YES;
    c.figures.tools.failed = 0;
    assert_int_equal(role_of(&c, "successful, negative"), ROLE_GOOD);
    assert_int_equal(role_of(&c, "5, slowest"), ROLE_VALUE);
    assert_int_equal(role_of(&c, "Voicemail"), ROLE_WARN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts__with_figures__in_the_order_of_use),
        cmocka_unit_test(facts__outcome_and_tools__coloured),
    };
    if (!setlocale(LC_ALL, "C.UTF-8") || !time_set_zone("UTC"))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
