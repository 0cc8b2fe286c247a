/* What libcurl is and can do, for the doctor. */
#ifndef FETCH_CURL_BUILD_H
#define FETCH_CURL_BUILD_H

#include "base/buf.h"

/* Appends the version of libcurl that the program was compiled with, and the one that runs. Any
 * thread. */
void curl_build_version(struct buf *compiled, struct buf *running);
/* Appends its TLS library and what else it was built with: "OpenSSL/3.0.16, HTTP/2, zlib". Any
 * thread. */
void curl_build_features(struct buf *out);

#endif
