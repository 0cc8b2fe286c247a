/* gzip: packing, and unpacking within bounds. */
#include "base/alloc.h"
#include "keep/gzip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

enum { MAX = 1 << 20, MIB = 1 << 20 };

static struct buf pack(const char *text, size_t n)
{
    struct buf out = {0};
    struct gzip *g = gzip_new();
    gzip_add(g, text, n);
    const struct buf *packed = gzip_end(g);
    buf_add(&out, packed->data, packed->len);
    gzip_free(g);
    return out;
}

static enum gzip_result unpack(const struct buf *packed, size_t max, struct buf *out)
{
    return gzip_unpack(out, buf_str(packed), packed->len, max);
}

static void expect(const struct buf *packed, size_t max, enum gzip_result want)
{
    struct buf out = {0};
    enum gzip_result got = unpack(packed, max, &out);
    if (got != want || out.len > max)
        fail_msg("expected %d, got %d with %zu bytes", want, got, out.len);
    buf_done(&out);
}

static void gzip__round_trip__any_bytes(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 4095, 32 * 1024, 300 * 1000};
    for (size_t i = 0; i < LEN(sizes); i++) {
        char *text = xmalloc(sizes[i] + 1);
        for (size_t k = 0; k < sizes[i]; k++)
            text[k] = (char)(k * k >> 3);
        struct buf packed = pack(text, sizes[i]), again = pack(text, sizes[i]), out = {0};
        assert_int_equal(packed.len, again.len);
        assert_memory_equal(packed.data, again.data, packed.len);
        assert_int_equal(unpack(&packed, MAX, &out), GZIP_WHOLE);
        assert_int_equal(out.len, sizes[i]);
        assert_memory_equal(buf_str(&out), text, sizes[i]);
        buf_done(&packed);
        buf_done(&again);
        buf_done(&out);
        free(text);
    }
}

static void gzip__each_fault__its_own_result(void **state)
{
    (void)state;
    static const char text[] = "some text, some text, some text, some more text";
    struct buf packed = pack(text, strlen(text)), b = {0};
    expect(&packed, strlen(text), GZIP_WHOLE);
    expect(&packed, strlen(text) - 1, GZIP_TOO_LARGE);
    buf_puts(&b, "{\"schema\":1}");
    expect(&b, MAX, GZIP_NONE);
    for (size_t n = 0; n < packed.len; n++) {
        buf_clear(&b);
        buf_add(&b, packed.data, n);
        expect(&b, MAX, n < 2 ? GZIP_NONE : GZIP_CUT);
    }
    buf_clear(&b);
    buf_add(&b, packed.data, packed.len);
    b.data[b.len - 6] ^= 1; /* the checksum */
    expect(&b, MAX, GZIP_DAMAGED);
    buf_clear(&b);
    buf_add(&b, packed.data, packed.len);
    buf_puts(&b, "x");
    expect(&b, MAX, GZIP_TRAILING);
    buf_clear(&b);
    buf_add(&b, packed.data, packed.len);
    buf_add(&b, packed.data, packed.len);
    expect(&b, MAX, GZIP_MEMBERS);
    buf_done(&b);
    buf_done(&packed);
}

/* Text is unpacked in pieces of 32 KiB, and less before the bound. */
static void gzip__bound__to_the_byte(void **state)
{
    (void)state;
    static const size_t sizes[] = {1, 32767, 32768, 32769, 65536, 65537};
    char *text = xcalloc(1, 65537);
    for (size_t i = 0; i < LEN(sizes); i++) {
        struct buf packed = pack(text, sizes[i]);
        expect(&packed, sizes[i] - 1, GZIP_TOO_LARGE);
        expect(&packed, sizes[i], GZIP_WHOLE);
        expect(&packed, sizes[i] + 1, GZIP_WHOLE);
        buf_done(&packed);
    }
    free(text);
}

/* 1 GiB of zeros in 1 MiB: the same block of 1 MiB again and again. */
static struct buf bomb(void)
{
    static unsigned char zeros[MIB], packed[64 * 1024];
    struct buf out = {0};
    z_stream z = {.next_in = zeros, .avail_in = MIB, .next_out = packed};
    z.avail_out = sizeof packed;
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FULL_FLUSH), Z_OK);
    size_t n = sizeof packed - z.avail_out;
    deflateEnd(&z);
    buf_add(&out, "\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
    for (int i = 0; i < 1024; i++)
        buf_add(&out, (const char *)packed, n);
    return out;
}

static void gzip__bomb_of_1_gib__stops_at_the_bound(void **state)
{
    (void)state;
    struct buf packed = bomb(), out = {0};
    assert_int_equal(unpack(&packed, MAX, &out), GZIP_TOO_LARGE);
    assert_int_equal(out.len, MAX);
    assert_true(out.cap <= 2 * MAX + 64 * 1024);
    buf_done(&out);
    gzip_unpack_beginning(&out, packed.data, packed.len, 100);
    assert_int_equal(out.len, 100);
    buf_done(&out);
    buf_done(&packed);
}

static void gzip__beginning__of_a_cut_file(void **state)
{
    (void)state;
    char *text = xcalloc(1, 100000);
    for (size_t i = 0; i < 99999; i++)
        text[i] = (char)('a' + i * i % 23);
    struct buf packed = pack(text, 99999), out = {0};
    gzip_unpack_beginning(&out, packed.data, packed.len / 2, 500);
    assert_int_equal(out.len, 500);
    assert_memory_equal(out.data, text, 500);
    buf_done(&out);
    gzip_unpack_beginning(&out, "no gzip", 7, 500);
    assert_int_equal(out.len, 0);
    buf_done(&out);
    buf_done(&packed);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gzip__round_trip__any_bytes),
        cmocka_unit_test(gzip__each_fault__its_own_result),
        cmocka_unit_test(gzip__bound__to_the_byte),
        cmocka_unit_test(gzip__bomb_of_1_gib__stops_at_the_bound),
        cmocka_unit_test(gzip__beginning__of_a_cut_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
