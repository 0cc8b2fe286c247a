/* Whether a secret is still anywhere in this process's memory, freed or not. */
#ifndef TESTS_SUPPORT_MEMORY_H
#define TESTS_SUPPORT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

enum { MEMORY_SECRET_BYTES = 48, MEMORY_TAIL_BYTES = 24 };

/* The end of a secret, which is what is looked for: malloc overwrites the beginning of a block that
 * is freed. Kept with bits inverted, so that the search does not find it here. */
struct memory_secret {
    char inverted[MEMORY_TAIL_BYTES];
};

/* Writes a secret of MEMORY_SECRET_BYTES visible characters to `text`, other ones for each seed. */
void memory_secret_make(struct memory_secret *s, char *text, unsigned seed);
/* Looks through all memory that can be written, except for what a sanitizer reserves. */
bool memory_has(const struct memory_secret *s);

#endif
