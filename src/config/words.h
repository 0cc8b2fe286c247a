/* A command from the configuration, split into words as a shell quotes them, without expansion. */
#ifndef CONFIG_WORDS_H
#define CONFIG_WORDS_H

#include "base/err.h"

#include <stddef.h>

struct word_value {
    const char *name, *value; /* {name} inside a word becomes value; the result is never split */
};

/* A NULL-ended argument vector, yours (words_free). NULL with e set: an open quote, no word. */
char **words_split(const char *command, const struct word_value *values, size_t count,
                   struct err *e);
void words_free(char **words);

#endif
