/* A program in a pseudo-terminal of its own, seen through a terminal (term.h). Nothing here sleeps:
 * every wait polls the terminal and ends as soon as its condition holds.
 *
 * The program runs under a session leader, as under a shell: it can be stopped and continued, and
 * its terminal can be taken away. Its environment holds only PATH, HOME, XDG_*, TMPDIR, TERM,
 * COLORFGBG, LANG, TZ=UTC and what sanitizers read; its directory is a new HOME unless one is
 * given. */
#ifndef TESTS_SUPPORT_PTY_H
#define TESTS_SUPPORT_PTY_H

#include "tests/support/term.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { PTY_DEADLINE_MS = 5000 };

struct pty;

struct pty_options {
    const char *const *argv; /* NULL at its end */
    const char *const *env;  /* "NAME=value" sets, "NAME" removes; NULL at its end; may be NULL */
    int rows, cols;          /* 0: 24 x 80 */
    const char *home;        /* borrowed; NULL: a new directory */
};

/* Starts the program, under $CALLBROWSER_TEST_WRAPPER if it is ours (test_wrapper.h). pty_stop
 * kills the program and frees p. pty_stop_all does that for all that a failed test left; it is a
 * cmocka teardown. */
struct pty *pty_start(const struct pty_options *options);
void pty_stop(struct pty *p);
int pty_stop_all(void **state);

struct term *pty_term(struct pty *p);
const char *pty_home(const struct pty *p);
pid_t pty_pid(struct pty *p);

/* Typing. pty_key takes the names of term_key. A paste is bracketed if the program has asked for
 * that; its line ends are sent as CR, as terminals do. */
void pty_keys(struct pty *p, const char *keys);
void pty_send(struct pty *p, const char *bytes, size_t n);
void pty_key(struct pty *p, const char *name);
void pty_paste(struct pty *p, const char *text);
void pty_resize(struct pty *p, int rows, int cols);

/* Waits: true as soon as it holds, false at the deadline (times $CALLBROWSER_TEST_SLOW). */
typedef bool pty_test(struct pty *p, const void *arg);
bool pty_wait_until(struct pty *p, pty_test *test, const void *arg, int deadline_ms);
bool pty_wait_for(struct pty *p, const char *text, int deadline_ms);
bool pty_wait_gone(struct pty *p, const char *text, int deadline_ms);
bool pty_wait_raw(struct pty *p, const char *bytes, int deadline_ms);
/* Waits until a private mode is on, such as 2004 for bracketed paste. */
bool pty_wait_mode(struct pty *p, int mode, int deadline_ms);
/* Waits until nothing has come for quiet_ms. */
bool pty_wait_quiet(struct pty *p, int quiet_ms);

/* Waits until the program has ended. Returns its exit code, 128 + n for signal n, or -1 if it still
 * runs at the deadline. */
int pty_wait_exit(struct pty *p, int deadline_ms);
/* Waits until a signal has stopped it, as Ctrl-Z does. pty_continue is the shell's `fg`. */
bool pty_wait_stopped(struct pty *p, int deadline_ms);
void pty_continue(struct pty *p);
/* Takes its terminal away. */
void pty_hangup(struct pty *p);

/* How many bytes have come so far. */
size_t pty_bytes(const struct pty *p);
/* How many context switches the program's threads have made. */
long pty_switches(struct pty *p);
/* NULL if the line settings, modes, screen, pen and cursor are as before the start, else what is
 * not; borrowed. */
const char *pty_unrestored(struct pty *p);
/* The same for the line settings only: for terminals that term.h does not understand. */
const char *pty_line_unrestored(struct pty *p);

long pty_now_ms(void);

/* The waits as checks: they print the screen and fail the test. */
#define pty_expect(p, text) pty_expect_at(p, text, PTY_DEADLINE_MS, __FILE__, __LINE__)
#define pty_expect_gone(p, text) pty_expect_gone_at(p, text, PTY_DEADLINE_MS, __FILE__, __LINE__)
#define pty_expect_not(p, text) pty_expect_not_at(p, text, __FILE__, __LINE__)
#define pty_expect_exit(p, code) pty_expect_exit_at(p, code, PTY_DEADLINE_MS, __FILE__, __LINE__)
#define pty_expect_restored(p) pty_expect_restored_at(p, __FILE__, __LINE__)
#define pty_check(p, condition)                                                                    \
    ((condition) ? (void)0 : pty_fail(p, "expected: " #condition, __FILE__, __LINE__))

void pty_expect_at(struct pty *p, const char *text, int deadline_ms, const char *file, int line);
void pty_expect_gone_at(struct pty *p, const char *text, int deadline_ms, const char *file,
                        int line);
void pty_expect_not_at(struct pty *p, const char *text, const char *file, int line);
void pty_expect_exit_at(struct pty *p, int code, int deadline_ms, const char *file, int line);
void pty_expect_restored_at(struct pty *p, const char *file, int line);
void pty_fail(struct pty *p, const char *sentence, const char *file, int line);

#endif
