/* Parses JSON into a tree of values, within bounds. Any thread, each in an arena of its own:
 * cJSON's error state is global, but only written. */
#ifndef PROVIDER_JSON_H
#define PROVIDER_JSON_H

#include "base/buf.h"
#include "base/err.h"
#include "call/value.h"

/* Returns the tree, which the arena owns; NULL, with e set (which may be NULL), if the text is not
 * JSON (RFC 8259) or exceeds the bounds (json_scan.h). A tab or a line end that is not escaped is
 * kept in a string; lone surrogates, \u0000, malformed UTF-8 and other control characters become
 * U+FFFD. A number that a double cannot hold becomes a string of its digits. Members with equal
 * names are all kept; looking one up finds the first. */
struct value *json_parse(struct arena *a, const char *bytes, size_t n, struct err *e);
/* The same for a text that lives at least as long as the arena: longer strings that are in it as
 * they are stay there, borrowed (value.h). */
struct value *json_parse_kept(struct arena *a, const char *bytes, size_t n, struct err *e);

/* Whether e, which json_parse has set, says that the text exceeds the bounds. */
bool json_is_over(const struct err *e);

/* Appends the version of cJSON that the program was compiled with, and of the one that runs. */
void json_version(struct buf *compiled, struct buf *running);

#endif
