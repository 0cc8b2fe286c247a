/* Bytes that do not change and have several owners, each in its own thread. */
#ifndef BASE_SHARED_H
#define BASE_SHARED_H

#include "base/buf.h"

#include <stddef.h>

struct shared;

/* Takes the buffer's bytes, followed by a NUL, and leaves it empty. Each owner calls shared_free,
 * the last one frees. */
struct shared *shared_new(struct buf *bytes);
struct shared *shared_owner(struct shared *s); /* one more; returns s */
void shared_free(void *shared);                /* it may be NULL */
const char *shared_bytes(const struct shared *s);
size_t shared_count(const struct shared *s);

#endif
