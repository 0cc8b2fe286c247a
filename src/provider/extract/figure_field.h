/* Inside src/provider/extract: the types of fields that say how a call went. */
#ifndef PROVIDER_EXTRACT_FIGURE_FIELD_H
#define PROVIDER_EXTRACT_FIGURE_FIELD_H

#include "call/fields.h"
#include "provider/extract/extraction.h"

/* A larger amount of money cannot be real. */
#define FIGURE_AMOUNT_MAX 1e12

/* Fills the member, whose type is one of TRUTH, NUMBER, COUNT, MONEY, DURATIONS, SIDE and ERROR. */
enum outcome figure_field_fill(struct extraction *x, enum field_type type,
                               const struct source *source, struct value *v, void *member);
/* Writes how a member was understood: "yes", "0.14 USD", "3 durations, 0.2 s to 1.5 s"; "" if that
 * is the text itself. */
void figure_field_read(enum field_type type, const void *member, char *out, size_t size);

#endif
