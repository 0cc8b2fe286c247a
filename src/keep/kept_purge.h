/* Looks at all kept calls, in slices of time, and removes those that are too old or too many. It
 * also removes what killed programs left, at once. With no limits it only counts. */
#ifndef KEEP_KEPT_PURGE_H
#define KEEP_KEPT_PURGE_H

#include "base/buf.h"
#include "base/err.h"
#include "keep/kept_trouble.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kept_limits {
    int days; /* since a call was first kept; 0: no limit */
    int mb;   /* MiB of all files but the fixed ones; 0: no limit. What cannot be read goes first,
                 then the calls that were first kept first */
    bool all; /* every call goes, and the folders that are empty then */
};

struct kept_census {
    size_t calls;      /* that stay, and say when they were kept: no more of them is read */
    uint64_t bytes;    /* of all files that stay */
    uint64_t fixed;    /* of those of a newer version, and of those that cannot be removed */
    int64_t oldest_us; /* when the first of those calls was first kept; INT64_MAX: there is none */
    size_t removed;
    size_t tightened;              /* files and folders that others could read until now */
    struct kept_troubles troubles; /* files that stay and cannot be read */
    struct err failed;             /* why a file could not be removed, as a sentence; or "" */
};

struct kept_purge;

/* The path is copied. A file that is too damaged to say when it was kept counts from when it was
 * changed last. What is not a regular file of this user is never removed. */
struct kept_purge *kept_purge_new(const char *dir, struct kept_limits limits, int64_t now_us,
                                  size_t max_bytes);
void kept_purge_free(struct kept_purge *p); /* p may be NULL */
/* Continues until time_now_ms() says until_ms. Returns whether there is more to do. */
bool kept_purge_step(struct kept_purge *p, int64_t until_ms);
/* What was found, once all is done. */
const struct kept_census *kept_purge_census(const struct kept_purge *p);

/* Appends how many files and folders others could read until now; nothing if there are none. */
void kept_purge_put_tightened(struct buf *out, const struct kept_census *c);
/* Appends what is odd: files that others could read until now, and files that were passed over.
 * Nothing if all is well. */
void kept_purge_put_note(struct buf *out, const struct kept_census *c);

#endif
