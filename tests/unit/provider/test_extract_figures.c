/* How a call went, as its provider says it. What a description's word cannot mean is a note or
 * stays among the other fields; it is never a figure. */
#include "base/alloc.h"
#include "base/buf.h"
#include "provider/extract/parts.h"
#include "tests/support/extracting.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

/* Members of an answer; what the printed call has to contain, its other fields, and its notes. */
struct went {
    const char *members, *want, *other, *notes;
};

static void check_went(const char *provider, const struct went *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *text = xasprintf("{\"id\":\"c1\",%s}", rows[i].members);
        char *rest = xasprintf("\"other\":%s,\"notes\":%s,", rows[i].other ? rows[i].other : "{}",
                               rows[i].notes ? rows[i].notes : "[]");
        struct answer_body answer = body(200, text);
        char *got = printed(provider, "c1", &answer, NULL);
        check_has(got, rows[i].want);
        check_has(got, rest);
        free(got);
        free(rest);
        free(text);
    }
}

#define COST(amount, currency, parts)                                                              \
    "\"cost\":{\"amount\":" amount ",\"currency\":\"" currency "\",\"parts\":[" parts "]}"
#define PART(name, amount) "{\"name\":" name ",\"amount\":" amount "}"
#define NO_COST "\"cost\":null"

static void cost__units(void **state)
{
    (void)state;
    static const struct went rows[] = {
        {"\"price\":0.14", COST("0.14", "USD", ""), NULL, NULL},
        {"\"price\":\"0.14\"", COST("0.14", "USD", ""), NULL, NULL},
        {"\"cents\":14.5", COST("0.145", "USD", ""), NULL, NULL},
        {"\"euros\":1.5", COST("1.5", "EUR", ""), NULL, NULL},
        {"\"credits\":296", COST("296", "credits", ""), NULL, NULL},
        {"\"price\":0", COST("0", "USD", ""), NULL, NULL},
        {"\"price\":-0.5", COST("-0.5", "USD", ""), NULL, NULL},
        {"\"price\":null,\"cents\":14", COST("0.14", "USD", ""), NULL, NULL},
        {"\"price\":1,\"cents\":14", COST("1", "USD", ""), "{\"cents\":14}", NULL},
        {"\"price\":\"$1\",\"cents\":14", COST("0.14", "USD", ""), "{\"price\":\"$1\"}", NULL},
        {"\"price\":\"$1\"", NO_COST, "{\"price\":\"$1\"}",
         "[\"cost: cannot read the amount '$1'\"]"},
        {"\"price\":\"\"", NO_COST, NULL, NULL},
        {"\"price\":true", NO_COST, "{\"price\":true}",
         "[\"cost: true or false where an amount was expected\"]"},
        {"\"price\":[1]", NO_COST, "{\"price\":[1]}",
         "[\"cost: a list where an amount was expected\"]"},
        {"\"price\":1e300", NO_COST, "{\"price\":1e300}",
         "[\"cost: cannot read the amount '1e300'\"]"},
        {"\"price\":1e999", NO_COST, "{\"price\":\"1e999\"}",
         "[\"cost: cannot read the amount '1e999'\"]"},
        {"\"price\":\"nan\"", NO_COST, "{\"price\":\"nan\"}",
         "[\"cost: cannot read the amount 'nan'\"]"},
    };
    check_went("measured", rows, LEN(rows));
}

