/* The figures of a call in the JSON form, and tests/printed.schema.json about them. */
#include "base/buf.h"
#include "call/call.h"
#include "print/print.h"
#include "tests/support/schema.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct cost_part parts[] = {{"llm", 0.0612344999}, {NULL, 0.08}};
static const struct value result = {
    .type = VALUE_STRING, .text = "a\xe2\x80\xae", .bytes = strlen("a\xe2\x80\xae")};
static const struct evaluation evaluations[] = {{"greeting", &result, "said hello"}, {0}};
static const struct given_link links[] = {{"Room 1", "https://s.example/1"},
                                          {NULL, "https://s.example/2"}};

static struct call call_of(struct figures f)
{
    return (struct call){.provider = "ringyo", .id = "x", .duration_s = NAN, .figures = f};
}

/* Every figure is known. */
static struct figures full(void)
{
    struct figures f = figures_unknown();
    f.reply = (struct reply_figure){ORIGIN_TIMES, 24, 0.8004, 2.1, 4.4, 3};
    f.silence.from = ORIGIN_TIMES;
    f.silence.seconds = 50.0006;
    f.interruptions.from = ORIGIN_PROVIDER;
    f.interruptions.by_person = 2;
    f.interruptions.by_agent = 1;
    f.talk.from = ORIGIN_TIMES;
    f.talk.agent_s = 130.25;
    f.talk.person_s = 0;
    f.first_words_s = 0.31;
    f.ring_s = 6;
    f.tools.count = 5;
    f.tools.failed = 1;
    f.tools.slowest_s = 3.2;
    f.transfer_to = "+14155550100";
    f.transfer_status = "completed";
    f.voicemail = TRUTH_NO;
    f.hung_up = "person";
    f.success = TRUTH_YES;
    f.sentiment = "negative";
    f.cost = (struct money){"USD", 0.1412345678};
    f.cost_parts = parts;
    f.cost_part_count = 2;
    f.evaluations = evaluations;
    f.evaluation_count = 2;
    f.outcome = "booked";
    return f;
}

static const char full_metrics[] =
    "\"metrics\":{\"reply_s\":{\"count\":24,\"median\":0.8,\"p90\":2.1,\"max\":4.4,"
    "\"from\":\"times\"},\"silence_s\":{\"value\":50.001,\"from\":\"times\"},"
    "\"interruptions\":{\"by_person\":2,\"by_agent\":1,\"from\":\"provider\"},"
    "\"talk_s\":{\"agent\":130.25,\"person\":0},\"first_words_s\":0.31,\"ring_s\":6,"
    "\"tools\":{\"count\":5,\"failed\":1,\"slowest_s\":3.2},"
    "\"transfer\":{\"to\":\"+14155550100\",\"status\":\"completed\"},\"voicemail\":false,"
    "\"hung_up\":\"person\",\"success\":true,\"sentiment\":\"negative\","
    "\"cost\":{\"amount\":0.141235,\"currency\":\"USD\",\"parts\":["
    "{\"name\":\"llm\",\"amount\":0.061234},{\"name\":null,\"amount\":0.08}]},"
    "\"evaluations\":[{\"name\":\"greeting\",\"result\":\"a\\u202e\",\"reason\":\"said hello\"},"
    "{\"name\":null,\"result\":null,\"reason\":null}],\"outcome\":\"booked\"},"
    "\"links\":[{\"name\":\"Room 1\",\"url\":\"https://s.example/1\"},"
    "{\"name\":null,\"url\":\"https://s.example/2\"}]}\n";

static void assert_has(const struct call *c, const char *expected)
{
    struct buf out = {0};
    print_json(&out, c);
    if (!strstr(buf_str(&out), expected))
        fail_msg("expected %s in: %s", expected, buf_str(&out));
    buf_done(&out);
}

static void metrics__every_figure(void **state)
{
    (void)state;
    struct call c = call_of(full());
    c.given_links = links;
    c.given_link_count = 2;
    assert_has(&c, full_metrics);
}

