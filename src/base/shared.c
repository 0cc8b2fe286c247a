#include "base/shared.h"

#include "base/alloc.h"

#include <stdatomic.h>
#include <stdlib.h>

struct shared {
    atomic_uint owners;
    char *bytes;
    size_t count;
};

struct shared *shared_new(struct buf *bytes)
{
    struct shared *s = xmalloc(sizeof *s);
    atomic_init(&s->owners, 1);
    s->count = bytes->len;
    s->bytes = xreallocarray(buf_take(bytes), s->count + 1, 1); /* without the room to grow */
    return s;
}

struct shared *shared_owner(struct shared *s)
{
    atomic_fetch_add(&s->owners, 1);
    return s;
}

void shared_free(void *shared)
{
    struct shared *s = shared;
    if (!s || atomic_fetch_sub(&s->owners, 1) > 1)
        return;
    free(s->bytes);
    free(s);
}

const char *shared_bytes(const struct shared *s)
{
    return s->bytes;
}

size_t shared_count(const struct shared *s)
{
    return s->count;
}
