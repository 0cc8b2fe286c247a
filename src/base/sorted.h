/* Places in sorted arrays. */
#ifndef BASE_SORTED_H
#define BASE_SORTED_H

#include <stdbool.h>
#include <stddef.h>

/* How many members come before a key; the array begins with them. That is also the index at which
 * the key is, or belongs. `bytes` is the size of a member. */
size_t sorted_before(const void *list, size_t count, size_t bytes,
                     bool (*comes_before)(const void *member, const void *key), const void *key);

#endif
