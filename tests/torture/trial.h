/* One run of the program under torture, and how it ended. */
#ifndef TESTS_TORTURE_TRIAL_H
#define TESTS_TORTURE_TRIAL_H

#include "base/buf.h"
#include "tests/torture/page.h"
#include "tests/torture/scenario.h"

#include <stdbool.h>

enum { TRIAL_LIMIT_MS = 60000 };

struct trial {
    int code;                /* exit code, 128 + n for signal n; -1: it did not end in time */
    struct buf out, err;     /* without a terminal; a screen's text at the end is in err */
    char without_memory[48]; /* the library or program that got none; empty: none */
    char crashed_in[48];     /* likewise, that crashed */
    const char *missing;     /* a text that did not appear on the screen; NULL: none */
    struct buf screen;       /* the screen then */
    const char *unrestored;  /* what the terminal still has; NULL: all is as before */
    bool is_mute;            /* it could not write to standard error */
    bool is_early;           /* it ended before all keys were typed */
    bool lost_terminal;      /* which could not be read or written any more */
    int left_running;        /* programs that it left behind */
    char *home;
};

/* For the process: shares the page and collects orphans. */
void trial_open(void);
void trial_close(void);
/* What the next run is to be asked for, all zero at first, and what the last one did. */
struct torture_page *trial_page(void);
void trial_reset_page(void);

void trial_run(struct trial *t, const struct scenario *s);
void trial_done(struct trial *t);

#endif
