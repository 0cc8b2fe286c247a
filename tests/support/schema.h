/* JSON Schema (draft 2020-12), as much of it as our own schemas use: type, const and enum of
 * scalars, properties, required, additionalProperties false, items, oneOf, pattern (POSIX extended,
 * which is the same for simple ones), minLength, maxLength, minimum, maximum, and $ref to
 * "#/$defs/NAME". A keyword beyond these fails the test. */
#ifndef TESTS_SUPPORT_SCHEMA_H
#define TESTS_SUPPORT_SCHEMA_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct schema;

/* Fails the test when the file is no JSON. */
struct schema *schema_read(const char *path);
void schema_free(struct schema *s);
/* Whether the JSON is as the schema says; else where and why not, appended: "/turns/0: ...". */
bool schema_holds(const struct schema *s, const char *json, size_t bytes, struct buf *why);

#endif
