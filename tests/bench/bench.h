/* Measuring builds of the program, in a terminal and beside programs that do the same. Everything
 * is reached as users reach it: keys, the screen, the command line. */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include "base/buf.h"
#include "tests/support/pty.h"

#include <stdbool.h>
#include <stddef.h>

/* The builds that are measured, in turns, so that what else the computer does meets all of them.
 * The last one is judged. */
enum { BUILDS_MAX = 4 };
struct build {
    const char *dir;
    char *program, *null; /* callbrowser, and what only starts ncurses, or NULL */
};
extern struct build builds[BUILDS_MAX];
extern int build_count;

/* measure.c: clocks and statistics. */
long now_us(void);
/* Sorts; percent 50 is the median. */
long percentile(long *us, size_t count, int percent);
_Noreturn void give_up(const char *why);
/* The same with the screen. */
_Noreturn void give_up_on(struct pty *p, const char *why);

/* Some measurements of one thing. */
enum { SAMPLES_MAX = 512 };
struct samples {
    long at[SAMPLES_MAX];
    size_t count;
};
void sample(struct samples *s, long value);
/* NAN if there is none. */
double samples_percent(struct samples *s, int percent);
/* The exponent e with which y grows as x^e: a line through the logarithms. Points that are not
 * above 0 are left out; NAN if fewer than two are left. */
double exponent(const double *x, const double *y, int count);

/* The processor time of all threads of a process so far. */
long cpu_us(pid_t pid);
/* A row of /proc/PID/status, such as VmHWM; 0 if there is none. */
long memory_kib(pid_t pid, const char *row);
/* Lets VmHWM begin again. */
void memory_forget_peak(pid_t pid);
/* Returns when the program has used no processor time for a while. */
void wait_idle(struct pty *p);
/* Types the keys and returns the time until something is written; ends the benchmark if nothing is.
 */
long answer_us(struct pty *p, const char *keys);
/* The same for another size of the terminal. */
long resized_us(struct pty *p, int rows, int cols);

/* Whether a program is installed; says so once if not. */
bool peer_installed(const char *name);
/* The interpreter itself, not a script that looks for it; NULL if it is not installed. Borrowed. */
const char *peer_python(void);

/* server.c: a provider on a loopback port, in a process of its own. A call's ID is the number of
 * its turns. A body is made when it is asked for the first time. */
void server_start(void);
void server_stop(void);
/* A directory that is removed at the end, and the path of a configuration that names the server;
 * borrowed. */
const char *server_dir(void);
const char *server_config(bool side_by_side);
/* What is read from it for one call without its messages, if those have pages; borrowed until the
 * next call. */
const char *server_url(const char *provider, int turns);
size_t server_bytes(const char *provider, int turns);
int server_port(void);

/* bodies.c: appends the answer of a provider: ringyo, vapi, retell; of diga without messages. */
void body_put(struct buf *out, const char *provider, int turns);
/* One page of Diga's messages, from number `first`. */
void body_put_messages(struct buf *out, int first, int turns);
/* A page of Ringyo's list of `total` calls. */
void body_put_list(struct buf *out, int first, int total);
/* The text of turn n, from 0. */
void body_put_turn(struct buf *out, int n);

/* Starts a build of the program on a call, and waits until its first turn is shown. NULL if it
 * refuses to show the call. */
struct pty *open_call(int build, const char *provider, int turns, int rows, int cols,
                      bool side_by_side);
/* The path of a file with the same text, a turn a line; borrowed. */
const char *text_file(int turns);
/* Starts less or tig on it. */
struct pty *open_pager(const char *name, int turns, int rows, int cols);

/* Runs a program to its end, which has to print that many lines; the processor time it took. */
long child_cpu_us(const char *const *argv, int want_lines);
/* Reports the last time, and how the times grow without that of the smallest. */
void report_grown(const char *name, int count, const int *at, struct samples s[][4]);

/* The groups of rows. */
void bench_start(void);
void bench_load(void);
void bench_growth(void);
void bench_keys(void);
void bench_flat(void);
void bench_line(void);
void bench_count(void);
void bench_batch(void);
void bench_lists(void);
void bench_kept(void);
void bench_keeping(void);

#endif
