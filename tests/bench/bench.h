/* Measuring the whole program in a terminal: times, figures, and a provider that answers with one
 * call. */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include "base/buf.h"
#include "tests/support/pty.h"

#include <stdbool.h>
#include <stddef.h>

long now_us(void);
/* Sorts; percent 50 is the median. */
long percentile(long *us, size_t count, int percent);
_Noreturn void give_up(const char *why);
/* The path of a program in the build directory; yours. */
char *program(const char *name);

/* A provider on loopback that answers with a call of so many turns, the nth with bench_turn's
 * text. One at a time. */
struct provider_end {
    int fd, port;
    char *config; /* the path of a configuration that names it */
    struct buf answer;
};
void provider_end_open(struct provider_end *p, int turns, const char *options);
void provider_end_close(struct provider_end *p);
/* A terminal with the call in it, once its request is here; *fd is the connection. */
struct pty *provider_end_ask(struct provider_end *p, const char *path, int rows, int cols, int *fd);
void send_all(int fd, const char *bytes, size_t n);

/* Turn n, from 0: its text, appended. */
void bench_turn(struct buf *out, int n);

/* reading.c: keys, searches and sizes on 100,000 turns, beside less. False: over a bound. */
bool bench_reading(const char *path);

#endif
