/* Makes the bytes of a kept call's file, in slices of time. The same call gives the same bytes. */
#ifndef KEEP_KEPT_PACKER_H
#define KEEP_KEPT_PACKER_H

#include "keep/kept_call.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kept_packer;

/* The call is borrowed until the packer is freed. */
struct kept_packer *kept_packer_new(const struct kept_call *k);
void kept_packer_free(struct kept_packer *p); /* p may be NULL */
/* Continues until time_now_ms() says until_ms, but does something in any case. Returns whether
 * there is more to do. */
bool kept_packer_step(struct kept_packer *p, int64_t until_ms);
/* The bytes, once all is done; they belong to p. `text_bytes` is their size when unpacked. */
const struct buf *kept_packer_bytes(const struct kept_packer *p, size_t *text_bytes);

#endif
