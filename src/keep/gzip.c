#include "keep/gzip.h"

#include "base/alloc.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

enum {
    WINDOW_BITS = 15 + 16, /* 16: with gzip's header and trailer */
    MEMORY_LEVEL = 8,
    CHUNK_BYTES = 32 * 1024
};

struct gzip {
    z_stream stream;
    struct buf out;
};

/* zlib fails here only if there is no memory. */
static void check_memory(int result)
{
    if (result == Z_MEM_ERROR)
        die("out of memory");
}

struct gzip *gzip_new(void)
{
    struct gzip *g = xcalloc(1, sizeof *g);
    check_memory(deflateInit2(&g->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, WINDOW_BITS,
                              MEMORY_LEVEL, Z_DEFAULT_STRATEGY));
    return g;
}

void gzip_free(struct gzip *g)
{
    if (!g)
        return;
    deflateEnd(&g->stream);
    buf_done(&g->out);
    free(g);
}

/* Moves what is packed into the buffer, until zlib wants more input or has ended. */
static void drain(struct gzip *g, int flush)
{
    unsigned char chunk[CHUNK_BYTES];
    do {
        g->stream.next_out = chunk;
        g->stream.avail_out = sizeof chunk;
        deflate(&g->stream, flush);
        buf_add(&g->out, (const char *)chunk, sizeof chunk - g->stream.avail_out);
    } while (g->stream.avail_out == 0);
}

/* zlib counts in unsigned int. */
static uInt piece_of(size_t n)
{
    return n > INT_MAX ? INT_MAX : (uInt)n;
}

void gzip_add(struct gzip *g, const char *bytes, size_t n)
{
    for (size_t at = 0; at < n;) {
        uInt piece = piece_of(n - at);
        g->stream.next_in = (const Bytef *)bytes + at;
        g->stream.avail_in = piece;
        drain(g, Z_NO_FLUSH);
        at += piece;
    }
}

const struct buf *gzip_end(struct gzip *g)
{
    g->stream.next_in = NULL;
    g->stream.avail_in = 0;
    drain(g, Z_FINISH);
    return &g->out;
}

/* ---- unpacking ---- */

static bool is_member(const char *bytes, size_t n)
{
    static const char magic[] = {'\x1f', '\x8b'};
    return n >= sizeof magic && memcmp(bytes, magic, sizeof magic) == 0;
}

/* Unpacks into the buffer until the member ends, the input ends or there is more than max bytes;
 * returns zlib's word for it: Z_STREAM_END, Z_BUF_ERROR, Z_OK. One byte more than may be kept shows
 * that there is more. */
static int unpack(z_stream *z, struct buf *out, size_t max)
{
    unsigned char chunk[CHUNK_BYTES];
    int result = Z_OK;
    for (size_t made = 0; result == Z_OK && made <= max;) {
        size_t left = max - made, room = left < CHUNK_BYTES ? left + 1 : CHUNK_BYTES;
        z->next_out = chunk;
        z->avail_out = (uInt)room;
        result = inflate(z, Z_NO_FLUSH);
        check_memory(result);
        size_t n = room - z->avail_out;
        buf_add(out, (const char *)chunk, n < left ? n : left);
        made += n;
        if (made > max)
            return Z_OK;
    }
    return result;
}

static void start(z_stream *z, const char *bytes, size_t n)
{
    *z = (z_stream){.next_in = (const Bytef *)bytes, .avail_in = piece_of(n)};
    check_memory(inflateInit2(z, WINDOW_BITS));
}

static enum gzip_result result_of(int result, const char *rest, size_t n)
{
    if (result == Z_OK)
        return GZIP_TOO_LARGE;
    if (result == Z_BUF_ERROR)
        return GZIP_CUT;
    if (result != Z_STREAM_END)
        return GZIP_DAMAGED;
    return n == 0 ? GZIP_WHOLE : is_member(rest, n) ? GZIP_MEMBERS : GZIP_TRAILING;
}

enum gzip_result gzip_unpack(struct buf *out, const char *bytes, size_t n, size_t max_bytes)
{
    z_stream z;
    if (!is_member(bytes, n))
        return GZIP_NONE;
    if (n > INT_MAX)
        return GZIP_TOO_LARGE;
    start(&z, bytes, n);
    int result = unpack(&z, out, max_bytes);
    enum gzip_result what = result_of(result, (const char *)z.next_in, z.avail_in);
    inflateEnd(&z);
    return what;
}

void gzip_unpack_beginning(struct buf *out, const char *bytes, size_t n, size_t max_bytes)
{
    z_stream z;
    if (!is_member(bytes, n))
        return;
    start(&z, bytes, n);
    unpack(&z, out, max_bytes);
    inflateEnd(&z);
}

void gzip_version(struct buf *compiled, struct buf *running)
{
    buf_puts(compiled, ZLIB_VERSION);
    buf_puts(running, zlibVersion());
}
