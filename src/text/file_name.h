/* Names for the files that calls are written to. Pure. */
#ifndef TEXT_FILE_NAME_H
#define TEXT_FILE_NAME_H

#include "base/buf.h"

#include <stdint.h>

/* Appends the ID with `_` in place of each byte that a file system might not accept, and of a
 * leading dot. Different IDs may give the same text. */
void file_name_put_id(struct buf *out, const char *id);
/* The hash of an ID, for a name that may be no longer like it (FNV-1a, 64 bits:
 * http://www.isthe.com/chongo/tech/comp/fnv/). */
uint64_t file_name_hash(const char *id);
/* A name that is different for each ID of one provider, at most 255 bytes long: "call_xyz789.json",
 * or with a hash of the ID if the ID had to be changed, "a_b-9c41d07e.json". It begins with the
 * provider if that is not NULL. The caller frees it. */
char *file_name_of(const char *provider, const char *id, const char *ending);

#endif
