/* Measuring the program in a terminal: times, statistics, and a provider that answers with one
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
/* The path of a program in the build directory; the caller frees it. */
char *program(const char *name);

/* A provider on a loopback port that answers with a call of that many turns, with the text of
 * bench_turn. Only one exists at a time. */
struct provider_end {
    int fd, port;
    char *config; /* the path of a configuration that names it */
    struct buf answer;
};
void provider_end_open(struct provider_end *p, int turns, const char *options);
void provider_end_close(struct provider_end *p);
/* Starts the program and returns when its request has come; *fd is the connection. */
struct pty *provider_end_ask(struct provider_end *p, const char *path, int rows, int cols, int *fd);
void send_all(int fd, const char *bytes, size_t n);

/* Appends the text of turn n, from 0. */
void bench_turn(struct buf *out, int n);

/* reading.c: keys, searches and sizes on 100,000 turns, compared with less. False if a limit is
 * exceeded. */
bool bench_reading(const char *path);

/* keeping.c: keeping, opening and searching 3,000 calls. False if a limit is exceeded. */
bool bench_keeping(void);

#endif
