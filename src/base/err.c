#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool err_set(struct err *e, const char *fmt, ...)
{
    if (!e)
        return false;
    char text[ERR_BYTES + 1]; /* the arguments may point into e */
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    size_t end = n < 0 ? 0 : n < ERR_BYTES ? (size_t)n : ERR_BYTES - 1;
    while (n >= ERR_BYTES && end > 0 && ((unsigned char)text[end] & 0xc0) == 0x80)
        end--; /* no part of a UTF-8 character is left */
    text[end] = '\0';
    memcpy(e->text, text, end + 1);
    return false;
}

const char *err_reason(const struct err *e)
{
    const char *reason = "";
    for (const char *at = e->text; (at = strstr(at, "': ")); at++)
        reason = at + strlen("': ");
    return reason;
}
