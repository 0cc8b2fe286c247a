/* gzip (RFC 1952) in memory. gzip.c is the only file that includes zlib. Any thread. */
#ifndef KEEP_GZIP_H
#define KEEP_GZIP_H

#include "base/buf.h"

#include <stddef.h>

/* Packs a text that is given piece by piece. The same pieces give the same bytes: there is no time
 * and no name in them. */
struct gzip;
struct gzip *gzip_new(void);
void gzip_free(struct gzip *g); /* g may be NULL */
void gzip_add(struct gzip *g, const char *bytes, size_t n);
/* Ends the text. The packed bytes belong to g. */
const struct buf *gzip_end(struct gzip *g);

enum gzip_result {
    GZIP_WHOLE,
    GZIP_NONE,      /* it does not begin as gzip does */
    GZIP_CUT,       /* it ends too early */
    GZIP_DAMAGED,   /* the checksum or the length is wrong, or the bytes cannot be unpacked */
    GZIP_TOO_LARGE, /* there is more than max_bytes */
    GZIP_MEMBERS,   /* another member follows the first one */
    GZIP_TRAILING   /* other bytes follow it */
};

/* Appends the text of exactly one member, at most max_bytes. What was appended is of no use unless
 * the result is GZIP_WHOLE. Never takes more memory than max_bytes and a little. */
enum gzip_result gzip_unpack(struct buf *out, const char *bytes, size_t n, size_t max_bytes);
/* Appends the text's beginning, at most max_bytes, as far as the bytes give it. */
void gzip_unpack_beginning(struct buf *out, const char *bytes, size_t n, size_t max_bytes);

/* Appends the version of zlib that the program was compiled with, and of the one that runs. */
void gzip_version(struct buf *compiled, struct buf *running);

#endif
