/* Inside src/provider/extract: texts, numbers, times and durations in JSON values. */
#ifndef PROVIDER_EXTRACT_SCALAR_H
#define PROVIDER_EXTRACT_SCALAR_H

#include "call/value.h"
#include "provider/extract/trace.h"
#include "provider/provider.h"
#include "text/time.h"

#include <stdbool.h>

/* The text of a string, with a NUL at its end; owned by the arena. */
const char *scalar_string(struct arena *a, const struct value *v);
/* The text of a string that is not empty, or a number's digits (owned by the arena); or NULL. */
const char *scalar_text(struct arena *a, const struct value *v);
/* The same to be shown: if it is JSON, its secrets are hidden. */
const char *scalar_shown_text(struct arena *a, const struct value *v);

/* The outcome for a value that could not be read as a number or a time. */
enum outcome scalar_unread(const struct value *v);
/* Whether it is false, also as a text. */
bool scalar_is_false(const struct value *v);
/* Whether it says that there is another page: neither false, null nor 0. v may be NULL. */
bool scalar_says_more(const struct value *v);

/* All return false, with *out untouched, if the value cannot be read. */

/* A number, or a text that contains one. */
bool scalar_number(const struct value *v, double *out);
/* A number since 1970, or a date and time (ISO 8601, RFC 2822). Without a unit, or if the number
 * does not fit it, seconds, milliseconds or microseconds are told apart by the number's size. */
bool scalar_instant(const struct value *v, enum unit unit, struct instant *out);
/* A number of the unit, by default seconds, or a text of the form "h:mm:ss". */
bool scalar_seconds(const struct value *v, enum unit unit, double *out);

#endif
