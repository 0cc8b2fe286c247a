/* Hides the key of a request in what the provider sent back. Pure. */
#ifndef FETCH_REDACT_H
#define FETCH_REDACT_H

#include "base/buf.h"

#include <stdbool.h>

/* A shorter key is not looked for: it may be an ordinary word. */
enum { REDACT_MIN_BYTES = 8 };

/* Appends the text to *out with "***" in place of the key, also where its characters are written as
 * JSON (RFC 8259, 7) or URLs (RFC 3986, 2.1) escape them. Returns false, with nothing appended, if
 * the key is not in the text. key may be NULL. */
bool redact(struct buf *out, const char *text, size_t n, const char *key);
/* What HTTP Basic sends for "user:password" (RFC 7617), base64; the caller frees it with
 * free_secret. NULL for NULL. */
char *redact_basic(const char *userpwd);

#endif