/* Where only one side is known, the other one is null; so is p90 of a few replies. */
static void metrics__what_is_unknown__is_null(void **state)
{
    (void)state;
    struct figures f = figures_unknown();
    f.reply = (struct reply_figure){ORIGIN_PROVIDER, 2, 1, NAN, 2, SIZE_MAX};
    f.interruptions.from = ORIGIN_PROVIDER;
    f.interruptions.by_person = NAN;
    f.tools.count = 1;
    f.transfer_status = "failed";
    f.cost = (struct money){"credits", 12};
    struct call c = call_of(f);
    assert_has(&c, "\"metrics\":{\"reply_s\":{\"count\":2,\"median\":1,\"p90\":null,\"max\":2,"
                   "\"from\":\"provider\"},\"silence_s\":null,\"interruptions\":"
                   "{\"by_person\":null,\"by_agent\":0,\"from\":\"provider\"},\"talk_s\":null,"
                   "\"first_words_s\":null,\"ring_s\":null,"
                   "\"tools\":{\"count\":1,\"failed\":0,\"slowest_s\":null},"
                   "\"transfer\":{\"to\":null,\"status\":\"failed\"},\"voicemail\":null,"
                   "\"hung_up\":null,\"success\":null,\"sentiment\":null,"
                   "\"cost\":{\"amount\":12,\"currency\":\"credits\",\"parts\":[]},"
                   "\"evaluations\":[],\"outcome\":null},\"links\":[]}\n");
}

/* A turn's reply time counts only if the call's replies have an origin. */
static void turns__replies_interruptions_and_tools(void **state)
{
    (void)state;
    const struct tool tool = {
        .id = "t1", .name = "look_up", .status = "done", .took_s = 3.2004, .error = "timeout"};
    const struct turn turn = {.class = SPEAKER_AGENT,
                              .interrupted = TRUTH_YES,
                              .start_s = 1,
                              .end_s = 2,
                              .reply_s = 0.7996,
                              .text = "",
                              .tool = &tool};
    struct call c = call_of(figures_unknown());
    c.turns = &turn;
    c.turn_count = 1;
    assert_has(&c, "\"end_s\":2,\"reply_s\":null,\"interrupted\":true,\"text\":\"\",\"tool\":"
                   "{\"id\":\"t1\",\"name\":\"look_up\",\"status\":\"done\",\"payload\":null,"
                   "\"took_s\":3.2,\"error\":\"timeout\"}}],");
    c.figures.turn_reply = ORIGIN_TIMES;
    assert_has(&c, "\"reply_s\":0.8,\"interrupted\":true,");
}

static bool holds(const struct schema *schema, const struct buf *line, struct buf *why)
{
    return schema_holds(schema, line->data, line->len, why);
}

/* Renames each key of the metrics in turn. */
static void schema__of_the_metrics__names_every_key(void **state)
{
    (void)state;
    struct schema *schema = schema_read("tests/printed.schema.json");
    struct buf line = {0}, why = {0};
    struct call c = call_of(full());
    c.given_links = links;
    c.given_link_count = 2;
    size_t tried = 0;
    print_json(&line, &c);
    if (!holds(schema, &line, &why))
        fail_msg("%s", buf_str(&why));
    for (char *at = strstr(line.data, "\"metrics\""); (at = strstr(at, "\":")); at += 2, tried++) {
        char last = at[-1];
        at[-1] = '?';
        if (holds(schema, &line, &why))
            fail_msg("expected to be refused: %s", line.data);
        at[-1] = last;
    }
    assert_int_equal(tried, 1 + 15 + 5 + 2 + 3 + 2 + 3 + 2 + 3 + 2 * 2 + 2 * 3 + 1 + 2 * 2);
    schema_free(schema);
    buf_done(&line);
    buf_done(&why);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(metrics__every_figure),
        cmocka_unit_test(metrics__what_is_unknown__is_null),
        cmocka_unit_test(turns__replies_interruptions_and_tools),
        cmocka_unit_test(schema__of_the_metrics__names_every_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
