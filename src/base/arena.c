#include "base/arena.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Blocks grow with the arena: few calls of malloc for a large one, little room for a small one. */
enum { BLOCK_BYTES = 32 * 1024, BLOCK_MAX_BYTES = 256 * 1024 };

union aligned {
    void *pointer;
    double number;
    uint64_t bits;
};

/* Strings are put at the end of a block, where they need no alignment. */
struct block {
    struct block *next;
    size_t used, end, size; /* what is between used and end is free */
    union aligned data[];
};

struct owned {
    struct owned *next;
    void *what;
    void (*release)(void *what);
};

struct arena {
    struct owned *owned;  /* in the blocks */
    struct block *blocks; /* the one that is being filled is the first */
    size_t next_bytes;    /* of the next block */
};

struct arena *arena_new(void)
{
    struct arena *a = xcalloc(1, sizeof *a);
    a->next_bytes = BLOCK_BYTES;
    return a;
}

static void free_blocks(struct block *list)
{
    for (struct block *next; list; list = next) {
        next = list->next;
        free(list);
    }
}

static void release_owned(struct arena *a)
{
    for (const struct owned *o = a->owned; o; o = o->next)
        o->release(o->what);
    a->owned = NULL;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    release_owned(a);
    free_blocks(a->blocks);
    free(a);
}

void arena_clear(struct arena *a)
{
    struct block *b = a->blocks;
    release_owned(a);
    if (!b)
        return;
    free_blocks(b->next);
    *b = (struct block){.end = b->size, .size = b->size};
}

static struct block *add_block(struct block **at, size_t bytes)
{
    struct block *b = xmalloc(sizeof *b + bytes);
    *b = (struct block){.next = *at, .end = bytes, .size = bytes};
    *at = b;
    return b;
}

/* A block with so much room. */
static struct block *room_for(struct arena *a, size_t bytes)
{
    struct block *b = a->blocks;
    if (bytes > SIZE_MAX / 2)
        die("out of memory");
    if (b && b->end - b->used >= bytes)
        return b;
    if (bytes > BLOCK_BYTES / 4) /* its own block, after the one that is being filled */
        return add_block(b ? &b->next : &a->blocks, bytes);
    b = add_block(&a->blocks, a->next_bytes);
    if (a->next_bytes < BLOCK_MAX_BYTES)
        a->next_bytes *= 2;
    return b;
}

void *arena_room(struct arena *a, size_t bytes)
{
    if (bytes < SIZE_MAX / 2)
        bytes = (bytes + sizeof(union aligned) - 1) / sizeof(union aligned) * sizeof(union aligned);
    struct block *b = room_for(a, bytes);
    void *p = (char *)b->data + b->used;
    b->used += bytes;
    return p;
}

void *arena_alloc(struct arena *a, size_t bytes)
{
    return memset(arena_room(a, bytes), 0, bytes);
}

void arena_own(struct arena *a, void *owned, void (*release)(void *owned))
{
    struct owned *o = arena_room(a, sizeof *o);
    *o = (struct owned){a->owned, owned, release};
    a->owned = o;
}

void *arena_array(struct arena *a, size_t count, size_t bytes)
{
    if (bytes && count > SIZE_MAX / bytes)
        die("out of memory");
    return arena_alloc(a, count * bytes);
}

void *arena_sparse_array(struct arena *a, size_t count, size_t bytes)
{
    if (bytes && count > (SIZE_MAX - sizeof(struct block)) / bytes)
        die("out of memory");
    if (!a->blocks)
        arena_alloc(a, 1);
    struct block *b = xcalloc(1, sizeof *b + count * bytes), *first = a->blocks;
    b->next = first->next; /* the first one goes on being filled */
    first->next = b;
    return b->data;
}

char *arena_strndup(struct arena *a, const char *s, size_t bytes)
{
    if (!s)
        return NULL;
    struct block *b = room_for(a, bytes + 1);
    char *copy = (char *)b->data + (b->end -= bytes + 1);
    memcpy(copy, s, bytes);
    copy[bytes] = '\0';
    return copy;
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
