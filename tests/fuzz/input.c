/* What a terminal sends: the keys are the same whether bytes come together or one after the other,
 * and however slowly they come, the reader is done with them in the end. */
#include "ui/term/input.h"

#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { BEGIN_MS = 5000, LAST_MS = 10000, ROOM_BYTES = 1 << 16 };

static const struct input_name names[] = {{"\x1bOA", K_UP}, {"\x1b[11~", K_F0 + 1}, {"\x7f", 8}};

/* The pipe in place of the terminal. */
static int *ends(void)
{
    static int made[2];
    if (!made[1]) {
        FUZZ_CHECK(pipe(made) == 0);
        FUZZ_CHECK(fcntl(made[0], F_SETFL, O_NONBLOCK) == 0);
        FUZZ_CHECK(fcntl(made[1], F_SETFL, O_NONBLOCK) == 0);
    }
    return made;
}

static struct input reader(bool utf8)
{
    return (struct input){.fd = ends()[0],
                          .utf8 = utf8,
                          .esc_ms = 25,
                          .hold_ms = 100,
                          .names = names,
                          .name_count = sizeof names / sizeof *names};
}

/* Appends the keys that are complete. */
static void take_keys(struct input *in, int64_t now_ms, struct buf *keys)
{
    for (int key; (key = input_key(in, now_ms)) != K_NONE;) {
        FUZZ_CHECK(key != K_EOF && key >= 0);
        buf_printf(keys, " %d", key);
        if (key == K_PASTE)
            buf_add(keys, buf_str(&in->paste), in->paste.len);
        if (key == K_MOUSE)
            buf_printf(keys, ":%d,%d,%d", in->mouse.button, in->mouse.y, in->mouse.x);
        if (key == INPUT_ANSWER)
            buf_puts(keys, in->answer);
    }
    FUZZ_CHECK(in->count <= INPUT_SEQUENCE_MAX && in->again_count <= INPUT_SEQUENCE_MAX);
}

/* After the last byte everything expires but a paste and an incomplete character. */
static void read_rest(struct input *in, int64_t now_ms, struct buf *keys)
{
    take_keys(in, now_ms, keys);
    int wait_ms = input_wait_ms(in, now_ms);
    for (int i = 0; i < INPUT_SEQUENCE_MAX && wait_ms >= 0; i++) {
        now_ms += wait_ms;
        take_keys(in, now_ms, keys);
        wait_ms = input_wait_ms(in, now_ms);
    }
    FUZZ_CHECK(wait_ms < 0);
}

/* `step_ms` passes after each `piece` of bytes. */
static void read_pieces(struct fuzz_input bytes, bool utf8, size_t piece, int step_ms,
                        struct buf *keys)
{
    struct input in = reader(utf8);
    int64_t now_ms = BEGIN_MS;
    while (bytes.n) {
        size_t n = bytes.n < piece ? bytes.n : piece;
        FUZZ_CHECK(write(ends()[1], bytes.s, n) == (ssize_t)n);
        bytes.s += n;
        bytes.n -= n;
        take_keys(&in, now_ms, keys);
        now_ms += step_ms;
    }
    read_rest(&in, now_ms, keys);
    input_done(&in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input in = fuzz_begin(data, size < ROOM_BYTES ? size : ROOM_BYTES);
    struct buf together = {0}, apart = {0}, slow = {0};
    unsigned bits = fuzz_byte(&in);
    bool utf8 = bits & 1;
    read_pieces(in, utf8, ROOM_BYTES, 0, &together);
    read_pieces(in, utf8, 1, 0, &apart);
    FUZZ_CHECK(together.len == apart.len);
    FUZZ_CHECK(memcmp(buf_str(&together), buf_str(&apart), apart.len) == 0);
    read_pieces(in, utf8, 1 + (bits >> 1) % 8, (int)(bits >> 4) * 10, &slow);
    buf_done(&slow);
    buf_done(&apart);
    buf_done(&together);
    return 0;
}

void fuzz_seeds(fuzz_seed *seed)
{
    static const char *const texts[] = {"1abc\x1b[A\x1bOA\x1b[1;5C\x1b[11~\x1bx\x1b\x1b[B",
                                        "1\x1b[200~pasted\ntext\x1b[201~q",
                                        "1\x1b[<0;10;20M\x1b[M !!\x1b[<64;1;1M",
                                        "1\x1b]11;rgb:ffff/ffff/ffff\x1b\\q\x1b]11;rgb:00/00/00\a",
                                        "1\x1bPabc\x1b\\\x1b_x\a\x1b^\xc2\x9c\x9cz",
                                        "1\x1b[0n\x1b[?69;2$y\x1b[?1;2c\x1b[27;5;97~\x1b[97;5u",
                                        "0\x9b"
                                        "A\x8f"
                                        "A\xe9",
                                        "1\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80\xff\xc3(",
                                        "1\x1b[[A\x1b[99999999999999999999~",
                                        "1\x1b[200~a\x1b[20\x1b\x1b[201~",
                                        NULL};
    fuzz_seed_texts(seed, texts);
}
