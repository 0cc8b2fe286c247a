/* The command line's language and what it completes. No terminal. */
#include "base/alloc.h"
#include "ui/prompt/command.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static struct command parse(const char *text)
{
    struct command c;
    struct err e = {""};
    if (!command_parse(&c, text, &e))
        fail_msg("'%s': %s", text, e.text);
    return c;
}

static void command_parse__addresses(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum command_kind kind;
        double value;
    } rows[] = {
        {"", COMMAND_NOTHING, 0},
        {"  ", COMMAND_NOTHING, 0},
        {"12", COMMAND_TURN, 12},
        {" 7", COMMAND_TURN, 7},
        {"1:23", COMMAND_MOMENT, 83},
        {"83s", COMMAND_MOMENT, 83},
        {"0s", COMMAND_MOMENT, 0},
        {"1.5s", COMMAND_MOMENT, 1.5},
        {"0:00", COMMAND_MOMENT, 0},
        {"1:02:03", COMMAND_MOMENT, 3723},
        {"99999999999999", COMMAND_TURN, 999999999},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct command c = parse(rows[i].text);
        double value = c.kind == COMMAND_TURN ? (double)c.count : c.seconds;
        if (c.kind != rows[i].kind || fabs(value - rows[i].value) > 1e-9)
            fail_msg("'%s': kind %d, %g, expected kind %d, %g", rows[i].text, (int)c.kind, value,
                     (int)rows[i].kind, rows[i].value);
    }
}

static void command_parse__every_action(void **state)
{
    (void)state;
    for (int i = 0; i < ACTION_COUNT; i++) {
        if (actions[i].context != KEYS_MAIN || i == ACT_FIND) /* `find` is a word, with a query */
            continue;
        char *text = xasprintf("%s  5", actions[i].name);
        struct command c = parse(text);
        assert_int_equal(c.kind, COMMAND_ACTION);
        assert_int_equal(c.action, i);
        assert_int_equal(c.count, 5);
        assert_int_equal(parse(actions[i].name).count, 0);
        free(text);
    }
}

static void command_parse__words_have_a_rest(void **state)
{
    (void)state;
    struct command c = parse("find 5");
    assert_int_equal(c.kind, COMMAND_WORD);
    assert_int_equal(c.word, COMMAND_FIND);
    assert_string_equal(c.rest, "5");
    c = parse("set  open_command firefox --new {url}");
    assert_int_equal(c.kind, COMMAND_WORD);
    assert_int_equal(c.word, COMMAND_SET);
    assert_string_equal(c.rest, "open_command firefox --new {url}");
    assert_string_equal(parse("theme").rest, "");
}

static void command_parse__refuses(void **state)
{
    (void)state;
    static const struct {
        const char *text, *why;
    } rows[] = {
        {"dwon", "unknown command 'dwon' (did you mean 'down'?)"},
        {"thme mono", "unknown command 'thme' (did you mean 'theme'?)"},
        {"xyzzy", "unknown command 'xyzzy' (Tab lists the commands)"},
        {"prompt_left", "unknown command 'prompt_left' (Tab lists the commands)"},
        {"0", "'0' is neither a turn (12) nor a time (1:23, 83s)"},
        {"1:99", "'1:99' is neither a turn (12) nor a time (1:23, 83s)"},
        {"down 0", "'down' takes a count, not '0'"},
        {"down 5 6", "'down' takes a count, not '5 6'"},
        {"down -1", "'down' takes a count, not '-1'"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct command c = {.kind = COMMAND_TURN};
        struct err e = {""};
        assert_false(command_parse(&c, rows[i].text, &e));
        assert_string_equal(e.text, rows[i].why);
        assert_int_equal(c.kind, COMMAND_TURN);
    }
}

static void fill_two(struct completion *c, const char *rest, const void *owner)
{
    completion_offer(c, owner, NULL, rest);
    completion_offer(c, "two", NULL, rest);
}

/* "begin: word word" */
static char *filled(const char *text)
{
    struct completion c = {0};
    struct buf out = {0};
    struct command_fillers fillers = {.owner = "one"};
    for (int i = 0; i < COMMAND_WORDS; i++)
        fillers.of[i] = command_fill_nothing;
    fillers.of[COMMAND_SET] = command_fill_set;
    fillers.of[COMMAND_THEME] = command_fill_theme;
    fillers.of[COMMAND_SORT] = fill_two;
    command_fill(&c, text, &fillers);
    buf_printf(&out, "%zu:", c.begin);
    for (size_t i = 0; i < c.count; i++)
        buf_printf(&out, " %s", c.list[i].word);
    completion_done(&c);
    return buf_take(&out);
}

static void command_fill__names_and_values(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"zo", "0: zoom"},
        {"se", "0: set search-all search select"},
        {"prompt_", "0:"},
        {"set wr", "4: wrap"},
        {"set watch", "4: watch_s"},
        {"set wrap ", "9: yes no"},
        {"set timestamps c", "15: clock"},
        {"set layout ", "11: auto side stacked"},
        {"set nosuch ", "11:"},
        {"set theme so", "10: solarized"},
        {"theme ", "6: auto contrast default light mono solarized"},
        {" theme m", "7: mono"},
        {"  sort ", "7: one two"},
        {"sort t", "5: two"},
        {"w t", "2:"},
        {"down ", "5:"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        char *got = filled(rows[i][0]);
        if (strcmp(got, rows[i][1]) != 0)
            fail_msg("'%s': '%s', expected '%s'", rows[i][0], got, rows[i][1]);
        free(got);
    }
}

static void fill_three(struct completion *c, const char *text, const void *arg)
{
    (void)arg;
    completion_offer(c, "copy_id", NULL, text);
    completion_offer(c, "copy_link", NULL, text);
    completion_offer(c, "zoom", NULL, text);
}

static void expect_step(struct completion *c, struct prompt *p, bool more, const char *text)
{
    assert_int_equal(completion_step(c, p, fill_three, NULL), more);
    assert_string_equal(prompt_text(p), text);
}

static void completion_step__grows_then_cycles(void **state)
{
    (void)state;
    struct completion c = {0};
    struct prompt p = {0};
    prompt_set(&p, "c");
    expect_step(&c, &p, true, "copy_");
    expect_step(&c, &p, true, "copy_id");
    expect_step(&c, &p, true, "copy_link");
    expect_step(&c, &p, true, "copy_id");
    completion_done(&c);
    prompt_set(&p, "z");
    expect_step(&c, &p, true, "zoom");
    expect_step(&c, &p, false, "zoom");
    prompt_set(&p, "nosuch");
    expect_step(&c, &p, false, "nosuch");
    completion_done(&c);
    prompt_done(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(command_parse__addresses),
        cmocka_unit_test(command_parse__every_action),
        cmocka_unit_test(command_parse__words_have_a_rest),
        cmocka_unit_test(command_parse__refuses),
        cmocka_unit_test(command_fill__names_and_values),
        cmocka_unit_test(completion_step__grows_then_cycles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
