/* A directory that takes one file a call. A file there is its call's latest whole answer: it is
 * written beside and renamed, and what had the name before is gone then. */
#ifndef CLI_OUT_DIR_H
#define CLI_OUT_DIR_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>

/* False with e set: there is no such directory, or nothing can be written in it. */
bool out_dir_check(const char *dir, struct err *e);

enum out_dir_state {
    OUT_DIR_WRITTEN,
    OUT_DIR_NAME, /* nothing can have this name; others can be written */
    OUT_DIR_FULL  /* nothing can be written any more, as far as that can be told */
};

/* WRITTEN, or e is set. Mode 0600. */
enum out_dir_state out_dir_write(const char *dir, const char *name, const struct buf *b,
                                 struct err *e);

#endif
