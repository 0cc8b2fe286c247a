/* Inside src/provider/extract: the value at a pointer of a description. */
#ifndef PROVIDER_EXTRACT_PLACE_H
#define PROVIDER_EXTRACT_PLACE_H

#include "provider/extract/extraction.h"

/* The value at the source's pointer, or NULL. A null on the way there means that the value is
 * absent: it is marked as used, so that it is not shown among the other fields. A pointer with `*`
 * finds a list of copies of all its values that are not null, or one of the nulls if there is
 * nothing else. */
struct value *place_find(struct extraction *x, struct value *from, const struct source *source);
/* Marks the values as used whose copies were used. */
void place_settle(struct extraction *x);

#endif
