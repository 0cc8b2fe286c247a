/* The bytes of a recording of any size, the same for the mock and for the tests. */
#ifndef TESTS_SUPPORT_MEDIA_BYTES_H
#define TESTS_SUPPORT_MEDIA_BYTES_H

#include <stddef.h>
#include <stdint.h>

void made_bytes(uint64_t from, unsigned char *out, size_t n);

#endif
