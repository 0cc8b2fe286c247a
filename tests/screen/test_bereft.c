/* The screen when something is taken from it: the terminal while hang-ups are ignored, the reader
 * of a pipe; and what the programs that it starts are not given. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/scratch.h"
#include "tests/support/test_wrapper.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CALL "ringyo:call_xyz789"
#define LAST_LINE "What's this call about?"

static char *program(void)
{
    const char *build = getenv("BUILD");
    char *name = xasprintf("%s/callbrowser", build && *build ? build : "build");
    char *path = realpath(name, NULL);
    free(name);
    return path;
}

/* As under nohup: the end of the terminal's input ends the program all the same. */
static void hangup__sighup_ignored__ends_in_a_second(void **state)
{
    (void)state;
    char *path = program();
    struct pty *p = pty_start(&(struct pty_options){
        .argv = (const char *const[]){"sh", "-c", "trap '' HUP; exec \"$0\" -c /dev/null", path,
                                      NULL}});
    pty_expect(p, "No call yet");
    long begin = pty_now_ms();
    pty_hangup(p);
    assert_true(pty_wait_exit(p, PTY_DEADLINE_MS) >= 0);
    assert_true(pty_now_ms() - begin < wrapped_ms(1000));
    pty_stop(p);
    free(path);
}

/* The key of the environment is in that of no program, whatever starts it; nor is it left in our
 * own, where its name is. */
static void key__programs_that_are_started__do_not_get_it(void **state)
{
    (void)state;
    static const char *const env[] = {"CALLBROWSER_RINGYO_API_KEY=demo-ringyo", "DISPLAY=:9",
                                      "PAGER=sh ./look", NULL};
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){CALL, NULL},
        .options = "open_command = sh ./look opener {url}\ncopy_command = sh ./look copier\n",
        .env = env});
    pty_expect(p, LAST_LINE);
    scratch_write(pty_home(p), "look", 0700,
                  "{ env; tr '\\0' '\\n' </proc/$PPID/environ; echo done; } >\"seen-$1\" 2>&1\n");
    pty_keys(p, "o");
    char *opener = browse_wait_file(p, "seen-opener", "done\n");
    pty_keys(p, "yi");
    char *copier = browse_wait_file(p, "seen-copier", "done\n");
    pty_keys(p, "v");
    char *pager = browse_wait_file(p, "seen-", "done\n");
    pty_check(p, strstr(opener, "DISPLAY=:9") && !strstr(opener, "demo-ringyo"));
    pty_check(p, strstr(copier, "DISPLAY=:9") && !strstr(copier, "demo-ringyo"));
    pty_check(p, strstr(pager, "DISPLAY=:9") && !strstr(pager, "demo-ringyo"));
    free(pager);
    free(copier);
    free(opener);
}

/* 100,000 turns: the ends, a search and another size, each as soon as in a short call. */
static void keys__100000_turns__answered(void **state)
{
    (void)state;
    enum { LOAD_MS = 30000 };
    struct pty *p = browse_start(
        &(struct browse_options){.args = (const char *const[]){"ringyo:call_turns_100000", NULL}});
    pty_check(p, pty_wait_for(p, " 1/100000 ", LOAD_MS));
    static const char *const keys[][2] = {
        {"G", "100000/100000"}, {"g", " 1/100000"}, {"50000G", "50000/100000"}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        long begin = pty_now_ms();
        pty_keys(p, keys[i][0]);
        pty_expect(p, keys[i][1]);
        long took_ms = pty_now_ms() - begin;
        if (took_ms > wrapped_ms(400))
            fail_msg("%s: expected an answer in 400 ms, got it in %ld", keys[i][0], took_ms);
    }
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(hangup__sighup_ignored__ends_in_a_second),
        TEST(key__programs_that_are_started__do_not_get_it),
        TEST(keys__100000_turns__answered),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
