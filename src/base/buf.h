/* A growable run of bytes, always with a NUL behind it once something was added. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *data; /* NULL while empty */
    size_t len, cap;
    size_t max; /* more than this is refused by buf_add; 0: no bound of its own */
};

/* False, and nothing added, when max would be passed. */
bool buf_add(struct buf *b, const char *bytes, size_t n);
bool buf_puts(struct buf *b, const char *s);
bool buf_putc(struct buf *b, char c);
bool buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool buf_vprintf(struct buf *b, const char *fmt, va_list args)
    __attribute__((format(printf, 2, 0)));

/* Room for so many bytes more: adding them moves nothing. */
void buf_reserve(struct buf *b, size_t more);
void buf_clear(struct buf *b);            /* empty, memory kept */
void buf_done(struct buf *b);             /* memory freed, b empty again */
char *buf_take(struct buf *b);            /* the string is yours (never NULL), b empty again */
const char *buf_str(const struct buf *b); /* never NULL */

#endif
