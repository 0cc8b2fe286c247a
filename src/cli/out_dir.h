/* The directory of --out, with one file for each call. A file is written under a temporary name and
 * then replaces the old one, so it is always complete. */
#ifndef CLI_OUT_DIR_H
#define CLI_OUT_DIR_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>

/* Returns false, with e set, if there is no such directory or it is not writable. */
bool out_dir_check(const char *dir, struct err *e);

enum out_dir_state {
    OUT_DIR_WRITTEN,
    OUT_DIR_NAME, /* this file cannot be written, but others may be */
    OUT_DIR_FULL  /* probably no file can be written any more */
};

/* Writes a file with mode 0600. Sets e unless it returns OUT_DIR_WRITTEN. */
enum out_dir_state out_dir_write(const char *dir, const char *name, const struct buf *b,
                                 struct err *e);

#endif
