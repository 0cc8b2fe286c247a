/* Which libcurl there is. Any thread. */
#ifndef FETCH_VERSION_H
#define FETCH_VERSION_H

#include "base/buf.h"

/* Appends the version that the program was compiled with, and the one that runs. */
void transfers_version(struct buf *compiled, struct buf *running);
/* Appends its TLS library and what else it was built with: "OpenSSL/3.0.16, HTTP/2, zlib". */
void transfers_features(struct buf *out);

#endif
