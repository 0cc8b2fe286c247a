/* The values of Content-Type headers. Pure. */
#ifndef TEXT_MEDIA_TYPE_H
#define TEXT_MEDIA_TYPE_H

#include <stdbool.h>

/* Whether a media type is of that kind, by its subtype or by the suffix of that (RFC 6838, 4.2.8):
 * "application/json" and "application/problem+json" are of the kind "json". Letter case and
 * parameters do not matter. False for NULL. */
bool media_type_is(const char *type, const char *kind);

#endif
