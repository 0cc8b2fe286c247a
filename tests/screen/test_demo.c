/* The demo: seven calls are open, nothing of it is left afterwards, the exit code is passed on. */
#include "tests/support/pty.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"

#include "base/alloc.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct pty *start_with(const char *const *env, int rows, int cols)
{
    const char *build = getenv("BUILD");
    char *folder = realpath(build ? build : "build", NULL),
         *script = realpath("src/tools/demo.sh", NULL);
    assert_non_null(folder);
    assert_non_null(script);
    const char *const argv[] = {script, folder, NULL};
    struct pty *p =
        pty_start(&(struct pty_options){.argv = argv, .env = env, .cols = cols, .rows = rows});
    free(folder);
    free(script);
    return p;
}

static struct pty *start(void)
{
    return start_with(NULL, 30, 110);
}

static size_t entries_of(const char *dir)
{
    size_t n = 0;
    DIR *d = opendir(dir);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));)
        n += e->d_name[0] != '.';
    closedir(d);
    return n;
}

static void demo__seven_calls__nothing_left(void **state)
{
    (void)state;
    static const char *const shown[] = {"Riverside Hotels", "Northwind",       "Lumen Internet",
                                        "BrightSmile",      "Harbour Fitness", "Andrew Joseph",
                                        "GreenGrid"};
    enum { CALLS = sizeof shown / sizeof *shown };
    struct pty *p = start();
    for (size_t i = 0; i < CALLS; i++) {
        pty_expect(p, shown[i]);
        pty_keys(p, "]");
    }
    pty_expect(p, shown[0]);
    assert_int_equal(entries_of(pty_home(p)), 1);
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
    assert_int_equal(entries_of(pty_home(p)), 0);
}

/* Counts the links, and fails the test if one does not lead to this machine. */
static size_t expect_own_links(const char *text)
{
    static const char own[] = "http://127.0.0.1:";
    size_t n = 0;
    for (const char *link = text; (link = strstr(link, "\"http")); link++, n++)
        if (strncmp(link + 1, own, strlen(own)) != 0)
            fail_msg("a link leads elsewhere: %.80s", link);
    return n;
}

/* Six of them link to their recording; that of the last is behind the key. */
static void demo__recordings__are_on_this_machine(void **state)
{
    (void)state;
    const char *build = getenv("BUILD");
    struct run r;
    run_program(
        &r, (const char *const[]){"src/tools/demo.sh", build ? build : "build", "-p", "json", NULL},
        NULL);
    if (r.code != 0)
        fail_msg("demo: %d, %s", r.code, buf_str(&r.err));
    size_t recordings = 0;
    for (const char *at = buf_str(&r.out); (at = strstr(at, "/media/sound~")); at++)
        recordings++;
    assert_true(recordings >= 6);
    assert_true(expect_own_links(buf_str(&r.out)) >= recordings);
    run_done(&r);
}

/* It is sent only to those who have the key. */
static void demo__last_call__its_recording_is_saved(void **state)
{
    (void)state;
    struct pty *p = start();
    pty_expect(p, "Riverside Hotels");
    pty_keys(p, "[");
    pty_expect(p, "GreenGrid");
    pty_keys(p, "D");
    pty_expect(p, "saved '~/Downloads/conv_8301kq4v7s2e9t6m5r0x3n1w8b.wav'");
}

static void demo__first_call__how_it_went(void **state)
{
    (void)state;
    struct pty *p = start_with(NULL, 50, 160);
    pty_expect(p, "5: median 2.2 s, slowest 4.6 s at 0:25");
    pty_expect(p, "+4.6! agent");
    pty_keys(p, "e");
    pty_expect(p, "tool call failed");
}

static void demo__welcome__names_more_calls(void **state)
{
    (void)state;
    struct pty *p = start();
    pty_expect(p, "Riverside Hotels");
    for (int i = 0; i < 5; i++)
        pty_keys(p, "q");
    pty_expect(p, "Andrew Joseph");
    pty_keys(p, "icall_404\r");
    pty_expect(p, "No such call");
    pty_keys(p, "icall_turns_2000\r");
    pty_expect(p, "/2000");
}

static void demo__welcome__says_what_to_press(void **state)
{
    (void)state;
    struct pty *p = start_with(NULL, 24, 80);
    pty_expect(p, " L lists calls (L 4321 yesterday), i asks for an ID");
    pty_expect(p, "Riverside Hotels");
}

/* A ticket says: the customer whose number ends with 4321, yesterday, the call broke off. */
static void demo__ticket__number_and_day_lead_to_the_call(void **state)
{
    (void)state;
    struct pty *p = start_with(NULL, 24, 80);
    pty_expect(p, "Riverside Hotels");
    pty_keys(p, "L4321 yes\t\r");
    pty_expect(p, "number ..4321  1 of ");
    pty_expect(p, "+14155554321");
    pty_expect(p, "! failed  Call dropped by");
    pty_keys(p, "\r");
    pty_expect(p, "End reason  Call dropped by the network");
    pty_expect(p, "[Transcript]");
}

static void demo__no_locale__utf_8_all_the_same(void **state)
{
    (void)state;
    struct pty *p = start_with((const char *const[]){"LANG=C", "LC_ALL", "LC_CTYPE", NULL}, 24, 80);
    pty_expect(p, "\xe2\x94\x80 Call"); /* a line of the frame */
}

static void demo__program_ends_by_signal__nothing_left(void **state)
{
    (void)state;
    struct pty *p = start();
    pty_expect(p, "Riverside Hotels");
    kill(-pty_pid(p), SIGTERM); /* to all its processes, as a closing terminal does */
    pty_expect_exit(p, 143);
    pty_expect_restored(p);
    assert_int_equal(entries_of(pty_home(p)), 0);
}

/* All processes of the demo stop, so that the shell has the terminal again. */
static void demo__ctrl_z__shell_gets_the_terminal(void **state)
{
    (void)state;
    struct pty *p = start();
    pty_expect(p, "Riverside Hotels");
    pty_keys(p, "\x1a");
    pty_check(p, pty_wait_stopped(p, PTY_DEADLINE_MS));
    pty_expect_restored(p);
    pty_continue(p);
    pty_expect(p, "Riverside Hotels");
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
}

#define TEST(f) cmocka_unit_test_teardown(f, pty_stop_all)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(demo__seven_calls__nothing_left),
        TEST(demo__first_call__how_it_went),
        TEST(demo__recordings__are_on_this_machine),
        TEST(demo__last_call__its_recording_is_saved),
        TEST(demo__welcome__names_more_calls),
        TEST(demo__welcome__says_what_to_press),
        TEST(demo__ticket__number_and_day_lead_to_the_call),
        TEST(demo__no_locale__utf_8_all_the_same),
        TEST(demo__program_ends_by_signal__nothing_left),
        TEST(demo__ctrl_z__shell_gets_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
