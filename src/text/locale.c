#include "text/locale.h"

#include <locale.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Of these variables the first one that is set counts (POSIX, 8.2). */
static bool names_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *value = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !(value && *value); i++)
        value = getenv(names[i]);
    const char *encoding = value ? strchr(value, '.') : NULL;
    return encoding &&
           (strncasecmp(encoding, ".UTF-8", 6) == 0 || strncasecmp(encoding, ".UTF8", 5) == 0);
}

bool locale_set(int category)
{
    bool known = setlocale(category, "") || setlocale(LC_CTYPE, "");
    if (!known && names_utf8())
        setlocale(LC_CTYPE, "C.UTF-8");
    return known;
}
