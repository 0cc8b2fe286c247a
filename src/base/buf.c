#include "base/buf.h"

#include "base/alloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_reserve(struct buf *b, size_t more)
{
    if (more > SIZE_MAX / 2 - b->len)
        die("out of memory");
    size_t need = b->len + more + 1;
    if (need <= b->cap)
        return;
    size_t cap = b->cap ? b->cap : 64;
    while (cap < need)
        cap *= 2;
    b->data = xreallocarray(b->data, cap, 1);
    b->cap = cap;
    b->data[b->len] = '\0';
}

bool buf_add(struct buf *b, const char *bytes, size_t n)
{
    if (b->max && n > b->max - b->len)
        return false;
    buf_reserve(b, n);
    if (n)
        memcpy(b->data + b->len, bytes, n);
    b->len += n;
    b->data[b->len] = '\0';
    return true;
}

bool buf_puts(struct buf *b, const char *s)
{
    return buf_add(b, s, strlen(s));
}

bool buf_vprintf(struct buf *b, const char *fmt, va_list args)
{
    va_list again;
    size_t room = b->cap - b->len;
    va_copy(again, args);
    int n = vsnprintf(room ? b->data + b->len : NULL, room, fmt, args);
    bool ok = n >= 0 && !(b->max && (size_t)n > b->max - b->len);
    if (ok && (size_t)n >= room) {
        buf_reserve(b, (size_t)n);
        vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
    }
    b->len += ok ? (size_t)n : 0;
    if (b->data)
        b->data[b->len] = '\0'; /* also after what was refused */
    va_end(again);
    return ok;
}

bool buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    bool ok = buf_vprintf(b, fmt, args);
    va_end(args);
    return ok;
}

void buf_grouped(struct buf *b, size_t number)
{
    if (number < 1000) {
        buf_printf(b, "%zu", number);
        return;
    }
    buf_grouped(b, number / 1000);
    buf_printf(b, ",%03zu", number % 1000);
}

void buf_base64(struct buf *b, const char *bytes, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        unsigned bits = 0;
        for (size_t k = i; k < i + 3; k++)
            bits = bits << 8 | (k < n ? (unsigned char)bytes[k] : 0);
        for (size_t k = 0; k < 4; k++)
            buf_putc(b, k <= n - i ? digits[bits >> (18 - 6 * k) & 63] : '=');
    }
}

void buf_remove(struct buf *b, size_t n)
{
    size_t left = n < b->len ? b->len - n : 0;
    if (left)
        memmove(b->data, b->data + n, left);
    b->len = left;
    if (b->data)
        b->data[left] = '\0';
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    if (b->data)
        b->data[0] = '\0';
}

void buf_done(struct buf *b)
{
    free(b->data);
    *b = (struct buf){.max = b->max};
}

bool buf_choice(struct buf *b, const char *name, size_t index, size_t count)
{
    const char *between = index == 0 ? "" : index + 1 == count ? " or " : ", ";
    return buf_printf(b, "%s%s", between, name);
}

char *buf_take(struct buf *b)
{
    char *s = b->data ? b->data : xstrdup("");
    *b = (struct buf){.max = b->max};
    return s;
}

const char *buf_str(const struct buf *b)
{
    return b->data ? b->data : "";
}