static void cost_parts__objects_and_lists(void **state)
{
    (void)state;
    static const struct went rows[] = {
        {"\"price\":1,\"parts\":{\"llm\":0.25,\"TTS\":\"0.5\",\"stt\":3}",
         COST("1", "USD", PART("\"llm\"", "0.25") "," PART("\"TTS\"", "0.5")),
         "{\"parts\":{\"stt\":3}}", NULL},
        {"\"cents\":100,\"parts\":{\"llm\":25}", COST("1", "USD", PART("\"llm\"", "0.25")), NULL,
         NULL},
        {"\"price\":1,\"parts\":{\"llm\":{\"a\":1},\"tts\":1e300}", COST("1", "USD", ""),
         "{\"parts\":{\"llm\":{\"a\":1},\"tts\":1e300}}", NULL},
        {"\"cents\":100,\"list\":[{\"product\":\"llm\",\"cost\":25,\"unit\":7},{\"cost\":\"50\"}]",
         COST("1", "USD", PART("\"llm\"", "0.25") "," PART("null", "0.5")),
         "{\"list\":[{\"unit\":7}]}", NULL},
        {"\"price\":1,\"list\":[{\"product\":\"llm\"},5,null,\"x\",{\"cost\":\"?\"}]",
         COST("1", "USD", ""), "{\"list\":[{\"product\":\"llm\"},5,null,\"x\",{\"cost\":\"?\"}]}",
         "[\"cost.part: cannot read the number '?'\"]"},
        {"\"price\":1,\"parts\":[],\"list\":[{\"cost\":1}]", COST("1", "USD", PART("null", "1")),
         NULL, NULL},
        {"\"price\":1,\"parts\":\"llm\"", COST("1", "USD", ""), "{\"parts\":\"llm\"}", NULL},
        {"\"price\":1,\"parts\":7", COST("1", "USD", ""), "{\"parts\":7}",
         "[\"cost.part: a number where a list was expected\"]"},
        /* The unit of the parts is that of the cost. */
        {"\"parts\":{\"llm\":1}", NO_COST, "{\"parts\":{\"llm\":1}}", NULL},
    };
    check_went("measured", rows, LEN(rows));
    static const struct went unnamed[] = {
        {"\"price\":1,\"parts\":{\"a\":0.25,\"b\":\"0.5\",\"c\":true}",
         COST("1", "USD", PART("\"a\"", "0.25")), "{\"parts\":{\"b\":\"0.5\",\"c\":true}}", NULL},
        {"\"price\":1,\"groups\":[{\"costs\":{\"product\":\"a\",\"cost\":0.25}},{\"costs\":null},"
         "{\"costs\":{\"product\":\"b\",\"more\":2}},{\"costs\":9}]",
         COST("1", "USD", PART("\"a\"", "0.25")),
         "{\"groups\":[{\"costs\":{\"product\":\"b\",\"more\":2}},{\"costs\":9}]}", NULL},
    };
    check_went("parts", unnamed, LEN(unnamed));
}

static void success__true_false_or_a_word(void **state)
{
    (void)state;
    static const struct went rows[] = {
        {"\"success\":true", "\"success\":true", NULL, NULL},
        {"\"success\":\"FALSE\"", "\"success\":false", NULL, NULL},
        {"\"success\":\"Success\"", "\"success\":true", NULL, NULL},
        {"\"success\":\"done\"", "\"success\":true", NULL, NULL},
        {"\"success\":\"failure\"", "\"success\":false", NULL, NULL},
        {"\"success\":\"success,done\"", "\"success\":null", "{\"success\":\"success,done\"}",
         NULL},
        {"\"success\":\"unknown\"", "\"success\":null", "{\"success\":\"unknown\"}", NULL},
        {"\"success\":9", "\"success\":null", "{\"success\":9}", NULL},
        {"\"success\":[true]", "\"success\":null", "{\"success\":[true]}", NULL},
        {"\"success\":null", "\"success\":null", NULL, NULL},
        {"\"success\":\"\"", "\"success\":null", NULL, NULL},
    };
    check_went("measured", rows, LEN(rows));
}

static void voicemail__words(void **state)
{
    (void)state;
    static const struct went rows[] = {
        {"\"answered_by\":\"Voicemail\"", "\"voicemail\":true", NULL, NULL},
        {"\"answered_by\":\"machine\"", "\"voicemail\":true", NULL, NULL},
        {"\"answered_by\":\"human\"", "\"voicemail\":false", "{\"answered_by\":\"human\"}", NULL},
        {"\"answered_by\":\"mach\"", "\"voicemail\":false", "{\"answered_by\":\"mach\"}", NULL},
        {"\"answered_by\":\"unknown\"", "\"voicemail\":null", NULL, NULL},
        {"\"status\":\"ringing\",\"answered_by\":\"mach\"", "\"voicemail\":null",
         "{\"answered_by\":\"mach\"}", NULL},
        {"\"status\":\"ringing\",\"answered_by\":\"machine\"", "\"voicemail\":true", NULL, NULL},
        {"\"status\":\"over\",\"answered_by\":\"mach\"", "\"voicemail\":false",
         "{\"answered_by\":\"mach\"}", NULL},
        {"\"answered_by\":\"\"", "\"voicemail\":null", NULL, NULL},
        {"\"answered_by\":true", "\"voicemail\":true", NULL, NULL},
        {"\"answered_by\":false", "\"voicemail\":false", NULL, NULL},
        {"\"answered_by\":{\"x\":1}", "\"voicemail\":null", "{\"answered_by\":{\"x\":1}}", NULL},
    };
    check_went("measured", rows, LEN(rows));
}

