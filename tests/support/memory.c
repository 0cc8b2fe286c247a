#include "tests/support/memory.h"

#include "base/alloc.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { MASK = 0x55, PIECE_BYTES = 65536 };

void memory_secret_make(struct memory_secret *s, char *text, unsigned seed)
{
    for (unsigned i = 0; i < MEMORY_SECRET_BYTES; i++)
        text[i] = (char)('a' + (i * 7 + i / 5 + 3 + seed) % 26);
    for (unsigned i = 0; i < MEMORY_TAIL_BYTES; i++)
        s->inverted[i] = text[MEMORY_SECRET_BYTES - MEMORY_TAIL_BYTES + i] ^ MASK;
}

static bool range_has(int fd, unsigned long from, unsigned long to, const struct memory_secret *s)
{
    char *piece = xmalloc(PIECE_BYTES);
    bool found = false;
    for (unsigned long at = from; at < to && !found; at += PIECE_BYTES - MEMORY_TAIL_BYTES) {
        ssize_t got = pread(fd, piece, PIECE_BYTES, (off_t)at);
        for (ssize_t i = 0; i + MEMORY_TAIL_BYTES <= got && !found; i++) {
            size_t same = 0;
            while (same < MEMORY_TAIL_BYTES &&
                   (piece[(size_t)i + same] ^ MASK) == s->inverted[same])
                same++;
            found = same == MEMORY_TAIL_BYTES;
        }
        explicit_bzero(piece, PIECE_BYTES);
    }
    free(piece);
    return found;
}

bool memory_has(const struct memory_secret *s)
{
    const unsigned long most = 64UL << 20;
    char line[512];
    unsigned long from, to;
    bool found = false;
    int fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    FILE *maps = fopen("/proc/self/maps", "re");
    assert_true(fd >= 0 && maps);
    while (fgets(line, sizeof line, maps))
        if (sscanf(line, "%lx-%lx rw", &from, &to) == 2 && to - from <= most)
            found |= range_has(fd, from, to, s);
    fclose(maps);
    close(fd);
    return found;
}
