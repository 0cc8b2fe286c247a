/* Why a file cannot be read as a kept call, and how many could not. Pure. */
#ifndef KEEP_KEPT_TROUBLE_H
#define KEEP_KEPT_TROUBLE_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum kept_trouble {
    KEPT_TROUBLE_NONE,
#define TROUBLE(member, what, counted) KEPT_TROUBLE_##member,
#include "keep/kept_trouble.def"
#undef TROUBLE
    KEPT_TROUBLES
};

/* "is cut off". */
const char *kept_trouble_what(enum kept_trouble why);
/* Sets "'PATH' is cut off" and returns false. */
bool kept_trouble_set(struct err *e, enum kept_trouble why, const char *path);

/* Files that were passed over. */
struct kept_troubles {
    size_t count[KEPT_TROUBLES];
};
size_t kept_trouble_total(const struct kept_troubles *t);
/* Appends "3 kept files were passed over: 2 cut off, 1 no gzip file"; nothing if there are none. */
void kept_trouble_put_note(struct buf *out, const struct kept_troubles *t);

#endif
