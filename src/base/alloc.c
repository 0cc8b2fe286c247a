#include "base/alloc.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*hook)(void);

void die_set_hook(void (*restore_terminal)(void))
{
    hook = restore_terminal;
}

/* The first thread that dies ends the program once the terminal is restored; others wait for that.
 */
_Noreturn void die(const char *sentence)
{
    static atomic_flag is_dying = ATOMIC_FLAG_INIT;
    while (atomic_flag_test_and_set(&is_dying))
        pause();
    if (hook)
        hook();
    static const char name[] = "callbrowser: ";
    if (write(STDERR_FILENO, name, sizeof name - 1) < 0 ||
        write(STDERR_FILENO, sentence, strlen(sentence)) < 0 || write(STDERR_FILENO, "\n", 1) < 0)
        _exit(1);
    _exit(1);
}

static void *need(void *p)
{
    if (!p)
        die("out of memory");
    return p;
}

void *xmalloc(size_t bytes)
{
    return need(malloc(bytes ? bytes : 1));
}

void *xcalloc(size_t count, size_t bytes)
{
    return need(calloc(count ? count : 1, bytes ? bytes : 1));
}

void *xgrow(void *array, size_t count, size_t bytes)
{
    bool is_full = (count & (count - 1)) == 0; /* its room is always a power of two */
    if (!is_full)
        return array;
    return xreallocarray(array, count ? 2 * count : 1, bytes);
}

void *xreallocarray(void *old, size_t count, size_t bytes)
{
    if (bytes && count > SIZE_MAX / bytes)
        die("out of memory");
    size_t sum = count * bytes;
    return need(realloc(old, sum ? sum : 1));
}

char *xstrdup(const char *s)
{
    return xstrndup(s, strlen(s));
}

char *xstrndup(const char *s, size_t bytes)
{
    char *copy = xmalloc(bytes + 1);
    if (bytes)
        memcpy(copy, s, bytes);
    copy[bytes] = '\0';
    return copy;
}

char *xasprintf(const char *fmt, ...)
{
    char *out = NULL;
    va_list args;
    va_start(args, fmt);
    int n = vasprintf(&out, fmt, args);
    va_end(args);
    return need(n < 0 ? NULL : out);
}

/* A compiler cannot know what a volatile pointer refers to, so it keeps the call. */
static void *(*const volatile overwrite)(void *, int, size_t) = memset;

void wipe_bytes(void *bytes, size_t count)
{
    if (count) /* else bytes may be NULL */
        overwrite(bytes, 0, count);
}

void wipe_secret(const char *s)
{
    if (s)
        wipe_bytes((void *)(uintptr_t)s, strlen(s));
}

void free_secret(char *s)
{
    wipe_secret(s);
    free(s);
}
