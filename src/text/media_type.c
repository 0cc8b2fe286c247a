#include "text/media_type.h"

#include <string.h>
#include <strings.h>

bool media_type_is(const char *type, const char *kind)
{
    size_t n = type ? strcspn(type, "; \t") : 0, want = strlen(kind);
    if (n <= want || strncasecmp(type + n - want, kind, want) != 0)
        return false;
    char before = type[n - want - 1];
    return before == '/' || before == '+';
}
