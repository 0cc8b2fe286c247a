/* Every signal that ends a program, in every state that the screen can be in: the terminal is as it
 * was before, and the exit code names the signal. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/sanitized.h"
#include "tests/support/scratch.h"
#include "tests/support/test_wrapper.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CALL "ringyo:call_xyz789"
#define LAST_LINE "What's this call about?"

static const int signals[] = {SIGHUP,  SIGINT,  SIGTERM, SIGQUIT,   SIGUSR1, SIGUSR2,
                              SIGALRM, SIGXCPU, SIGPROF, SIGVTALRM, SIGSYS,  SIGTRAP,
                              SIGSEGV, SIGBUS,  SIGFPE,  SIGILL,    SIGABRT};

/* Starts the program and brings it into a state. */
typedef struct pty *state_fn(void);

static struct pty *start(const char *call, const char *options, const char *shown)
{
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){call, NULL},
        .options = options,
        .env = (const char *const[]){"DISPLAY=:9", "PAGER=sh ./pager", NULL}});
    pty_expect(p, shown);
    return p;
}

static struct pty *shown(void)
{
    return start(CALL, NULL, LAST_LINE);
}

static struct pty *loading(void)
{
    return start("ringyo:call_silent", NULL, "Fetching");
}

static struct pty *prompt(void)
{
    struct pty *p = shown();
    pty_keys(p, "/word");
    pty_expect(p, "/word");
    return p;
}

static struct pty *overlay(void)
{
    struct pty *p = shown();
    pty_keys(p, "?");
    pty_expect(p, "[Help]");
    return p;
}

/* The player runs while the screen goes on. */
static struct pty *playing(void)
{
    struct pty *p =
        start(CALL, "play_command = sh -c \"echo on >playing; exec sleep 9\"\n", LAST_LINE);
    pty_keys(p, "O");
    free(browse_wait_file(p, "playing", "on"));
    return p;
}

/* The pager has the terminal. */
static struct pty *paging(void)
{
    struct pty *p = shown();
    scratch_write(pty_home(p), "pager", 0700, "cat >/dev/null; echo in the pager; exec sleep 9\n");
    pty_keys(p, "v");
    pty_expect(p, "in the pager");
    return p;
}

static struct pty *suspended(void)
{
    struct pty *p = shown();
    pty_keys(p, "\x1a");
    pty_check(p, pty_wait_stopped(p, PTY_DEADLINE_MS));
    return p;
}

static void check_one(state_fn *state, int number)
{
    struct pty *p = state();
    kill(pty_pid(p), number);
    if (state == suspended)
        pty_continue(p);
    pty_expect_exit(p, 128 + number);
    pty_expect_restored(p);
    browse_end_test(NULL);
}

/* While another program has the terminal, Ctrl-C and Ctrl-\\ are for that program. */
static void check_each(state_fn *state)
{
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (state != paging || (signals[i] != SIGINT && signals[i] != SIGQUIT))
            check_one(state, signals[i]);
}

static void skip_where_signals_are_not_ours(void)
{
#if SANITIZED
    skip(); /* the sanitizer's handler is in place */
#endif
    wrapped_skip("signals are the wrapper's");
}

#define STATE(name)                                                                                \
    static void signals__##name##__restored(void **unused)                                         \
    {                                                                                              \
        (void)unused;                                                                              \
        skip_where_signals_are_not_ours();                                                         \
        check_each(name);                                                                          \
    }
STATE(shown)
STATE(loading)
STATE(prompt)
STATE(overlay)
STATE(playing)
STATE(paging)
STATE(suspended)

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(signals__shown__restored),     TEST(signals__loading__restored),
        TEST(signals__prompt__restored),    TEST(signals__overlay__restored),
        TEST(signals__playing__restored),   TEST(signals__paging__restored),
        TEST(signals__suspended__restored),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
