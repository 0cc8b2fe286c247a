#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cuts at the beginning of a UTF-8 character, so that no part of one is left. */
static void cut(char *s, size_t n)
{
    while (n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80)
        n--;
    s[n] = '\0';
}

bool err_set(struct err *e, const char *fmt, ...)
{
    if (!e)
        return false;
    char text[ERR_BYTES + 1]; /* the arguments may point into e */
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (n < 0)
        text[0] = '\0';
    else if (n >= ERR_BYTES)
        cut(text, ERR_BYTES - 1);
    memcpy(e->text, text, strlen(text) + 1);
    return false;
}
