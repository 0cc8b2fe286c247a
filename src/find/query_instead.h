/* What to write instead of a word that a query cannot have. */
#ifndef FIND_QUERY_INSTEAD_H
#define FIND_QUERY_INSTEAD_H

#include "base/buf.h"
#include "find/query.h"

/* Whether a word without blanks is a date or a clock time as others write it, although it could be
 * a number: 28.11. 28.11.2026 11/28/2026 14.30. Appends what to write. */
bool query_instead_date(const struct query_terms *t, const char *word, struct buf *out);
/* The same for all that is known: IDs, dates, clock times, how long, ranges of these. */
bool query_instead(const struct query_terms *t, const char *word, struct buf *out);

#endif
