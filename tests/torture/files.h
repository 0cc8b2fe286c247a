/* What a run leaves in its home: no half file, and nothing that an undisturbed run does not. */
#ifndef TESTS_TORTURE_FILES_H
#define TESTS_TORTURE_FILES_H

#include "base/buf.h"

#include <stdbool.h>

struct files;

/* Those of an undisturbed run. */
struct files *files_read(const char *home);
void files_free(struct files *f);
/* Appends what is wrong with the files in another home, which may lack some unless it has to have
 * all of them. */
void files_compare(const struct files *f, const char *home, bool has_all, struct buf *wrong);

/* Appends a file, whatever bytes are in it; nothing if it cannot be read. */
void files_read_bytes(const char *path, struct buf *out);

#endif
