/* What is typed and pasted where text is asked for, and what the mouse does where there is nothing.
 */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define DOCUMENTED "ringyo:call_xyz789"
#define LAST_LINE "What's this call about?"

/* A paste goes to where the cursor is, in each of them. */
static void paste__in_each_prompt__goes_into_it(void **state)
{
    (void)state;
    static const char *const opens[] = {"s\x15", "|", "/", "&", ":"};
    size_t before = browse_requests("");
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
        pty_keys(p, opens[i]);
        pty_expect(p, "Esc ");
        pty_paste(p, "call_turns_7");
        pty_expect(p, "call_turns_7");
        pty_keys(p, "\x1b");
        pty_expect_gone(p, "call_turns_7");
    }
    assert_int_equal(browse_requests(""), before + 1);
}

static void paste__behind_what_was_typed__completes_it(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "No call yet");
    pty_keys(p, "ringyo:call_");
    pty_expect(p, "ringyo:call_");
    pty_paste(p, "7f3k29q");
    pty_expect(p, "[Call ID] ringyo:call_7f3k29q");
    pty_keys(p, "\x07"); /* of searches only */
    pty_keys(p, "\r");
    pty_expect(p, "Northwind Outdoor");
}

static void completion__values_of_options__with_the_default(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    pty_keys(p, ":set wrap \t");
    pty_expect(p, "the default");
    pty_keys(p, "\x15set download_dir \t");
    pty_expect(p, ":set download_dir ~/Downloads");
    pty_keys(p, "\x15set copy_command \t");
    pty_expect_gone(p, "the default");
    pty_keys(p, "\x15nothing-begins-so\t");
    pty_expect(p, ":nothing-begins-so");
}

static void history_search__backspace__shortens_what_is_sought(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    pty_keys(p, ":set wrap yes\r:2\r:\x12");
    pty_expect(p, ":");
    pty_keys(p, "wrax");
    pty_keys(p, "\x7f\x7f\x7f\x7f\x7f");
    pty_keys(p, "wra");
    pty_expect(p, "set wrap yes");
    pty_keys(p, "\r");
    pty_expect(p, "wrap = yes");
}

/* Found at the start, each in one line. */
static void start__problems_of_the_configuration__are_said(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){.options = "wrap = perhaps"});
    pty_expect(p, "callbrowser.ini:2: wrap must be yes or no, not 'perhaps'");
    p = browse_start(
        &(struct browse_options){.options = "wrap = perhaps\nmask = perhaps", .cols = 120});
    pty_expect(p, "wrap must be yes or no, not 'perhaps' (and 1 more: callbrowser --check-config)");
}

static void limit__over__can_be_tried_again(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_429_in_1", "Rate limited");
    pty_expect(p, "You can try again now.");
}

static void tabs__stopped__has_its_mark(void **state)
{
    (void)state;
    const char *const args[] = {DOCUMENTED, "ringyo:call_silent", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, " 2* silent");
    pty_keys(p, "]\x03");
    pty_expect(p, "2- silent");
}

/* Only the last 200 are kept. */
static void messages__very_many__the_last_ones(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    for (int i = 0; i < 210; i++) {
        char *typed = xasprintf(":nosuch%d\r", i);
        pty_keys(p, typed);
        free(typed);
    }
    pty_expect(p, "nosuch209");
    pty_keys(p, ":messages\r");
    pty_expect(p, "[Messages]");
    pty_expect(p, " 200/200 ");
    pty_keys(p, "g");
    pty_expect(p, "nosuch10'");
}

static void click(struct pty *p, int row, int col)
{
    char *bytes = xasprintf("\x1b[<0;%d;%dM\x1b[<0;%d;%dm", col + 1, row + 1, col + 1, row + 1);
    pty_keys(p, bytes);
    free(bytes);
}

/* The row of tabs beside them, the status line, and what is outside of panes. */
static void click__where_nothing_is__does_nothing(void **state)
{
    (void)state;
    const char *const args[] = {DOCUMENTED, "ringyo:call_turns_12", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args, .options = "mouse = yes"});
    pty_expect(p, LAST_LINE);
    pty_expect(p, "2 turns_12");
    for (int row = 0; row < 24; row++)
        click(p, row, 79);
    click(p, 23, 0);
    pty_keys(p, "J");
    pty_expect(p, "[JSON]");
    click(p, 23, 5);
    click(p, 10, 5);
    pty_expect(p, "[JSON]");
    pty_keys(p, "J?");
    pty_expect(p, "[Help]");
    click(p, 0, 40);
    click(p, 23, 40);
    pty_expect(p, "[Help]");
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(paste__in_each_prompt__goes_into_it),
        TEST(paste__behind_what_was_typed__completes_it),
        TEST(completion__values_of_options__with_the_default),
        TEST(history_search__backspace__shortens_what_is_sought),
        TEST(start__problems_of_the_configuration__are_said),
        TEST(limit__over__can_be_tried_again),
        TEST(tabs__stopped__has_its_mark),
        TEST(messages__very_many__the_last_ones),
        TEST(click__where_nothing_is__does_nothing),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