static void hung_up_and_outcome__words(void **state)
{
    (void)state;
    static const struct went rows[] = {
        {"\"by\":\"BOT\"", "\"hung_up\":\"agent\"", NULL, NULL},
        {"\"by\":\"user\"", "\"hung_up\":\"person\"", NULL, NULL},
        {"\"by\":\"carrier\"", "\"hung_up\":\"carrier\"", NULL, NULL},
        {"\"by\":\"\"", "\"hung_up\":null", NULL, NULL},
        {"\"by\":{\"a\":1}", "\"hung_up\":null", "{\"by\":{\"a\":1}}",
         "[\"hung_up: an object where a text was expected\"]"},
        {"\"outcome\":\"booked\"", "\"outcome\":\"booked\"", NULL, NULL},
        {"\"outcome\":\"Pending\"", "\"outcome\":null", "{\"outcome\":\"Pending\"}", NULL},
        {"\"outcome\":0", "\"outcome\":null", "{\"outcome\":0}", NULL},
        {"\"outcome\":7", "\"outcome\":\"7\"", NULL, NULL},
        {"\"mood\":\"Positive\"", "\"sentiment\":\"Positive\"", NULL, NULL},
        {"\"to\":\"+1555\",\"to_status\":\"failed\"",
         "\"transfer\":{\"to\":\"+1555\",\"status\":\"failed\"}", NULL, NULL},
    };
    check_went("measured", rows, LEN(rows));
}

#define REPLY(count, median, max)                                                                  \
    "\"reply_s\":{\"count\":" count ",\"median\":" median ",\"p90\":null,\"max\":" max             \
    ",\"from\":\"provider\"}"

/* Of an odd number of values the median is the middle one. */
static void metrics__lists_and_numbers(void **state)
{
    (void)state;
    static const struct went rows[] = {
        {"\"values\":[500,1500,250]", REPLY("3", "0.5", "1.5"), NULL, NULL},
        {"\"values\":800", REPLY("1", "0.8", "0.8"), NULL, NULL},
        {"\"values\":[500,null,\"250\",-1,\"slow\",[9],{\"ms\":9},1e300,1500]",
         REPLY("3", "0.5", "1.5"), "{\"values\":[null,-1,\"slow\",[9],{\"ms\":9},1e300]}", NULL},
        {"\"values\":[]", "\"reply_s\":null", NULL, NULL},
        {"\"values\":[null]", "\"reply_s\":null", NULL, NULL},
        {"\"values\":[\"slow\"]", "\"reply_s\":null", "{\"values\":[\"slow\"]}", NULL},
        {"\"values\":\"slow\"", "\"reply_s\":null", "{\"values\":\"slow\"}",
         "[\"metric.reply: cannot read the duration 'slow'\"]"},
        {"\"values\":{\"a\":1}", "\"reply_s\":null", "{\"values\":{\"a\":1}}",
         "[\"metric.reply: an object where a list of durations was expected\"]"},
        {"\"waits\":[{\"ms\":500,\"n\":1},{\"ms\":null},{},{\"ms\":\"x\"},{\"ms\":1500}],"
         "\"values\":[7]",
         REPLY("2", "0.5", "1.5"), "{\"waits\":[{\"n\":1},{},{\"ms\":\"x\"}],\"values\":[7]}",
         NULL},
        {"\"waits\":[],\"values\":[800]", REPLY("1", "0.8", "0.8"), "{\"waits\":[]}", NULL},
        {"\"waits\":[{\"ms\":null}],\"values\":[800]", REPLY("1", "0.8", "0.8"), NULL, NULL},
        {"\"waits\":[{\"ms\":[500]},[{\"ms\":700},{\"ms\":900}]],\"values\":[800]",
         REPLY("1", "0.7", "0.7"), "{\"waits\":[{\"ms\":[500]},[{\"ms\":900}]],\"values\":[800]}",
         NULL},
        {"\"waits\":{\"*\":{\"ms\":300},\"0\":{\"ms\":1}}", REPLY("1", "0.3", "0.3"),
         "{\"waits\":{\"0\":{\"ms\":1}}}", NULL},
        {"\"ring\":4500", "\"ring_s\":4.5", NULL, NULL},
        {"\"ring\":-1", "\"ring_s\":null", "{\"ring\":-1}",
         "[\"metric.ring: cannot read the duration '-1'\"]"},
        {"\"cut\":{\"person\":2,\"agent\":\"1\"}",
         "\"interruptions\":{\"by_person\":2,\"by_agent\":1,\"from\":\"provider\"}", NULL, NULL},
        {"\"cut\":{\"person\":0}",
         "\"interruptions\":{\"by_person\":0,\"by_agent\":null,\"from\":\"provider\"}", NULL, NULL},
        {"\"cut\":{\"person\":2.5,\"agent\":1}",
         "\"interruptions\":{\"by_person\":null,\"by_agent\":1,\"from\":\"provider\"}",
         "{\"cut\":{\"person\":2.5}}",
         "[\"metric.interruptions.by_person: cannot read the number '2.5'\"]"},
        {"\"cut\":{\"person\":-1,\"agent\":\"often\"}", "\"interruptions\":null",
         "{\"cut\":{\"person\":-1,\"agent\":\"often\"}}",
         "[\"metric.interruptions.by_person: cannot read the number '-1'\","
         "\"metric.interruptions.by_agent: cannot read the number 'often'\"]"},
    };
    check_went("measured", rows, LEN(rows));
}

