/* The command line, and the IDs from arguments and from standard input. */
#include "base/alloc.h"
#include "cli/args.h"
#include "cli/id_reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { WORDS_MAX = 8 };

static int count(const char *const *words)
{
    int n = 0;
    while (words[n])
        n++;
    return n;
}

static void assert_words(const struct args *a, const char *const *expected)
{
    assert_int_equal(a->word_count, count(expected));
    for (size_t i = 0; i < a->word_count; i++)
        assert_string_equal(a->words[i], expected[i]);
}

static void args__parse__accepts(void **state)
{
    (void)state;
    static const struct {
        const char *argv[WORDS_MAX];
        enum args_task task;
        enum form form;
        int jobs;
        const char *words[WORDS_MAX];
    } rows[] = {
        {{"cb"}, TASK_SCREEN, FORM_TEXT, 8, {NULL}},
        {{"cb", "ringyo", "a"}, TASK_SCREEN, FORM_TEXT, 8, {"ringyo", "a"}},
        {{"cb", "-p", "json", "a"}, TASK_PRINT, FORM_JSON, 8, {"a"}},
        {{"cb", "-praw", "a"}, TASK_PRINT, FORM_RAW, 8, {"a"}},
        {{"cb", "--print=text", "a"}, TASK_PRINT, FORM_TEXT, 8, {"a"}},
        {{"cb", "a", "--print", "json", "b"}, TASK_PRINT, FORM_JSON, 8, {"a", "b"}},
        {{"cb", "-p", "json", "-"}, TASK_PRINT, FORM_JSON, 8, {"-"}},
        {{"cb", "-p", "json", "--", "-x", "--help"}, TASK_PRINT, FORM_JSON, 8, {"-x", "--help"}},
        {{"cb", "-j", "64"}, TASK_SCREEN, FORM_TEXT, 64, {NULL}},
        {{"cb", "-j1", "-t", "light"}, TASK_SCREEN, FORM_TEXT, 1, {NULL}},
        {{"cb", "-p", "json", "--list-providers"}, TASK_LIST_PROVIDERS, FORM_JSON, 8, {NULL}},
        {{"cb", "--check-config"}, TASK_CHECK_CONFIG, FORM_TEXT, 8, {NULL}},
        {{"cb", "--print-config"}, TASK_PRINT_CONFIG, FORM_TEXT, 8, {NULL}},
        {{"cb", "-h", "--nonsense"}, TASK_HELP, FORM_TEXT, 8, {NULL}},
        {{"cb", "--find", "-2h failed", "-p", "json", "ringg"}, TASK_FIND, 0, 8, {"ringg"}},
        {{"cb", "-p", "tsv", "--find="}, TASK_FIND, 0, 8, {NULL}},
        {{"cb", "x", "-V"}, TASK_VERSION, FORM_TEXT, 8, {"x"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct args a;
        struct err e = {""};
        if (!args_parse(&a, count(rows[i].argv), rows[i].argv, &e))
            fail_msg("row %zu: expected to be read, got: %s", i, e.text);
        assert_int_equal(a.task, rows[i].task);
        assert_int_equal(a.form, rows[i].form);
        assert_int_equal(a.jobs, rows[i].jobs);
        assert_words(&a, rows[i].words);
        args_done(&a);
    }
}

static void args__parse__keeps_values(void **state)
{
    (void)state;
    static const char *const argv[] = {"cb", "-c", "/dev/null", "--theme=a=b", NULL};
    static const char *const batch[] = {"cb", "-p", "json", "--max-wait=0", "x", NULL};
    static const char *const find[] = {"cb", "-p", "id", "--find", "-", "--limit", "0", NULL};
    struct args a;
    struct err e;
    assert_true(args_parse(&a, 4, argv, &e));
    assert_string_equal(a.values[ARG_CONFIG], "/dev/null");
    assert_string_equal(a.values[ARG_THEME], "a=b");
    assert_int_equal(a.max_wait_s, MAX_WAIT_DEFAULT_S);
    args_done(&a);
    assert_true(args_parse(&a, 5, batch, &e));
    assert_int_equal(a.max_wait_s, 0);
    assert_int_equal(a.limit, 100);
    args_done(&a);
    assert_true(args_parse(&a, 7, find, &e));
    assert_string_equal(a.values[ARG_FIND], "-");
    assert_int_equal(a.row_form, ROW_FORM_ID);
    assert_int_equal(a.limit, 0);
    args_done(&a);
}

static void args__parse__refuses(void **state)
{
    (void)state;
    static const struct {
        const char *argv[WORDS_MAX];
        const char *expected;
    } rows[] = {
        {{"cb", "--prnt", "json"}, "unknown option '--prnt' (did you mean '--print'?)"},
        {{"cb", "--qqqqqqq"}, "unknown option '--qqqqqqq'"},
        {{"cb", "-x"}, "unknown option '-x'; put IDs that begin with '-' after '--'"},
        {{"cb", "-p"}, "option '--print' needs a value"},
        {{"cb", "--config="}, "option '--config' needs a value"},
        {{"cb", "--help=x"}, "option '--help' takes no value"},
        {{"cb", "-p", "yaml"}, "unknown form 'yaml': use text, json, markdown, vtt or raw"},
        {{"cb", "-p", "\033[31m"}, "unknown form '\033[31m': use text, json, markdown, vtt or raw"},
        {{"cb", "-j", "0"}, "'--jobs' needs a number from 1 to 64, not '0'"},
        {{"cb", "-j", "65"}, "'--jobs' needs a number from 1 to 64, not '65'"},
        {{"cb", "-j", "-1"}, "'--jobs' needs a number from 1 to 64, not '-1'"},
        {{"cb", "-j", "5s"}, "'--jobs' needs a number from 1 to 64, not '5s'"},
        {{"cb", "-j", "99999999999999999999"},
         "'--jobs' needs a number from 1 to 64, not '99999999999999999999'"},
        {{"cb", "--check-config", "x"}, "unexpected argument 'x'"},
        {{"cb", "--out", "x"}, "'--out' needs -p"},
        {{"cb", "--max-wait", "60", "ringyo", "x"}, "'--max-wait' needs -p"},
        {{"cb", "--list-keys", "--max-wait", "0"}, "'--max-wait' needs -p"},
        {{"cb", "-p", "json", "--out", ""}, "option '--out' needs a value"},
        {{"cb", "--max-wait", "-1"}, "'--max-wait' needs a number from 0 to 86400, not '-1'"},
        {{"cb", "--find", "-"}, "'--find -' needs -p"},
        {{"cb", "--offline", "--doctor"},
         "'--doctor' asks the network: it cannot be used with '--offline'"},
        {{"cb", "--find"}, "option '--find' needs a value"},
        {{"cb", "-p", "tsv", "x"}, "the form 'tsv' needs --find"},
        {{"cb", "-p", "vtt", "--find", "today"},
         "a list of calls cannot be printed as vtt: callbrowser --find ... -p id | callbrowser -p "
         "vtt -"},
        {{"cb", "--offline", "-p", "vtt", "--find", "kept"},
         "a list of calls cannot be printed as vtt: callbrowser --find ... -p id | callbrowser "
         "--offline -p vtt -"},
        {{"cb", "--find", "today", "-p", "xml"},
         "unknown form 'xml': use text, json, tsv, csv or id"},
        {{"cb", "-p", "json", "--limit", "5", "x"}, "'--limit' needs --find"},
        {{"cb", "-p", "json", "--find", "today", "--limit", "-1"},
         "'--limit' needs a number from 0 to 1000000, not '-1'"},
        {{"cb", "-p", "json", "--find", "today", "--out", "d"},
         "'--out' cannot be used with '--find'"},
        {{"cb", "%n%s", "--%n"}, "unknown option '--%n'"},
        {{"cb", "--api-key=secret"}, "unknown option '--api-key'"},
        {{"cb", "ringyo:call_a", "--bogus=secret"}, "unknown option '--bogus'"},
        {{"cb", "--version=secret"}, "option '--version' takes no value"},
        {{"cb", "-ksecret"}, "unknown option '-k'; put IDs that begin with '-' after '--'"},
        {{"cb", "-\xc3\xa4=secret"},
         "unknown option '-\xc3\xa4'; put IDs that begin with '-' after '--'"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct args a;
        struct err e = {""};
        if (args_parse(&a, count(rows[i].argv), rows[i].argv, &e))
            fail_msg("row %zu: expected '%s', but it was read", i, rows[i].expected);
        assert_string_equal(e.text, rows[i].expected);
    }
}

static void args__help__names_every_option_in_80_columns(void **state)
{
    (void)state;
    struct buf out = {0};
    args_help(&out);
    for (int i = 0; i < ARG_COUNT; i++) {
        char *name = xasprintf("--%s", arg_rows[i].name);
        if (!strstr(out.data, name))
            fail_msg("expected %s in --help", name);
        free(name);
    }
    assert_non_null(strstr(out.data, "text, json, markdown, vtt or raw"));
    assert_non_null(strstr(out.data, "text, json, tsv, csv or id"));
    for (const char *line = out.data; *line; line += strcspn(line, "\n") + 1) {
        if (strcspn(line, "\n") > 80)
            fail_msg("expected at most 80 columns: %.*s", (int)strcspn(line, "\n"), line);
    }
    buf_done(&out);
}

/* A pipe that contains these bytes and is closed after them. */
static int filled_pipe(const char *bytes, size_t n)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], bytes, n), n);
    close(ends[1]);
    return ends[0];
}

