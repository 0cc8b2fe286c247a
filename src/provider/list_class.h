/* The class of a call's status, by the words of its description: `failed`, which is tried first,
 * `live` and `completed`. `*` in a word matches anything, `reason:` compares the end reason, and
 * letters match in any case. Pure. */
#ifndef PROVIDER_LIST_CLASS_H
#define PROVIDER_LIST_CLASS_H

#include "find/find_row.h"
#include "provider/provider.h"

/* Both texts may be NULL. FIND_CLASS_UNKNOWN: there is no status, and no word for the reason. */
enum find_class list_class(const struct provider *p, const char *status, const char *end_reason);
/* The word of a status that is the same as the text, if no other one contains it; else NULL. The
 * caller frees it. */
char *list_class_word(const struct provider *p, const char *text);
/* The only word of a class, if it is a complete status; else NULL. The caller frees it. */
char *list_class_only_word(const struct provider *p, enum find_class class);

#endif
