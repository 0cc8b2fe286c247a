/* A growable array of bytes, followed by a NUL once there is room or something was added. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *data; /* NULL while empty */
    size_t len, cap;
    size_t max; /* buf_add refuses to exceed it; 0: no limit */
};

/* Append. False, with nothing added, when max would be exceeded. */
bool buf_add(struct buf *b, const char *bytes, size_t n);
bool buf_puts(struct buf *b, const char *s);
bool buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool buf_vprintf(struct buf *b, const char *fmt, va_list args)
    __attribute__((format(printf, 2, 0)));
/* Appends a byte likewise; inline, because it is what long texts are put together with. */
static inline bool buf_putc(struct buf *b, char c)
{
    if (b->max || b->len + 2 > b->cap)
        return buf_add(b, &c, 1);
    b->data[b->len++] = c;
    b->data[b->len] = '\0';
    return true;
}
void buf_grouped(struct buf *b, size_t number);              /* "2,160" */
void buf_base64(struct buf *b, const char *bytes, size_t n); /* RFC 4648, 4 */
/* One of `count` names, the one of that index, as a sentence lists them: "a, b or c". */
bool buf_choice(struct buf *b, const char *name, size_t index, size_t count);

/* Makes room for so many more bytes: adding them does not move the data. */
void buf_reserve(struct buf *b, size_t more);
void buf_remove(struct buf *b, size_t n); /* the first n bytes; at most all of them */
void buf_clear(struct buf *b);            /* empties it, keeps the memory */
void buf_done(struct buf *b);             /* empties it, frees the memory */
char *buf_take(struct buf *b);            /* empties it; the caller frees the string, never NULL */
const char *buf_str(const struct buf *b); /* borrowed, never NULL */

#endif
