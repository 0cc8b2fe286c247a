/* The rows of facts that say how a call went: their words, their order, and what has no row. */
#include "call/facts.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct turn turns[2];

static struct call call_of(struct figures f)
{
    turns[0] = (struct turn){.start_s = 3, .end_s = NAN, .text = "", .reply_s = NAN};
    turns[1] = (struct turn){.start_s = 47.9, .end_s = NAN, .text = "", .reply_s = NAN};
    return (struct call){.duration_s = NAN, .turns = turns, .turn_count = 2, .figures = f};
}

/* The rows of figures as "Label  value" lines. */
static void put_rows(struct buf *out, const struct call *c)
{
    struct facts facts;
    facts_of_call(&facts, c);
    for (size_t i = 0; i < facts.count; i++)
        if (strcmp(facts.list[i].name, "status") != 0 &&
            strcmp(facts.list[i].name, "started") != 0 &&
            strcmp(facts.list[i].name, "duration") != 0)
            buf_printf(out, "%s  %s\n", facts.list[i].label, facts.list[i].value);
    facts_done(&facts);
}

static void expect_rows(struct figures f, const char *want)
{
    struct buf got = {0};
    struct call c = call_of(f);
    put_rows(&got, &c);
    assert_string_equal(buf_str(&got), want);
    buf_done(&got);
}

static void facts__unknown_figures__no_rows(void **state)
{
    (void)state;
    expect_rows(figures_unknown(), "");
}

static struct figures known(void)
{
    struct figures f = figures_unknown();
    f.reply = (struct reply_figure){ORIGIN_TIMES, 24, 0.84, 2.06, 4.42, 1};
    f.talk.from = f.silence.from = f.interruptions.from = ORIGIN_TIMES;
    f.talk.agent_s = 130.4;
    f.talk.person_s = 64.6;
    f.silence.seconds = 50;
    f.interruptions.by_person = 2;
    f.interruptions.by_agent = 1;
    f.tools.count = 5;
    f.tools.failed = 1;
    f.tools.slowest_s = 3.2;
    f.success = TRUTH_NO;
    f.voicemail = TRUTH_NO;
    f.sentiment = "negative";
    f.outcome = "call_back";
    f.hung_up = "agent";
    f.transfer_to = "+14155551234";
    f.transfer_status = "failed";
    f.ring_s = 6;
    f.first_words_s = 0.31;
    return f;
}

static void facts__all_figures__in_order(void **state)
{
    (void)state;
    static const struct cost_part parts[] = {{"llm", 0.06}, {"tts", 0.05}, {NULL, 0.0304}};
    struct figures f = known();
    f.cost = (struct money){"USD", 0.1404};
    f.cost_parts = parts;
    f.cost_part_count = 3;
    expect_rows(f, "Replies  24: median 0.8 s, p90 2.1 s, slowest 4.4 s at 0:47 (from the turns' "
                   "times)\n"
                   "Talk  agent 2:10, person 1:05, silence 0:50; cut in: person 2, agent 1 (from "
                   "the turns' times)\n"
                   "Tools  5, 1 failed, slowest 3.2 s\n"
                   "Cost  $0.14: llm 0.06, tts 0.05, other 0.03\n"
                   "Outcome  call_back, not successful, negative\n"
                   "Voicemail  no\n"
                   "Hung up  agent\n"
                   "Transfer  +14155551234, failed\n"
                   "Ring  6.0 s\n"
                   "First words  agent after 0.3 s (from the turns' times)\n");
}

static void facts__of_the_provider__says_so(void **state)
{
    (void)state;
    struct figures f = figures_unknown();
    f.reply = (struct reply_figure){ORIGIN_PROVIDER, 1, 61, NAN, 61, SIZE_MAX};
    f.interruptions.from = ORIGIN_PROVIDER;
    f.interruptions.by_person = 3;
    f.interruptions.by_agent = NAN;
    expect_rows(f, "Replies  1: 1:01 (from the provider)\n"
                   "Talk  cut in: person 3 (from the provider)\n");
    f.silence.from = f.talk.from = ORIGIN_TIMES;
    f.silence.seconds = 1;
    f.talk.agent_s = 2;
    f.talk.person_s = NAN; /* it has turns, but no end of them is known */
    f.reply.from = ORIGIN_UNKNOWN;
    expect_rows(f, "Talk  agent 0:02, silence 0:01 (from the turns' times); cut in: person 3 (from "
                   "the provider)\n");
    f.interruptions.from = ORIGIN_UNKNOWN;
    expect_rows(f, "Talk  agent 0:02, silence 0:01 (from the turns' times)\n");
}

