/* The provider's answers, byte for byte. Pure. */
#include "print/print.h"

#include <string.h>

static void put_document(struct buf *out, const struct document *d)
{
    buf_add(out, d->bytes, d->count);
    if (d->count == 0 || d->bytes[d->count - 1] != '\n')
        buf_putc(out, '\n');
}

void print_raw(struct buf *out, const struct call *c)
{
    const struct document *d = c->documents;
    for (size_t i = 0; i < c->document_count; i++) {
        if (strcmp(c->documents[i].name, "call") == 0)
            d = &c->documents[i];
    }
    if (c->document_count)
        put_document(out, d);
}

void print_documents(struct buf *out, const struct call *c)
{
    for (size_t i = 0; i < c->document_count; i++)
        put_document(out, &c->documents[i]);
}
