/* Runs a program and keeps what it wrote and how it ended. */
#ifndef TESTS_SUPPORT_RUN_H
#define TESTS_SUPPORT_RUN_H

#include "base/buf.h"

#include <stddef.h>
#include <sys/types.h>

struct run {
    pid_t pid;
    int input, output, error; /* our ends; -1 once closed */
    struct buf out, err;
    int code; /* exit code, or 128 + n for signal n */
};

/* Starts argv[0] with the environment of the test. Fails the test if it cannot. */
void run_start(struct run *r, const char *const argv[]);
void run_write(struct run *r, const char *bytes, size_t n);
void run_close_input(struct run *r);
/* Reads until `text` has come on standard output; fails the test after 20 s. */
void run_wait_output(struct run *r, const char *text);
/* Reads to the end of both outputs and waits; fails the test after 20 s. */
void run_finish(struct run *r);
void run_done(struct run *r);

/* Runs a program to its end, with `input` (which may be NULL) on standard input. */
void run_program(struct run *r, const char *const argv[], const char *input);

#endif
