#include "base/arena.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 32 * 1024 };

struct block {
    struct block *next;
    size_t used, size;
    max_align_t data[];
};

struct arena {
    struct block *blocks; /* the one that is being filled is the first */
};

struct arena *arena_new(void)
{
    return xcalloc(1, sizeof(struct arena));
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    for (struct block *b = a->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(a);
}

static struct block *add_block(struct block **at, size_t bytes)
{
    struct block *b = xmalloc(sizeof *b + bytes);
    *b = (struct block){.next = *at, .size = bytes};
    *at = b;
    return b;
}

void *arena_alloc(struct arena *a, size_t bytes)
{
    if (bytes > SIZE_MAX / 2)
        die("out of memory");
    bytes = (bytes + _Alignof(max_align_t) - 1) / _Alignof(max_align_t) * _Alignof(max_align_t);
    struct block *b = a->blocks;
    if (bytes > BLOCK_BYTES / 4) /* its own block, after the one that is being filled */
        b = add_block(b ? &b->next : &a->blocks, bytes);
    else if (!b || b->size - b->used < bytes)
        b = add_block(&a->blocks, BLOCK_BYTES);
    void *p = (char *)b->data + b->used;
    b->used += bytes;
    return memset(p, 0, bytes);
}

void *arena_array(struct arena *a, size_t count, size_t bytes)
{
    if (bytes && count > SIZE_MAX / bytes)
        die("out of memory");
    return arena_alloc(a, count * bytes);
}

char *arena_strndup(struct arena *a, const char *s, size_t bytes)
{
    if (!s)
        return NULL;
    char *copy = arena_alloc(a, bytes + 1);
    return memcpy(copy, s, bytes);
}

char *arena_strdup(struct arena *a, const char *s)
{
    return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    struct buf b = {0};
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&b, fmt, args);
    va_end(args);
    char *out = arena_strndup(a, buf_str(&b), b.len);
    buf_done(&b);
    return out;
}
