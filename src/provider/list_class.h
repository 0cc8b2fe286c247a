/* The class of a call's status, by the words of its description: `failed`, which is tried first,
 * `live` and `completed`. `*` in a word matches anything, `reason:` compares the end reason, and
 * letters match in any case. Pure. */
#ifndef PROVIDER_LIST_CLASS_H
#define PROVIDER_LIST_CLASS_H

#include "find/find_row.h"
#include "provider/provider.h"

/* Both texts may be NULL. FIND_CLASS_UNKNOWN: there is no status, and no word for the reason. */
enum find_class list_class(const struct provider *p, const char *status, const char *end_reason);
/* The words of FIND_LIVE, FIND_FAILED or FIND_COMPLETED; NULL if the description has none. */
const char *list_class_words(const struct provider *p, enum find_class class);
/* A filter for `status:TEXT`: the status that is the text in any case of letters, unless another
 * status contains the text as well; NULL if no word does. The caller frees it. */
char *list_class_word(const struct provider *p, const char *text);
/* A filter for a class: its only status; NULL if it has several, or is told by end reasons or
 * patterns. The caller frees it. */
char *list_class_only_word(const struct provider *p, enum find_class class);

#endif
