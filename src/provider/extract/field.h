/* Inside src/provider/extract: from JSON values to members of struct call, participant, turn,
 * recording and tool, by the description's list of pointers for each field. */
#ifndef PROVIDER_EXTRACT_FIELD_H
#define PROVIDER_EXTRACT_FIELD_H

#include "provider/extract/extraction.h"

/* Tries the pointers in order below `from`. True if the field's member of `into` was set. `name`
 * is how a note calls the field. */
bool field_fill(struct extraction *x, enum field field, const char *name,
                const struct sources *sources, struct value *from, void *into);
/* The same for a field as the description has it; notes call it by its name, or by the list that
 * it is in. */
bool field_fill_own(struct extraction *x, enum field field, struct value *from, void *into);
/* Fills all fields of a scope by the description; `into` is the scope's struct. Returns how many
 * were set. */
size_t field_fill_all(struct extraction *x, enum field_scope scope, struct value *from, void *into);
/* The value at the first pointer that has a list there: an array that is not empty, an object or a
 * text; or NULL. */
struct value *field_list(struct extraction *x, const char *name, const struct sources *sources,
                         struct value *from);
/* The same, and sets *source to that pointer if there is one. */
struct value *field_list_of(struct extraction *x, const char *name, const struct sources *sources,
                            struct value *from, const struct source **source);
/* Whether one of the values says something other than false, null or empty; true without pointers.
 */
bool field_holds(struct extraction *x, const struct sources *when);
/* "a number", "an object": for notes. */
const char *field_type_word(enum value_type type);

#endif