static void assert_next(struct id_reader *s, const char *expected)
{
    char *text = NULL;
    enum id_reader_state state;
    struct err e;
    while ((state = id_reader_next(s, &text)) == ID_READER_WAITS)
        assert_true(id_reader_read(s, &e));
    if (!expected) {
        assert_int_equal(state, ID_READER_ENDED);
        return;
    }
    assert_int_equal(state, ID_READER_TEXT);
    assert_string_equal(text, expected);
    free(text);
}

static void id_reader__next__words_and_lines_in_order(void **state)
{
    (void)state;
    static const char *const words[] = {"first", "-", "last", "-"};
    static const char lines[] = "one\n\n  \t\r\n\v \f\ntwo\r\nnul\0hidden\nno end";
    struct id_reader s = {.words = words, .count = 4, .fd = filled_pipe(lines, sizeof lines - 1)};
    assert_next(&s, "first");
    assert_next(&s, "one");
    assert_next(&s, "two\r");
    assert_next(&s, "nul\001hidden");
    assert_next(&s, "no end");
    assert_next(&s, "last");
    assert_next(&s, NULL);
    assert_next(&s, NULL);
    close(s.fd);
    id_reader_done(&s);
}

static void id_reader__next__returns_lines_before_the_end(void **state)
{
    (void)state;
    static const char *const words[] = {"-"};
    int ends[2];
    char *text;
    assert_int_equal(pipe(ends), 0);
    struct id_reader s = {.words = words, .count = 1, .fd = ends[0]};
    struct err e;
    assert_int_equal(id_reader_next(&s, &text), ID_READER_WAITS);
    assert_int_equal(write(ends[1], "one\ntw", 6), 6);
    assert_true(id_reader_read(&s, &e));
    assert_next(&s, "one");
    assert_int_equal(id_reader_next(&s, &text), ID_READER_WAITS);
    assert_int_equal(write(ends[1], "o\n", 2), 2);
    assert_next(&s, "two");
    close(ends[1]);
    assert_next(&s, NULL);
    close(ends[0]);
    id_reader_done(&s);
}

