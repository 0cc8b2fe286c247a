/* Wrapping: each cluster is in exactly one row, in order, and no row is wider than was asked for.
 * The first byte is the width. */
#include "text/wrap.h"

#include "tests/fuzz/fuzz.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/grapheme.h"

#include <string.h>

/* A blank without a mark on it. */
static bool is_blank(const char *s, size_t n, size_t at)
{
    int cols;
    return at < n && s[at] == ' ' && grapheme_next(s + at, n - at, &cols) == 1;
}

/* What a row does not show is blanks, then a line end; or a cluster that fits nowhere. */
static void check_hidden(const char *s, size_t n, size_t shown, size_t row, int cols)
{
    size_t at = shown;
    int wide = 0;
    if (shown == 0 && row && !is_blank(s, n, 0) && s[0] != '\n') {
        FUZZ_CHECK(grapheme_next(s, n, &wide) == row || s[row - 1] == ' ' || s[row - 1] == '\n');
        at = grapheme_next(s, n, &wide);
        FUZZ_CHECK(wide > cols);
    }
    while (at < row && is_blank(s, n, at))
        at++;
    FUZZ_CHECK(at == row || (at + 1 == row && s[at] == '\n'));
}

/* Clusters begin at the row's begin and after it. */
static void check_clusters(const char *s, size_t n, size_t row)
{
    size_t at = 0;
    int cols;
    while (at < row)
        at += grapheme_next(s + at, n - at, &cols);
    FUZZ_CHECK(at == row);
}

static void check(const struct buf *text, int cols)
{
    int rows = 0;
    for (size_t at = 0, row, shown; at < text->len; at += row, rows++) {
        const char *s = text->data + at;
        size_t n = text->len - at;
        row = wrap_row(s, n, cols, &shown);
        FUZZ_CHECK(row > 0 && row <= n && shown <= row);
        FUZZ_CHECK(!memchr(s, '\n', shown));
        FUZZ_CHECK(cols_of(s, shown) <= cols);
        check_hidden(s, n, shown, row, cols);
        check_clusters(s, n, row);
    }
    FUZZ_CHECK(wrap_rows(buf_str(text), text->len, cols) == (rows ? rows : 1));
}

static void check_cuts(const struct buf *text, int cols)
{
    size_t tail, end = strcspn(buf_str(text), "\n");
    int used;
    size_t fit = cols_fit(buf_str(text), end, cols, &used);
    FUZZ_CHECK(used <= cols && cols_of(buf_str(text), fit) == used);
    size_t skip = cols_skip(buf_str(text), end, cols);
    FUZZ_CHECK(cols_of(buf_str(text) + skip, end - skip) <= cols);
    size_t head = cols_cut_middle(buf_str(text), end, cols, 1, &tail);
    FUZZ_CHECK(head <= tail && tail <= end);
    FUZZ_CHECK(cols_of(buf_str(text), head) + cols_of(buf_str(text) + tail, end - tail) <= cols);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input in = fuzz_begin(data, size);
    int cols = 1 + (int)fuzz_byte(&in);
    struct buf clean = {0};
    clean_text(&clean, in.s, in.n, CLEAN_SCREEN | CLEAN_LINES);
    check(&clean, cols);
    check_cuts(&clean, cols);
    buf_done(&clean);
    return 0;
}

static void put_cols(struct buf *out, const char *path)
{
    (void)path;
    buf_putc(out, 19);
}

void fuzz_seeds(fuzz_seed *seed)
{
    fuzz_seed_lines(seed, "tests/masking/masked.txt", put_cols);
    fuzz_seed_lines(seed, "README.md", put_cols);
    fuzz_seed_files(seed, "tests/fixtures/field/*.json", put_cols);
    static const char *const texts[] = {
        "\x01\xe4\xb8\xad\xe6\x96\x87 a  \n\n \xcc\x81 b",
        "\x05"
        "e.g. a;b -> c-d https://a.example/b/c-d?e=f&g=h1234567890abcdefgh",
        "\x03\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa\xf0\x9f\x87\xa9 "
        "\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8\xe0\xb8\x81\xe0\xb8\xb3",
        NULL};
    fuzz_seed_texts(seed, texts);
}
