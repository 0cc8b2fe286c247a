/* Which points of a run fail: the modes of failing, and the numbers of the calls. */
#ifndef TESTS_TORTURE_POINTS_H
#define TESTS_TORTURE_POINTS_H

#include "tests/torture/page.h"

#include <stdbool.h>
#include <stddef.h>

/* A way in which a call fails, or a limit. */
struct mode {
    const char *name;
    enum torture_call call; /* TORTURE_CALLS: none, it is a limit */
    int error;              /* errno; 0: a short transfer */
    bool and_after;         /* all calls from the point on */
    enum { MODE_CALL, MODE_LIMIT, MODE_CLOSED } kind;
    int limit; /* RLIMIT_... */
    unsigned long first, last, step;
    bool is_sampled; /* unless all points are asked for */
};

extern const struct mode modes[];
extern const size_t mode_count;

/* NULL if there is none of that name. */
const struct mode *mode_find(const char *name);

/* Which points of those in a mode. */
struct selection {
    bool all;      /* else those that are distinct */
    size_t one_in; /* 0 and 1: no sample */
};

struct points {
    struct point {
        enum torture_side side;
        unsigned long number;
    } * list;
    size_t count;
    size_t reached; /* how many there are in all */
};

/* The page is that of an undisturbed run that was traced. Points are distinct where one way through
 * the program comes to the call for the first or last time. The caller frees the list. */
void points_select(struct points *p, const struct mode *m, const struct torture_page *page,
                   struct selection which);
/* Asks for the failure of one point. */
void points_ask(struct torture_page *page, const struct mode *m, struct point at);
/* "12", or "w12" in other threads than the first. */
void points_name(char *out, size_t bytes, struct point at);
bool points_parse(const char *name, struct point *at);

#endif
