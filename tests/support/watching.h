/* The program in a terminal, on calls that it refreshes every second. */
#ifndef TESTS_SUPPORT_WATCHING_H
#define TESTS_SUPPORT_WATCHING_H

#include "tests/support/browse.h"

enum { WATCH_LATER_MS = 15000 };

/* Returns when `shown` is on the screen. */
struct pty *watch_start(const char *const *args, const char *shown);
struct pty *watch_start_on(const char *call, const char *shown);

/* As pty_expect, with time for several answers. */
#define watch_expect(p, text) pty_expect_at(p, text, WATCH_LATER_MS, __FILE__, __LINE__)

#endif
