/* Splits a command of the configuration into words, with the quotes of a POSIX shell but without
 * its expansions. */
#ifndef CONFIG_WORDS_H
#define CONFIG_WORDS_H

#include "base/err.h"

#include <stddef.h>

struct word_value {
    const char *name, *value; /* {name} in a word becomes value, which is not split again */
};

/* Returns a NULL-terminated argument vector, which words_free() frees, or NULL with e set if a
 * quote is not closed or there is no word. */
char **words_split(const char *command, const struct word_value *values, size_t count,
                   struct err *e);
void words_free(char **words);

#endif
