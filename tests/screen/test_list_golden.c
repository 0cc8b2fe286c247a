/* Complete screens of lists, whose providers are in different states. The calls are of another
 * year, so that the screens are the same in each. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define NOW "1764428400" /* 2025-11-29 15:00:00 UTC */
#define ASKED "2025-11-28 12:00..18:00 failed"

static int setup(void **state)
{
    (void)state;
    return browse_setup_with((const char *const[]){"--now", NOW, "--calls", "200", NULL});
}

/* Five providers answer, one refuses the key, one has more, one lists only what an agent did; the
 * last two have no key. */
static struct pty *start(int rows, int cols, const char *options)
{
    char *all = xasprintf("timezone = UTC\n%s", options);
    char *more = xasprintf("[provider bland]\nenabled = yes\napi_key = demo-bland\n"
                           "base_url = http://127.0.0.1:%d/trap/401/bland\n"
                           "[provider vapi]\nenabled = yes\napi_key = demo-vapi\n"
                           "base_url = http://127.0.0.1:%d/trap/calls_700/vapi\n"
                           "[provider synthflow]\nenabled = yes\napi_key = demo-synthflow\n"
                           "[provider elevenlabs]\nenabled = yes\n"
                           "[provider retell]\nenabled = yes\n",
                           browse_port(), browse_port());
    struct pty *p = browse_start(
        &(struct browse_options){.rows = rows, .cols = cols, .options = all, .more = more});
    pty_expect(p, "No call yet");
    free(all);
    free(more);
    return p;
}

static struct pty *list(int rows, int cols, const char *options)
{
    struct pty *p = start(rows, cols, options);
    pty_keys(p, "\x1bL" ASKED "\r");
    pty_expect(p, "5 providers  all answered");
    pty_expect(p, "vapi         time asked there");
    pty_expect(p, "401: ");
    return p;
}

static void list__80x24__states_of_providers(void **state)
{
    (void)state;
    struct pty *p = list(24, 80, "");
    golden_expect(p, "list_80x24");
    pty_keys(p, "G");
    golden_expect(p, "list_80x24_end");
    pty_keys(p, ":messages\r");
    pty_expect(p, "bland: 401: ");
}

static void list__160x50__all_columns(void **state)
{
    (void)state;
    struct pty *p = list(50, 160, "");
    pty_keys(p, "+");
    golden_expect(p, "list_160x50");
}

static void list__too_many_providers_for_the_room__says_how_many(void **state)
{
    (void)state;
    struct pty *p = list(24, 80, "");
    pty_keys(p, "+");
    pty_expect(p, "cometchat  time asked there");
    pty_expect_not(p, " rows");
    pty_resize(p, 14, 80);
    pty_expect(p, "+4 rows");
    pty_expect(p, "ringyo  ");
    pty_expect_not(p, "ringg  ");
}

static void list__53x17__no_key_and_no_numbers(void **state)
{
    (void)state;
    struct pty *p = start(17, 53, "");
    pty_keys(p, "\x1bL2025-11-28 4321 ringg diga voxworks retell\r");
    pty_expect(p, "of 400 looked at");
    pty_expect(p, "no key");
    golden_expect(p, "list_53x17");
}

static void list__rate_limit__is_waited_for(void **state)
{
    (void)state;
    char *more = xasprintf("[provider bland]\nenabled = yes\napi_key = demo-bland\n"
                           "base_url = http://127.0.0.1:%d/trap/limited_1/bland\n",
                           browse_port());
    struct pty *p = browse_start(&(struct browse_options){.more = more});
    pty_expect(p, "No call yet");
    pty_keys(p, "\x1bL2025-11-28 bland\r");
    pty_expect(p, "asking; its rate limit is waited for");
    pty_expect(p, "all asked there; 200 calls");
    free(more);
}

static void list__masked_ascii__numbers_and_lines(void **state)
{
    (void)state;
    struct pty *p = list(24, 80, "mask = yes\nascii = yes");
    golden_expect(p, "list_masked_ascii");
}

static void list__filter_and_selection__are_said(void **state)
{
    (void)state;
    struct pty *p = list(24, 80, "");
    pty_keys(p, "&1415\r");
    pty_expect(p, "match &1415");
    pty_keys(p, "Vj");
    golden_expect(p, "list_selected");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_teardown(name, browse_end_test)
        TEST(list__80x24__states_of_providers),
        TEST(list__160x50__all_columns),
        TEST(list__53x17__no_key_and_no_numbers),
        TEST(list__masked_ascii__numbers_and_lines),
        TEST(list__too_many_providers_for_the_room__says_how_many),
        TEST(list__rate_limit__is_waited_for),
        TEST(list__filter_and_selection__are_said),
    };
    return cmocka_run_group_tests(tests, setup, browse_teardown);
}
