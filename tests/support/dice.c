#include "tests/support/dice.h"

#include <stdio.h>
#include <stdlib.h>

long dice_setting(const char *name, long otherwise)
{
    const char *value = getenv(name);
    return value && *value ? strtol(value, NULL, 10) : otherwise;
}

void dice_open(struct dice *d, const char *what)
{
    long seed = dice_setting("CALLBROWSER_TEST_SEED", 1);
    d->state = (uint64_t)seed;
    printf("%s: CALLBROWSER_TEST_SEED=%ld\n", what, seed);
    fflush(stdout);
}

/* splitmix64, Steele, Lea, Flood: Fast splittable pseudorandom number generators (2014). */
static uint64_t next(struct dice *d)
{
    uint64_t z = d->state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

unsigned dice_roll(struct dice *d, unsigned n)
{
    return n ? (unsigned)(next(d) % n) : 0;
}

bool dice_one_in(struct dice *d, unsigned n)
{
    return dice_roll(d, n) == 0;
}

const char *dice_word(struct dice *d, const char *const *words)
{
    unsigned count = 0;
    while (words[count])
        count++;
    return words[dice_roll(d, count)];
}
