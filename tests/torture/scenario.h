/* What the program does while something fails: command lines and sessions on the screen, each in a
 * home of its own. */
#ifndef TESTS_TORTURE_SCENARIO_H
#define TESTS_TORTURE_SCENARIO_H

#include "tests/support/mock.h"

#include <stdbool.h>
#include <stddef.h>

/* Keys that are typed, and what they bring onto the screen. */
struct step {
    const char *keys, *shown;
};

struct scenario {
    const char *name;
    const char *const *args;  /* after the program's name; NULL at the end */
    const char *input;        /* standard input; NULL: nothing */
    const char *options;      /* more lines of [callbrowser]; NULL: none */
    const struct step *steps; /* ended by a step without keys; NULL: it has no screen */
    bool has_kept;            /* there are kept calls */
    bool reports;             /* what fails is told on standard output */
};

extern const struct scenario scenarios[];
extern const size_t scenario_count;

/* NULL if there is none of that name. */
const struct scenario *scenario_find(const char *name);

/* For the process: makes what all homes share. The mock has to be running until the end. */
void scenario_open(const struct mock *m);
void scenario_close(void);
/* A directory with the fake player as mpv; borrowed. */
const char *scenario_programs(void);
/* A new scratch directory, which the caller frees with scratch_free. */
char *scenario_home(const struct scenario *s);

#endif
