/* Canonical composition (NFC, UAX #15, by libunistring) that remembers where everything was. Pure
 * functions, any thread. */
#ifndef TEXT_NFC_H
#define TEXT_NFC_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* A part of the composed text that the composition changed, and where it was. */
struct nfc_change {
    size_t begin, bytes;
    size_t begin_before, bytes_before;
};

/* Begins as {0}. */
struct nfc {
    struct buf text; /* composed */
    struct nfc_change *list;
    size_t count;
};

/* Composes well-formed UTF-8; what n held before is replaced. False if that changes nothing: then n
 * is empty, and the text itself is to be used. */
bool nfc_compose(struct nfc *n, const char *s, size_t bytes);
/* Where a range of the composed text begins, and where it ends, in the text before; both grow to
 * the bounds of a changed part that they are inside of. */
size_t nfc_begin(const struct nfc *n, size_t begin);
size_t nfc_end(const struct nfc *n, size_t end);
void nfc_done(struct nfc *n);

#endif
