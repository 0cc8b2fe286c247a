/* Open addressing in a table that is at most half full. The lowest two bits of a slot are the
 * marks. */
#include "provider/list_seen.h"

#include "base/alloc.h"

#include <stdlib.h>

enum { MARKS = 3, FIRST_SIZE = 64 };

/* FNV-1a, 64 bits, without the bits of the marks. */
static uint64_t hash_of(const char *text)
{
    uint64_t h = 0xcbf29ce484222325;
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        h = (h ^ *c) * 0x100000001b3;
    return h & ~(uint64_t)MARKS;
}

static uint64_t *slot_of(const struct list_seen *seen, uint64_t hash)
{
    size_t at = (size_t)(hash >> 2) & (seen->size - 1);
    while (seen->slots[at] && (seen->slots[at] & ~(uint64_t)MARKS) != hash)
        at = (at + 1) & (seen->size - 1);
    return &seen->slots[at];
}

static void grow(struct list_seen *seen)
{
    struct list_seen larger = {.count = seen->count,
                               .size = seen->size ? seen->size * 2 : FIRST_SIZE};
    larger.slots = xcalloc(larger.size, sizeof *larger.slots);
    for (size_t i = 0; i < seen->size; i++)
        if (seen->slots[i])
            *slot_of(&larger, seen->slots[i] & ~(uint64_t)MARKS) = seen->slots[i];
    free(seen->slots);
    *seen = larger;
}

unsigned list_seen_add(struct list_seen *seen, const char *text, unsigned mark)
{
    if (seen->count * 2 >= seen->size)
        grow(seen);
    uint64_t hash = hash_of(text), *slot = slot_of(seen, hash);
    unsigned had = (unsigned)(*slot & MARKS);
    seen->count += !*slot;
    *slot = hash | had | mark;
    return had;
}

void list_seen_done(struct list_seen *seen)
{
    free(seen->slots);
    *seen = (struct list_seen){0};
}