#define EVALUATION(name, result, reason)                                                           \
    "{\"name\":" name ",\"result\":" result ",\"reason\":" reason "}"

static void evaluations__objects_and_lists(void **state)
{
    (void)state;
    static const struct went rows[] = {
        {"\"criteria\":{\"polite\":{\"result\":\"success\",\"why\":\"kind\",\"id\":7},"
         "\"fast\":{\"value\":false}},\"collected\":[{\"name\":\"city\",\"value\":[\"Pune\"]}]",
         "\"evaluations\":[" EVALUATION("\"polite\"", "\"success\"", "\"kind\"") "," EVALUATION(
             "\"fast\"", "false", "null") "," EVALUATION("\"city\"", "[\"Pune\"]", "null") "]",
         "{\"criteria\":{\"polite\":{\"id\":7}}}", NULL},
        {"\"criteria\":{\"score\":8,\"ok\":true,\"note\":\"\",\"nothing\":null,\"odd\":{\"x\":1}}",
         "\"evaluations\":[" EVALUATION("\"score\"", "8", "null") "," EVALUATION(
             "\"ok\"", "true", "null") "," EVALUATION("\"note\"", "\"\"", "null") "]",
         "{\"criteria\":{\"nothing\":null,\"odd\":{\"x\":1}}}", NULL},
        {"\"criteria\":{\"a\":{\"name\":\"b\",\"result\":1}}",
         "\"evaluations\":[" EVALUATION("\"b\"", "1", "null") "]", NULL, NULL},
        {"\"criteria\":[\"good\",7,[1],{\"result\":null},{\"why\":\"late\"}]",
         "\"evaluations\":[" EVALUATION("null", "null", "\"late\"") "]",
         "{\"criteria\":[\"good\",7,[1]]}", NULL},
        {"\"criteria\":{\"api_key\":\"abc\",\"a\":{\"result\":{\"token\":\"abc\"}}}",
         "\"evaluations\":[" EVALUATION("\"api_key\"", "\"(hidden)\"", "null") "," EVALUATION(
             "\"a\"", "{\"token\":\"(hidden)\"}", "null") "]",
         NULL, NULL},
        {"\"criteria\":[],\"collected\":null", "\"evaluations\":[]", NULL, NULL},
        {"\"criteria\":\"good\"", "\"evaluations\":[]", "{\"criteria\":\"good\"}", NULL},
        {"\"criteria\":5", "\"evaluations\":[]", "{\"criteria\":5}",
         "[\"evaluations: a number where a list was expected\"]"},
    };
    check_went("measured", rows, LEN(rows));
}

#define LINK(name, url) "{\"name\":" name ",\"url\":\"https://s.example/" url "\"}"

static void links__texts_and_objects(void **state)
{
    (void)state;
    static const struct went rows[] = {
        {"\"more\":[\"https://s.example/a\",{\"href\":\"https://s.example/b\",\"title\":\"B\","
         "\"size\":3}]",
         "\"links\":[" LINK("null", "a") "," LINK("\"B\"", "b") "]", "{\"more\":[{\"size\":3}]}",
         NULL},
        {"\"more\":\"https://s.example/a\"", "\"links\":[" LINK("null", "a") "]", NULL, NULL},
        {"\"more\":{\"href\":\"https://s.example/a\"}", "\"links\":[" LINK("null", "a") "]", NULL,
         NULL},
        {"\"more\":[\"none\",5,null,true,[\"https://s.example/n\"],{\"title\":\"T\"},{}]",
         "\"links\":[]",
         "{\"more\":[\"none\",5,null,true,[\"https://s.example/n\"],{\"title\":\"T\"},{}]}", NULL},
        {"\"more\":[]", "\"links\":[]", NULL, NULL},
        {"\"files\":[{\"url\":\"https://s.example/a\",\"id\":1},{\"url\":\"soon\"},{\"url\":null},"
         "{\"url\":{\"href\":\"https://s.example/b\",\"id\":2}}]",
         "\"links\":[" LINK("null", "a") "," LINK("null", "b") "]",
         "{\"files\":[{\"id\":1},{\"url\":\"soon\"},{\"url\":{\"id\":2}}]}", NULL},
        {"\"files\":{\"*\":{\"url\":\"https://s.example/a\"}}", "\"links\":[" LINK("null", "a") "]",
         NULL, NULL},
        {"\"files\":[],\"more\":\"https://s.example/a\"", "\"links\":[" LINK("null", "a") "]",
         "{\"files\":[]}", NULL},
    };
    check_went("measured", rows, LEN(rows));
}

