/* Provider sets made from text, for tests. */
#ifndef TESTS_SUPPORT_DESCRIPTIONS_H
#define TESTS_SUPPORT_DESCRIPTIONS_H

#include "config/config.h"
#include "provider/provider.h"

/* A configuration of one file, "x.ini", and the set made from it. */
struct described {
    struct config config;
    struct provider_set *set;
};

void described_init(struct described *d, const char *ini);
void described_done(struct described *d);
/* The provider of that name; fails the test if there is none. */
const struct provider *described_find(const struct described *d, const char *name);

#endif
