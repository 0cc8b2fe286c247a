/* Kept calls for the entries, packed as the program does it. */
#ifndef TESTS_FUZZ_FUZZ_KEPT_H
#define TESTS_FUZZ_FUZZ_KEPT_H

#include "keep/kept_call.h"

enum { FUZZ_KEPT_MAX_BYTES = 4 << 20 };

/* A call with one answer, of the built-in provider; everything is borrowed. */
struct kept_call fuzz_kept_call(const struct provider *p, const struct kept_document *answer);
/* Appends the bytes of the call's file. */
void fuzz_kept_pack(struct buf *out, const struct kept_call *k);
/* Appends what is packed in them. */
void fuzz_kept_text(struct buf *out, const struct kept_call *k);

#endif
