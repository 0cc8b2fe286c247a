/* Written forms of numbers and addresses, each of which has to be masked, texts that have to stay
 * as they are (tests/masking), and random texts. CALLBROWSER_TEST_TEXTS is the number of those. */
#include "base/alloc.h"
#include "tests/support/masking.h"
#include "tests/support/scratch.h"
#include "text/mask.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { RANDOM_TEXTS = 20000 };

/* Replaces "\n" and "\\" in place. */
static char *unescape(char *s)
{
    char *to = s;
    for (const char *from = s; *from; from++) {
        if (*from == '\\' && from[1])
            *to++ = *++from == 'n' ? '\n' : *from;
        else
            *to++ = *from;
    }
    *to = '\0';
    return s;
}

static void expect_masked(const char *from, const char *to)
{
    char *once;
    if (!masking_holds(from, strlen(from), &once))
        fail_msg("'%s': masking '%s' again changes it", from, once);
    if (strcmp(once, to) != 0)
        fail_msg("'%s': expected '%s', got '%s'", from, to, once);
    if (strcmp(from, to) != 0 && !mask_may_find(from, strlen(from)))
        fail_msg("'%s': expected the quick look to find something", from);
    free(once);
}

/* Compares each line of a file; a line without a tab has to stay. Returns the number of lines. */
static size_t expect_file(const char *name)
{
    char *text = scratch_read("tests/masking", name), *rest = text, *line;
    size_t count = 0;
    assert_non_null(text);
    while ((line = strsep(&rest, "\n"))) {
        if (!*line || strncmp(line, "# ", 2) == 0)
            continue;
        char *to = line, *from = strsep(&to, "\t");
        char *expected = unescape(xstrdup(to ? to : from));
        expect_masked(unescape(from), expected);
        free(expected);
        count++;
    }
    free(text);
    return count;
}

static void mask__every_written_form__hidden(void **state)
{
    (void)state;
    assert_true(expect_file("masked.txt") >= 300);
}

static void mask__ids_times_amounts_durations__stay(void **state)
{
    (void)state;
    assert_true(expect_file("unmasked.txt") >= 200);
}

static void mask__random_texts__twice_is_once(void **state)
{
    (void)state;
    const char *setting = getenv("CALLBROWSER_TEST_TEXTS");
    uint64_t count = setting ? strtoull(setting, NULL, 10) : RANDOM_TEXTS;
    for (uint64_t seed = 0; seed < count; seed++) {
        struct buf text = {0};
        char *once;
        masking_text(&text, seed);
        if (!masking_holds(text.data, text.len, &once))
            fail_msg("text %llu, '%s': masked once '%s'", (unsigned long long)seed, text.data,
                     once);
        free(once);
        buf_done(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mask__every_written_form__hidden),
        cmocka_unit_test(mask__ids_times_amounts_durations__stay),
        cmocka_unit_test(mask__random_texts__twice_is_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
