/* The vocabulary of descriptions, for the documents. */
#ifndef PROVIDER_VOCABULARY_H
#define PROVIDER_VOCABULARY_H

#include <stddef.h>

struct description_word {
    const char *group, *name, *value;
    const char *sentence; /* Markdown: `code`, and `|` escaped as in a table */
};

extern const struct description_word description_words[];
extern const size_t description_word_count;

#endif
