/* What the files are called that calls are written to. Pure. */
#ifndef PRINT_FILE_NAME_H
#define PRINT_FILE_NAME_H

#include "base/buf.h"
#include "print/form.h"

/* The ID with `_` for each byte that some file system would not take, and for what would hide the
 * file; appended. Different IDs may come out the same. */
void file_name_put_id(struct buf *out, const char *id);
/* A name that differs when the IDs of one provider do, yours: "call_xyz789.json"; where the ID
 * cannot stand in a name as it is, with a number made from it: "a_b-9c41d07e.json". With a
 * provider's name in front if that is not NULL. At most 255 bytes. */
char *file_name_of(const char *provider, const char *id, enum form form);

#endif
