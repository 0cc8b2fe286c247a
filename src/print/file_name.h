/* Names for the files that calls are written to. Pure. */
#ifndef PRINT_FILE_NAME_H
#define PRINT_FILE_NAME_H

#include "base/buf.h"
#include "print/form.h"

/* Appends the ID with `_` in place of each byte that a file system might not accept, and of a
 * leading dot. Different IDs may give the same text. */
void file_name_put_id(struct buf *out, const char *id);
/* A name that is different for each ID of one provider, at most 255 bytes long: "call_xyz789.json",
 * or with a hash of the ID if the ID had to be changed, "a_b-9c41d07e.json". It begins with the
 * provider if that is not NULL. The caller frees it. */
char *file_name_of(const char *provider, const char *id, enum form form);

#endif
