/* JSON Schema (draft 2020-12), the part of it that our own schemas use: type, const and enum of
 * scalars, properties, required, additionalProperties false, items, oneOf, pattern (POSIX extended,
 * which is the same for simple ones), minLength, maxLength, minimum, maximum, and $ref to
 * "#/$defs/NAME". Any other keyword fails the test. */
#ifndef TESTS_SUPPORT_SCHEMA_H
#define TESTS_SUPPORT_SCHEMA_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct schema;

/* Fails the test if the file is not JSON. */
struct schema *schema_read(const char *path);
void schema_free(struct schema *s);
/* True if the JSON is valid by the schema; else appends where and why not: "/turns/0: ...". */
bool schema_holds(const struct schema *s, const char *json, size_t bytes, struct buf *why);

#endif
