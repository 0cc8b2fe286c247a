/* Scripts of every width: speakers, words, tools, matches and places where text is cut. The code
 * points here are those that libvterm and glibc take for equally wide. */
#include "tests/support/browse.h"
#include "tests/support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define WIDE "diga:wide-tools"

static struct pty *wide(int rows, int cols)
{
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){WIDE, NULL}, .rows = rows, .cols = cols});
    pty_expect(p, " 1/9 ");
    return p;
}

static void wide__folded_and_unfolded__straight(void **state)
{
    (void)state;
    struct pty *p = wide(24, 80);
    golden_expect(p, "wide-turns-80x24");
    pty_keys(p, "z+");
    pty_expect(p, "NW-407193");
    golden_expect(p, "wide-unfolded-80x24");
    pty_keys(p, "G");
    pty_expect(p, " 9/9 ");
    golden_expect(p, "wide-end-80x24");
}

static void wide__side_by_side__straight(void **state)
{
    (void)state;
    struct pty *p = wide(50, 160);
    pty_keys(p, "+");
    pty_expect(p, "NW-407193");
    golden_expect(p, "wide-160x50");
}

/* Half a character does not fit: the place stays free. */
static void wide__not_wrapped__cut_and_moved(void **state)
{
    (void)state;
    struct pty *p = wide(24, 80);
    pty_keys(p, "zw+");
    pty_expect(p, "NW-407193");
    golden_expect(p, "wide-cut-80x24");
    pty_keys(p, "l");
    pty_expect_gone(p, "NW-407193");
    golden_expect(p, "wide-shifted-80x24");
}

static void wide__matches_and_selection__straight(void **state)
{
    (void)state;
    struct pty *p = wide(24, 80);
    pty_keys(
        p,
        "z/\xe6\x9d\xb1\xe4\xba\xac|\xd8\xa7\xd9\x84\xd8\xb7\xd9\x84\xd8\xa8\r"); /* Tokyo, order */
    pty_expect(p, "1/3");
    golden_expect(p, "wide-match-80x24");
    pty_keys(p, "V4kY");
    pty_expect(p, "ticket note, ");
    pty_keys(p, "V4j");
    pty_expect(p, "turns selected");
    golden_expect(p, "wide-selected-80x24");
}

static void wide__narrow__heads_of_their_own(void **state)
{
    (void)state;
    struct pty *p = wide(24, 37);
    pty_keys(p, "z");
    pty_expect_gone(p, "Participants");
    pty_keys(p, "3G\r");
    pty_expect(p, "NW-407193");
    golden_expect(p, "wide-37x24");
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(wide__folded_and_unfolded__straight), TEST(wide__side_by_side__straight),
        TEST(wide__not_wrapped__cut_and_moved),    TEST(wide__matches_and_selection__straight),
        TEST(wide__narrow__heads_of_their_own),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
