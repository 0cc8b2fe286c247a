#include "tests/support/row_address.h"

#include <string.h>

const char *row_address(const struct list_row *r, const char *role)
{
    struct participant one;
    for (size_t at = 0; list_row_participant(r, &at, &one);)
        if (one.role && strcmp(one.role, role) == 0)
            return one.address;
    return NULL;
}
