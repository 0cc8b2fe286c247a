/* Reads the printed JSON of a call (src/print/print_json.c) back into the model. What is not
 * printed is unknown: which turn was the slowest, and the stages of a wait. Printed again, it is
 * the same text. Pure. */
#ifndef KEEP_PRINTED_CALL_H
#define KEEP_PRINTED_CALL_H

#include "call/call.h"
#include "provider/provider.h"

/* The call of a tree, as one of this provider. The arena, which holds the tree, is taken. The text,
 * of so many bytes and in the arena, becomes the call's only document. */
struct call *printed_call_read(struct arena *a, const struct value *root, const char *text,
                               size_t bytes, const struct provider *p);

#endif
