#include "text/locale.h"

#include <locale.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *locale_name(const char **variable)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *value = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !(value && *value); i++)
        value = getenv(*variable = names[i]);
    return value && *value ? value : NULL;
}

bool locale_set(int category)
{
    bool known = setlocale(category, "") || setlocale(LC_CTYPE, "");
    const char *variable, *name = locale_name(&variable);
    const char *encoding = name ? strchr(name, '.') : NULL;
    if (!known && encoding &&
        (strncasecmp(encoding, ".UTF-8", 6) == 0 || strncasecmp(encoding, ".UTF8", 5) == 0))
        setlocale(LC_CTYPE, "C.UTF-8");
    return known;
}
