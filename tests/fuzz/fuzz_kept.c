#include "tests/fuzz/fuzz_kept.h"

#include "keep/gzip.h"
#include "keep/kept_packer.h"
#include "tests/fuzz/fuzz.h"

static const int64_t NOW_US = INT64_C(1795964400000000); /* Sun 29 Nov 2026 15:00:00 UTC */

struct kept_call fuzz_kept_call(const struct provider *p, const struct kept_document *answer)
{
    return (struct kept_call){
        .head = {.provider = p->name, .id = "c1", .first_kept_us = NOW_US, .kept_us = NOW_US},
        .documents = answer,
        .document_count = 1};
}

void fuzz_kept_pack(struct buf *out, const struct kept_call *k)
{
    size_t text_bytes;
    struct kept_packer *p = kept_packer_new(k);
    while (kept_packer_step(p, INT64_MAX))
        ;
    const struct buf *bytes = kept_packer_bytes(p, &text_bytes);
    buf_add(out, bytes->data, bytes->len);
    kept_packer_free(p);
}

void fuzz_kept_text(struct buf *out, const struct kept_call *k)
{
    struct buf packed = {0};
    fuzz_kept_pack(&packed, k);
    FUZZ_CHECK(gzip_unpack(out, packed.data, packed.len, FUZZ_KEPT_MAX_BYTES) == GZIP_WHOLE);
    buf_done(&packed);
}
