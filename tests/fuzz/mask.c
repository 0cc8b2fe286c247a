/* The mask: masking twice is masking once, and nothing but letters and digits is replaced. */
#include "tests/support/masking.h"

#include "tests/fuzz/fuzz.h"
#include "text/clean.h"

#include <stdlib.h>

enum { RANDOM_SEEDS = 500 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf clean = {0};
    char *once;
    clean_text(&clean, (const char *)data, size, CLEAN_LINES);
    FUZZ_CHECK(masking_holds(buf_str(&clean), clean.len, &once));
    free(once);
    buf_done(&clean);
    return 0;
}

void fuzz_seeds(fuzz_seed *seed)
{
    fuzz_seed_lines(seed, "tests/masking/masked.txt", NULL);
    fuzz_seed_lines(seed, "tests/masking/unmasked.txt", NULL);
    for (uint64_t i = 0; i < RANDOM_SEEDS; i++) {
        struct buf text = {0};
        masking_text(&text, i);
        seed("a random text", buf_str(&text), text.len);
        buf_done(&text);
    }
}
