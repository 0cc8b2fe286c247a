/* Reads private modes and OSC strings, which libvterm does not report, from the bytes. Part of
 * term. */
#ifndef TESTS_SUPPORT_TERM_SCAN_H
#define TESTS_SUPPORT_TERM_SCAN_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum { SCAN_MODES = 64 };

struct scan {
    enum { SCAN_TEXT, SCAN_ESC, SCAN_CSI, SCAN_OSC, SCAN_OSC_ESC } state;
    struct buf part; /* the sequence so far */
    int modes[SCAN_MODES];
    size_t mode_count;
    char **osc;
    size_t osc_count;
    long repeat; /* the byte just fed ended CSI n b: the character before, n times more; else 0 */
};

void scan_feed(struct scan *s, const char *bytes, size_t n);
void scan_done(struct scan *s);
bool scan_mode(const struct scan *s, int mode);

#endif