static void links__more_than_are_taken__leave_a_note(void **state)
{
    (void)state;
    struct buf json = {0};
    buf_puts(&json, "{\"id\":\"c1\",\"more\":[");
    for (int i = 0; i <= GIVEN_LINKS_MAX; i++)
        buf_printf(&json, "%s\"https://s.example/%d\"", i ? "," : "", i);
    buf_puts(&json, "]}");
    struct call *c = called("measured", buf_str(&json));
    assert_int_equal(c->given_link_count, GIVEN_LINKS_MAX);
    assert_string_equal(c->given_links[GIVEN_LINKS_MAX - 1].url, "https://s.example/999");
    assert_int_equal(c->note_count, 1);
    assert_string_equal(c->notes[0], "links: only the first 1000 are taken");
    const struct value *left = value_at(c->other, "/more/0");
    check_json(left, "\"https://s.example/1000\"");
    call_free(c);
    buf_done(&json);
}

static void texts__of_every_element__joined(void **state)
{
    (void)state;
    static const struct went rows[] = {
        {"\"says\":[{\"text\":\"One.\",\"n\":1},{\"text\":null},{\"text\":\"Two.\"}]",
         "\"summary\":\"One.\\u000aTwo.\"", "{\"says\":[{\"n\":1}]}", NULL},
        {"\"says\":[{\"text\":{\"text\":\"One.\",\"voice\":\"a\"}},{\"text\":5}]",
         "\"summary\":\"One.\"", "{\"says\":[{\"text\":{\"voice\":\"a\"}},{\"text\":5}]}", NULL},
        {"\"says\":[{\"text\":null}],\"summary\":\"x\"", "\"summary\":\"x\"", NULL, NULL},
    };
    check_went("measured", rows, LEN(rows));
}

/* Many thousand values of every list, and all of them in a bounded time and size. */
static void figures__huge_lists__are_read(void **state)
{
    (void)state;
    enum { MANY = 50000 };
    static const char *const names[] = {"waits", "list", "criteria", "files"},
                             *const members[] = {"\"ms\":100", "\"cost\":1", "\"result\":1",
                                                 "\"url\":\"https://s.example/a\""};
    struct buf text = {0};
    buf_puts(&text, "{\"id\":\"c1\",\"price\":1");
    for (size_t k = 0; k < LEN(names); k++) {
        buf_printf(&text, ",\"%s\":[", names[k]);
        for (int i = 0; i < MANY; i++)
            buf_printf(&text, "%s{%s}", i ? "," : "", members[k]);
        buf_putc(&text, ']');
    }
    buf_putc(&text, '}');
    struct call *c = called("measured", buf_str(&text));
    assert_int_equal(c->figures.replies.count, MANY);
    assert_int_equal(c->figures.cost_part_count, MANY);
    assert_int_equal(c->figures.evaluation_count, MANY);
    assert_int_equal(c->given_link_count, GIVEN_LINKS_MAX);
    assert_string_equal(value_first(c->other)->name, "files"); /* the links after the first 1,000 */
    assert_null(value_first(c->other)->next);
    call_free(c);
    buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cost__units),
        cmocka_unit_test(cost_parts__objects_and_lists),
        cmocka_unit_test(success__true_false_or_a_word),
        cmocka_unit_test(voicemail__words),
        cmocka_unit_test(hung_up_and_outcome__words),
        cmocka_unit_test(metrics__lists_and_numbers),
        cmocka_unit_test(evaluations__objects_and_lists),
        cmocka_unit_test(links__texts_and_objects),
        cmocka_unit_test(links__more_than_are_taken__leave_a_note),
        cmocka_unit_test(texts__of_every_element__joined),
        cmocka_unit_test(figures__huge_lists__are_read),
    };
    return cmocka_run_group_tests(tests, extracting_setup, extracting_teardown);
}
