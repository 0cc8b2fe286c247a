/* libFuzzer's entry for the mask: masking twice is masking once. It is built like extract.c, with
 * build-fuzz/tests/support/masking.o as well. The texts of tests/unit/text/test_mask_lists.c are
 * made without it. */
#include "tests/support/masking.h"
#include "text/clean.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf clean = {0};
    char *once;
    clean_text(&clean, (const char *)data, size, CLEAN_LINES);
    if (!masking_holds(buf_str(&clean), clean.len, &once))
        abort();
    free(once);
    buf_done(&clean);
    return 0;
}
