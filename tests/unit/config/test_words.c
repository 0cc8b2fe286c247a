/* Splitting commands into words. */
#include "config/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct word_value values[] = {
    {"url", "https://x.example/a?b=c d\"'$(id);`id`|{start}"},
    {"start", "12.5"},
};

static void expect_words(const char *command, const char *const *expected)
{
    struct err e = {""};
    char **got = words_split(command, values, 2, &e);
    if (!got)
        fail_msg("%s: expected words, got '%s'", command, e.text);
    for (size_t i = 0; got && (got[i] || expected[i]); i++)
        if (!got[i] || !expected[i] || strcmp(got[i], expected[i]) != 0)
            fail_msg("%s: word %zu: expected <%s>, got <%s>", command, i,
                     expected[i] ? expected[i] : "none", got[i] ? got[i] : "none");
    words_free(got);
}

static void words__split__as_a_shell_quotes(void **state)
{
    (void)state;
    static const struct {
        const char *command;
        const char *words[6];
    } rows[] = {
        {"pass show ringyo", {"pass", "show", "ringyo"}},
        {"  a\tb \n c  ", {"a", "b", "c"}},
        {"sh -c 'echo \"a b\" | x'", {"sh", "-c", "echo \"a b\" | x"}},
        {"a \"b c\"d'e f'", {"a", "b cde f"}},
        {"a '' \"\"", {"a", "", ""}},
        {"a b\\ c \\\"", {"a", "b c", "\""}},
        {"a \"\\\"\\\\\\$\\`\\n\"", {"a", "\"\\$`\\n"}},
        {"a '\\n'", {"a", "\\n"}},
        {"~/bin/x $HOME *.c `id` $(id) a;b|c>d",
         {"~/bin/x", "$HOME", "*.c", "`id`", "$(id)", "a;b|c>d"}},
        {"%n%s", {"%n%s"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *expected[7] = {0};
        memcpy(expected, rows[i].words, sizeof rows[i].words);
        expect_words(rows[i].command, expected);
    }
}

static void words__split__values_are_never_split_again(void **state)
{
    (void)state;
    static const char *const expected[] = {"mpv", "--start=12.5", "--",
                                           "https://x.example/a?b=c d\"'$(id);`id`|{start}", NULL};
    expect_words("mpv --start={start} -- {url}", expected);
    expect_words("mpv \"--start={start}\" '--' '{url}'", expected);
}

static void words__split__keeps_other_braces(void **state)
{
    (void)state;
    static const char *const expected[] = {"a", "{}", "{x}", "{url", "{url}", "{start}", NULL};
    expect_words("a {} {x} {url \\{url} \\{start\\}", expected);
}

static void words__split__refuses(void **state)
{
    (void)state;
    static const struct {
        const char *command, *part;
    } rows[] = {
        {"", "empty"},
        {"  \t ", "empty"},
        {"a 'b", "single quote is not closed"},
        {"a \"b", "double quote is not closed"},
        {"a \"b\\\"", "double quote is not closed"},
        {"a \\", "backslash"},
        {"'", "single quote is not closed"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct err e = {""};
        if (words_split(rows[i].command, NULL, 0, &e) || !strstr(e.text, rows[i].part))
            fail_msg("<%s>: expected a refusal with '%s', got '%s'", rows[i].command, rows[i].part,
                     e.text);
    }
    words_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words__split__as_a_shell_quotes),
        cmocka_unit_test(words__split__values_are_never_split_again),
        cmocka_unit_test(words__split__keeps_other_braces),
        cmocka_unit_test(words__split__refuses),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
