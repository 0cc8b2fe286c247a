/* A program in a pseudo-terminal of its own, looked at through a terminal (term.h). Nothing here
 * sleeps: every wait polls the terminal and ends as soon as what is waited for is there.
 *
 * The program runs under a session leader, as under a shell: it can be stopped, continued, and
 * hung up on. Its environment is made from nothing (PATH, HOME, XDG_*, TMPDIR, TERM, LANG, TZ=UTC
 * and what sanitizers read), its directory is a fresh HOME unless one is given. */
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
    const char *home;        /* a directory that stays the caller's; NULL: a fresh one */
};

/* Starts the program (under $CALLBROWSER_TEST_WRAPPER, see wrapped.h, when it is ours).
 * pty_stop kills it and frees; pty_stop_all does so for those that a failed test left, and is
 * meant as a cmocka teardown. */
struct pty *pty_start(const struct pty_options *options);
void pty_stop(struct pty *p);
int pty_stop_all(void **state);

struct term *pty_term(struct pty *p);
const char *pty_home(const struct pty *p);
pid_t pty_pid(struct pty *p);

/* Typing. pty_key takes the names of term_key. A paste is bracketed when the program asked for
 * it; its line ends arrive as CR, as terminals send them. */
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
/* Until a private mode is on, 2004 for bracketed paste. */
bool pty_wait_mode(struct pty *p, int mode, int deadline_ms);
/* True when nothing came for quiet_ms. */
bool pty_wait_quiet(struct pty *p, int quiet_ms);

/* The end: its exit code, 128 + n for signal n, -1 when it is still there at the deadline. */
int pty_wait_exit(struct pty *p, int deadline_ms);
/* Stopped by a signal, as by Ctrl-Z. pty_continue is the shell's `fg`. */
bool pty_wait_stopped(struct pty *p, int deadline_ms);
void pty_continue(struct pty *p);
/* Takes the terminal away. */
void pty_hangup(struct pty *p);

/* What came so far, in bytes. */
size_t pty_bytes(const struct pty *p);
/* How often the program's threads were put to sleep or off the processor. */
long pty_switches(struct pty *p);
/* The line settings, modes, screen, pen and cursor are as before the start; else what is not,
 * borrowed; NULL when all is well. */
const char *pty_unrestored(struct pty *p);

long pty_now_ms(void);

/* The same as checks: they print the screen and fail the test. */
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
