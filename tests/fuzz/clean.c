/* The sanitiser: clean text that is cleaned again is the same, and only clean text is called
 * clean. */
#include "text/clean.h"

#include "tests/fuzz/fuzz.h"
#include "text/caseless.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

static void check(struct fuzz_input in, unsigned flags)
{
    struct buf clean = {0};
    clean_text(&clean, in.s, in.n, flags);
    FUZZ_CHECK(utf8_is_valid(buf_str(&clean), clean.len));
    FUZZ_CHECK(!memchr(buf_str(&clean), '\x1b', clean.len));
    FUZZ_CHECK(flags & CLEAN_LINES || !memchr(buf_str(&clean), '\n', clean.len));
    fuzz_check_clean(&clean, flags);
    if (clean_is_clean(in.s, in.n, flags) && !(flags & CLEAN_SCREEN)) {
        FUZZ_CHECK(clean.len == in.n);
        FUZZ_CHECK(memcmp(buf_str(&clean), in.n ? in.s : "", in.n) == 0);
    }
    buf_done(&clean);
}

/* What is folded is folded already. */
static void check_fold(struct fuzz_input in)
{
    char *folded = caseless_fold(in.s, in.n), *again = caseless_fold(folded, strlen(folded));
    FUZZ_SAME(folded, again);
    free(again);
    free(folded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (unsigned flags = 0; flags <= (CLEAN_LINES | CLEAN_SCREEN); flags++)
        check(fuzz_begin(data, size), flags);
    check_fold(fuzz_begin(data, size));
    return 0;
}

void fuzz_seeds(fuzz_seed *seed)
{
    fuzz_seed_lines(seed, "tests/masking/masked.txt", NULL);
    fuzz_seed_files(seed, "tests/fixtures/field/*.json", NULL);
    static const char *const texts[] = {
        "a\r\nb\rc\vd\x0c"
        "e\xc2\x85"
        "f\xe2\x80\xa8g\xe2\x80\xa9h\ti\x1b[31m\x9b"
        "0m\x7f",
        "\xcc\x81\xcc\x82x\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xe2\x80\xae\xe2\x80\x8b\xef\xbb"
        "\xbf",
        "\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd\xe2\x80\x8d\xef\xb8\x8f\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa",
        "\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8\xf3\xa0\x81\x81\xd8\x80\xe1\xa0\x8b\xc2\xad",
        "\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80\xe2\x82\xf0\x9f\xff",
        NULL};
    fuzz_seed_texts(seed, texts);
}
