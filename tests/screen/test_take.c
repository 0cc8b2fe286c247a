/* What is taken out of the program, and what is masked in it. */
#include "tests/support/browse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DOCUMENTED "ringyo:call_xyz789"
#define LAST_LINE "What's this call about?"

static bool has_copied(struct pty *p, const void *arg)
{
    return term_osc_count(pty_term(p), "52;") > *(const size_t *)arg;
}

/* What the keys copy; yours. */
static char *copied(struct pty *p, const char *keys)
{
    size_t before = term_osc_count(pty_term(p), "52;");
    pty_keys(p, keys);
    pty_check(p, pty_wait_until(p, has_copied, &before, PTY_DEADLINE_MS));
    char *text = term_clipboard(pty_term(p));
    assert_non_null(text);
    return text;
}

static void mask__capital_p__on_and_off(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    pty_expect(p, "+18005551234");
    pty_keys(p, "P");
    pty_expect(p, "masked: 2 phone numbers");
    pty_expect(p, "+*******1234");
    pty_expect_gone(p, "+18005551234");
    pty_expect(p, "2024-01-15 10:30:00");
    pty_expect(p, "call_xyz789");
    pty_keys(p, "t");
    pty_keys(p, "\x1b");
    pty_expect(p, ", 2 masked");
    pty_keys(p, "P");
    pty_expect(p, "nothing is masked any more");
    pty_expect(p, "+18005551234");
}

static void mask__option__from_the_start_and_in_copies(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){DOCUMENTED, NULL}, .options = "mask = yes"});
    pty_expect(p, LAST_LINE);
    pty_expect(p, "+*******1234");
    pty_key(p, "S-Tab");
    pty_expect(p, "[Participants]");
    char *text = copied(p, "gyy");
    assert_string_equal(text, "+*******1234");
    free(text);
    pty_keys(p, "r");
    pty_expect(p, ", 2 masked");
    pty_expect_gone(p, "+18005551234");
}

static void mask__json__asks_first(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    pty_keys(p, "PJ");
    pty_expect(p, "the JSON is not masked: show it?");
    pty_keys(p, "n");
    pty_expect(p, "not done");
    pty_expect_gone(p, "[JSON]");
    pty_keys(p, "Jy");
    pty_expect(p, "[JSON]");
    pty_expect(p, "+18005551234");
    pty_keys(p, "PP");
    pty_expect_gone(p, "+18005551234");
    pty_expect(p, "[Transcript]");
}

static void note__yn__with_the_selected_turn(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    char *text = copied(p, "Gyn");
    pty_expect(p, "copied ticket note");
    if (!strstr(text, "# Ringyo call `call_xyz789`") || !strstr(text, "> **0:03 user:** Hi Sarah"))
        fail_msg("expected the call and the last turn in '%s'", text);
    free(text);
}

static void raw__yj__as_it_came_or_after_a_question(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    char *text = copied(p, "yj");
    assert_non_null(strstr(text, "\"from_number\": \"+18005551234\""));
    free(text);
    pty_keys(p, "Pyj");
    pty_expect(p, "the JSON is not masked: copy it?");
    text = copied(p, "y");
    assert_non_null(strstr(text, "+18005551234"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(mask__capital_p__on_and_off, browse_end_test),
        cmocka_unit_test_teardown(mask__option__from_the_start_and_in_copies, browse_end_test),
        cmocka_unit_test_teardown(mask__json__asks_first, browse_end_test),
        cmocka_unit_test_teardown(note__yn__with_the_selected_turn, browse_end_test),
        cmocka_unit_test_teardown(raw__yj__as_it_came_or_after_a_question, browse_end_test),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