/* Providers that count in seconds send 0 for tool calls that took less than one. */
static void facts__tools_too_short_to_show__not_said(void **state)
{
    (void)state;
    struct figures f = figures_unknown();
    f.tools.count = 2;
    f.tools.slowest_s = 0;
    expect_rows(f, "Tools  2\n");
    f.tools.slowest_s = 0.05;
    expect_rows(f, "Tools  2, slowest 0.1 s\n");
}

static void facts__amounts__currencies(void **state)
{
    (void)state;
    static const struct {
        struct money money;
        const char *want;
    } rows[] = {
        {{"USD", 0.14}, "Cost  $0.14\n"},      {{"USD", 12}, "Cost  $12.00\n"},
        {{"USD", 0}, "Cost  $0.00\n"},         {{"USD", 0.0149}, "Cost  $0.01\n"},
        {{"USD", 0.00995}, "Cost  $0.01\n"},   {{"USD", 0.0094}, "Cost  $0.0094\n"},
        {{"USD", 0.00123}, "Cost  $0.0012\n"}, {{"USD", 1e-9}, "Cost  $0.000000\n"},
        {{"USD", -0.5}, "Cost  -$0.50\n"},     {{"USD", 1e12}, "Cost  $1000000000000.00\n"},
        {{"EUR", 0.14}, "Cost  EUR 0.14\n"},   {{"credits", 12}, "Cost  12 credits\n"},
        {{"credits", 1}, "Cost  1 credit\n"},  {{"credits", 12.5}, "Cost  12.5 credits\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct figures f = figures_unknown();
        f.cost = rows[i].money;
        expect_rows(f, rows[i].want);
    }
}

static void facts__many_parts_of_a_cost__says_how_many(void **state)
{
    (void)state;
    struct cost_part parts[20];
    for (size_t i = 0; i < 20; i++)
        parts[i] = (struct cost_part){"x", 1};
    struct figures f = figures_unknown();
    f.cost = (struct money){"credits", 20};
    f.cost_parts = parts;
    f.cost_part_count = 20;
    expect_rows(f, "Cost  20 credits: x 1, x 1, x 1, x 1, x 1, x 1, x 1, x 1 and 12 more\n");
}

static void facts__evaluations__a_row_each(void **state)
{
    (void)state;
    static const struct value success = {.type = VALUE_STRING, .text = "success", .bytes = 7},
                              yes = {.type = VALUE_BOOL, .truth = true},
                              none = {.type = VALUE_NULL};
    static const struct evaluation list[] = {{"greeting", &success, "The agent said hello."},
                                             {"order", &yes, NULL},
                                             {"budget", &none, ""},
                                             {NULL, NULL, "too short"}};
    struct figures f = figures_unknown();
    f.evaluations = list;
    f.evaluation_count = 4;
    expect_rows(f, "Evaluation  greeting: success (The agent said hello.)\n"
                   "Evaluation  order: yes\n"
                   "Evaluation  budget: not given\n"
                   "Evaluation  not given (too short)\n");
}

static void facts__a_million_evaluations__the_first(void **state)
{
    (void)state;
    static struct evaluation list[1000000];
    struct facts facts;
    struct figures f = figures_unknown();
    f.evaluations = list;
    f.evaluation_count = 1000000;
    struct call c = call_of(f);
    facts_of_call(&facts, &c);
    assert_string_equal(facts.list[facts.count - 1].value, "and 999950 more: see the JSON");
    facts_done(&facts);
}

static void facts__texts_of_the_provider__are_clean(void **state)
{
    (void)state;
    static const struct cost_part part = {"l\x1b[31mm", 1};
    static const struct evaluation evaluation = {"a\x1b]0;x\x07", NULL, "b\nc"};
    struct figures f = figures_unknown();
    f.cost = (struct money){"credits", 1};
    f.cost_parts = &part;
    f.cost_part_count = 1;
    f.outcome = "o\x07";
    f.hung_up = "\xe2\x80\xae";
    f.transfer_to = "t\x1b[0m";
    f.evaluations = &evaluation;
    f.evaluation_count = 1;
    struct call c = call_of(f);
    struct buf got = {0};
    put_rows(&got, &c);
    for (size_t i = 0; i < got.len; i++)
        if ((unsigned char)got.data[i] < ' ' && got.data[i] != '\n')
            fail_msg("a control character in: %s", got.data);
    buf_done(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts__unknown_figures__no_rows),
        cmocka_unit_test(facts__all_figures__in_order),
        cmocka_unit_test(facts__of_the_provider__says_so),
        cmocka_unit_test(facts__tools_too_short_to_show__not_said),
        cmocka_unit_test(facts__amounts__currencies),
        cmocka_unit_test(facts__many_parts_of_a_cost__says_how_many),
        cmocka_unit_test(facts__evaluations__a_row_each),
        cmocka_unit_test(facts__a_million_evaluations__the_first),
        cmocka_unit_test(facts__texts_of_the_provider__are_clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
