/* A call, or why there is none, in the form asked for: masked where that is wanted. Pure. */
#ifndef CLI_PRINTED_H
#define CLI_PRINTED_H

#include "base/buf.h"
#include "base/err.h"
#include "call/call.h"
#include "call/failure.h"
#include "print/print.h"

#include <stdbool.h>

struct printed_style {
    enum form form;
    int cols;         /* of the text form */
    int gap_s;        /* the limit of hot spots */
    const char *note; /* template of the Markdown form; NULL: the built-in one */
    bool mask;        /* what src/call/masked.h masks; not of the raw form */
};

/* Appends the call; false with e set, and nothing appended, when it cannot take this form. */
bool printed_call(struct buf *out, const struct printed_style *s, const struct call *c,
                  struct err *e);
/* Masks what the provider said of it: that may name people. */
void printed_mask_failure(const struct printed_style *s, struct failure *f, const char *id);

#endif
