/* Random numbers for tests. The seed is printed, so that a run can be repeated. */
#ifndef TESTS_SUPPORT_DICE_H
#define TESTS_SUPPORT_DICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dice {
    uint64_t state;
};

/* Takes the seed from $CALLBROWSER_TEST_SEED, 1 if it is not set, and prints it. */
void dice_open(struct dice *d, const char *what);
/* 0 to n - 1; 0 if n is 0. */
unsigned dice_roll(struct dice *d, unsigned n);
bool dice_one_in(struct dice *d, unsigned n);
/* One of a list that NULL ends. */
const char *dice_word(struct dice *d, const char *const *words);

/* How much a test does: a number from the environment, `otherwise` if it is not set. */
long dice_setting(const char *name, long otherwise);

#endif
