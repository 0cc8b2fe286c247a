#include "base/err.h"

#include "base/buf.h"
#include "text/clean.h"
#include "text/utf8.h"

#include <stdarg.h>
#include <string.h>

bool err_set(struct err *e, const char *fmt, ...)
{
    if (!e)
        return false;
    struct buf raw = {0}, clean = {0};
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&raw, fmt, args);
    va_end(args);
    clean_text(&clean, buf_str(&raw), raw.len, 0);
    size_t n = utf8_prefix_bytes(buf_str(&clean), clean.len, ERR_BYTES - 1);
    memcpy(e->text, buf_str(&clean), n);
    e->text[n] = '\0';
    buf_done(&raw);
    buf_done(&clean);
    return false;
}
