/* Lists on the screen that are not as they should be, that never end or that are left while they
 * are being asked for. */
#include "base/alloc.h"
#include "base/buf.h"
#include "tests/support/browse.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))
#define DAYS "2026-11-01..2026-11-30"

/* Lists the calls of the mock's Diga with this trap. */
static struct pty *list(const char *trap, const char *query)
{
    char *more = xasprintf("[provider odd]\nlike = diga\napi_key = demo-diga\n"
                           "base_url = http://127.0.0.1:%d/trap/%s/diga\n",
                           browse_port(), trap);
    struct pty *p = browse_start(&(struct browse_options){
        .cols = 120, .options = "timezone = UTC\nmax_response_mb = 1", .more = more});
    pty_expect(p, "No call yet");
    pty_keys(p, "\x1bL");
    pty_expect(p, "list:");
    pty_keys(p, query);
    pty_keys(p, "\r");
    free(more);
    return p;
}

static size_t requests_of(const char *trap)
{
    char *path = xasprintf("/trap/%s/", trap);
    size_t count = browse_requests(path);
    free(path);
    return count;
}

static void list__traps__said_and_what_came_is_shown(void **state)
{
    (void)state;
    static const struct {
        const char *trap, *shown, *said;
        size_t requests;
    } rows[] = {
        {"calls_5000", "of 500 looked at", ", more", 5},
        {"calls_5000+pages_of_10", "of 50 looked at", ", more", 5},
        {"cursor_twice", "of 200 looked at", "it sent the same page again", 2},
        {"no_ids", "of 200 looked at", "100 rows without an ID", 3},
        {"not_objects", "of 300 looked at", "12 rows without an ID", 3},
        {"same_times_40", "of 300 looked at", "300 calls", 3},
        {"many", "of 300 looked at", "300 calls", 3},
        {"later_big", "of 100 looked at", "larger than 1 MiB", 2},
        {"later_429_in_600", "of 100 looked at", "429:", 2},
        {"later_null", "of 100 looked at", "holds no call data", 2},
        {"null", "of 0 looked at", "holds no call data", 1},
        {"ignored_status", "of 300 looked at", "it ignored the status", 3},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        bool filtered = strncmp(rows[i].trap, "ignored", 7) == 0;
        struct pty *p =
            list(rows[i].trap, filtered ? "odd " DAYS " status:completed" : "odd " DAYS);
        pty_expect(p, rows[i].said);
        pty_expect(p, rows[i].shown);
        pty_expect_gone(p, "asking 1");
        assert_int_equal(requests_of(rows[i].trap), rows[i].requests);
        browse_end_test(state);
    }
}

/* A provider that limits the rate is not asked by another list, nor again, before it allows that.
 */
static void list__rate_limit__holds_for_all_lists(void **state)
{
    (void)state;
    struct pty *p = list("429_in_500", "odd");
    pty_expect(p, "429: ");
    assert_int_equal(requests_of("429_in_500"), 1);
    pty_keys(p, "L\x15odd 2d\r");
    pty_expect(p, "[2");
    pty_expect(p, "not requested");
    pty_keys(p, "r");
    pty_keys(p, "[");
    pty_expect(p, "429: ");
    pty_keys(p, "r");
    pty_expect(p, "not requested");
    assert_int_equal(requests_of("429_in_500"), 1);
}

static void list__ctrl_c_within_a_page__what_came_stays(void **state)
{
    (void)state;
    struct pty *p = list("later_drip_200", "odd " DAYS);
    pty_expect(p, "100 of 100 looked at");
    pty_expect(p, "asking 1 of 1 providers");
    browse_wait_requests(p, "/trap/later_drip_200/", 2);
    pty_keys(p, "\x03");
    pty_expect(p, "stopped");
    pty_expect(p, "100 of 100 looked at");
    pty_keys(p, "G");
    pty_expect(p, "> more of odd before");
    pty_keys(p, "\r");
    browse_wait_requests(p, "/trap/later_drip_200/", 3);
    pty_expect(p, "> asking odd for more before");
    pty_keys(p, "\r");
    pty_expect(p, "no call in this row");
}

/* The program waits for nobody. */
static void list__left_while_asking__ends_at_once(void **state)
{
    (void)state;
    static const char *const ends[] = {"q", ":q\r", ":q!\r"};
    for (size_t i = 0; i < LEN(ends); i++) {
        struct pty *p = list("silent", "odd " DAYS);
        browse_wait_requests(p, "/trap/silent/", i + 1);
        pty_keys(p, ends[i]);
        pty_expect_exit(p, 0);
        browse_end_test(state);
    }
}

/* ---- what is written ---- */

static int files;

/* No file of the home but the configuration has a digit of these numbers. */
static int look_into(const char *path, const struct stat *st, int type, struct FTW *at)
{
    static const char *const numbers[] = {"5550001", "5550002", "5550003"};
    (void)st;
    FILE *f = type == FTW_F ? fopen(path, "r") : NULL;
    if (!f)
        return 0;
    char text[1 << 16];
    size_t n = fread(text, 1, sizeof text - 1, f);
    text[n] = '\0';
    fclose(f);
    for (size_t i = 0; i < LEN(numbers); i++)
        if (strstr(text, numbers[i]))
            fail_msg("%s has %s", path + at->base, numbers[i]);
    files++;
    return 0;
}

static void list__numbers_of_queries__are_in_no_file(void **state)
{
    (void)state;
    struct pty *p = list("many", "odd " DAYS " !+14155550001");
    pty_expect(p, "of 300 looked at");
    pty_keys(p, ":find odd " DAYS " !5550002\r");
    pty_expect(p, "[2");
    pty_expect(p, "not number ..5550002");
    pty_expect(p, "of 300 looked at");
    pty_keys(p, "L\x15!5550003");
    pty_expect(p, "list: !5550003");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "list: !5550003");
    pty_keys(p, "\r");
    pty_expect(p, "[3");
    pty_expect(p, "Transcript");
    pty_keys(p, "qqq");
    pty_expect_exit(p, 0);
    assert_int_equal(nftw(pty_home(p), look_into, 8, FTW_PHYS), 0);
    assert_true(files >= 2); /* the configuration and the history */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_teardown(name, browse_end_test)
        TEST(list__traps__said_and_what_came_is_shown),
        TEST(list__rate_limit__holds_for_all_lists),
        TEST(list__ctrl_c_within_a_page__what_came_stays),
        TEST(list__left_while_asking__ends_at_once),
        TEST(list__numbers_of_queries__are_in_no_file),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
