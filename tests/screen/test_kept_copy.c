/* The kept copy of a call on the screen, when its provider cannot be reached. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/keeping.h"
#include "text/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define ARGS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Nobody listens there. */
static const char off[] =
    "[provider off]\nbase_url = http://127.0.0.1:1\napi_key = demo\npath = /call/{id}\n"
    "id = /id\nstatus = /status\n";

static struct pty *open_off(const char *id)
{
    char *home = xasprintf("XDG_DATA_HOME=%s", keeping_home()), *ref = xasprintf("off:%s", id);
    struct pty *p =
        browse_start(&(struct browse_options){.args = ARGS(ref), .env = ARGS(home), .more = off});
    free(home);
    free(ref);
    return p;
}

static void kept_copy__no_network__is_shown(void **state)
{
    (void)state;
    keeping_keep("off", "call_x", "{\"id\":\"call_x\",\"status\":\"was refunded\"}",
                 time_wall_us() - 3 * KEEPING_DAY_US);
    struct pty *p = open_off("call_x");
    pty_expect(p, "kept 3 days ago; off cannot be reached");
    pty_expect(p, "was refunded");
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
}

static void kept_copy__not_kept__the_failure_stays(void **state)
{
    (void)state;
    struct pty *p = open_off("call_y");
    pty_expect(p, "The provider could not be reached");
    pty_expect_not(p, "kept");
}

static int end_test(void **state)
{
    browse_end_test(state);
    return keeping_tear_down(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(kept_copy__no_network__is_shown, keeping_set_up, end_test),
        cmocka_unit_test_setup_teardown(kept_copy__not_kept__the_failure_stays, keeping_set_up,
                                        end_test),
    };
    return cmocka_run_group_tests_name("kept_copy", tests, browse_setup, browse_teardown);
}
