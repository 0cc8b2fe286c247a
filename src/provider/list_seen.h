/* A set of texts of which only hashes are kept, each with up to two marks. */
#ifndef PROVIDER_LIST_SEEN_H
#define PROVIDER_LIST_SEEN_H

#include <stddef.h>
#include <stdint.h>

struct list_seen {
    uint64_t *slots; /* zero is an empty one */
    size_t count, size;
};

/* Adds the mark (1 or 2) to a text and returns the marks that it had. */
unsigned list_seen_add(struct list_seen *seen, const char *text, unsigned mark);
void list_seen_done(struct list_seen *seen);

#endif
