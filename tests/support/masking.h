/* Random texts full of numbers and addresses, and what must hold for each. */
#ifndef TESTS_SUPPORT_MASKING_H
#define TESTS_SUPPORT_MASKING_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

/* Appends a text made of pieces that the mask looks at. The same seed gives the same text. */
void masking_text(struct buf *out, uint64_t seed);
/* True if masking the text twice gives the same as masking it once, and nothing but letters and
 * digits was replaced. *once gets the masked text, which the caller frees. */
bool masking_holds(const char *s, size_t n, char **once);

#endif
