#include "tests/support/media_bytes.h"

/* No two pieces of some megabytes are the same. */
void made_bytes(uint64_t from, unsigned char *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (unsigned char)(((from + i) * 2654435761U) >> 21);
}