static void id_reader__next__a_long_line_is_cut_once(void **state)
{
    (void)state;
    static const char *const words[] = {"-"};
    enum { LONG = 40000 };
    char *bytes = xmalloc(LONG + 5);
    memset(bytes, 'x', LONG);
    memcpy(bytes + LONG, "\nend\n", 5);
    struct id_reader s = {.words = words, .count = 1, .fd = filled_pipe(bytes, LONG + 5)};
    struct err e;
    char *text;
    while (id_reader_next(&s, &text) == ID_READER_WAITS)
        assert_true(id_reader_read(&s, &e));
    assert_int_equal(strlen(text), ID_READER_LINE_MAX_BYTES);
    free(text);
    assert_next(&s, "end");
    assert_next(&s, NULL);
    close(s.fd);
    free(bytes);
    id_reader_done(&s);
}

static void id_reader__read__a_closed_input_is_an_error(void **state)
{
    (void)state;
    static const char *const words[] = {"-"};
    struct id_reader s = {.words = words, .count = 1, .fd = -1};
    struct err e;
    char *text;
    assert_int_equal(id_reader_next(&s, &text), ID_READER_WAITS);
    assert_false(id_reader_read(&s, &e));
    assert_string_equal(e.text, "cannot read standard input: Bad file descriptor");
    assert_int_equal(id_reader_next(&s, &text), ID_READER_ENDED);
    id_reader_done(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(args__parse__accepts),
        cmocka_unit_test(args__parse__keeps_values),
        cmocka_unit_test(args__parse__refuses),
        cmocka_unit_test(args__help__names_every_option_in_80_columns),
        cmocka_unit_test(id_reader__next__words_and_lines_in_order),
        cmocka_unit_test(id_reader__next__returns_lines_before_the_end),
        cmocka_unit_test(id_reader__next__a_long_line_is_cut_once),
        cmocka_unit_test(id_reader__read__a_closed_input_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
