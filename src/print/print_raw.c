/* The provider's answers. Pure. */
#include "print/print.h"

#include <string.h>

static void put_line(struct buf *out, const char *bytes, size_t n)
{
    buf_add(out, bytes, n);
    if (n == 0 || bytes[n - 1] != '\n')
        buf_putc(out, '\n');
}

static const struct document *document_of_call(const struct call *c)
{
    for (size_t i = 0; i < c->document_count; i++)
        if (strcmp(c->documents[i].name, "call") == 0)
            return &c->documents[i];
    return c->document_count ? c->documents : NULL;
}

void print_raw(struct buf *out, const struct call *c)
{
    const struct document *d = document_of_call(c);
    if (d && d->raw)
        put_line(out, d->raw, d->raw_count);
    else
        print_answer(out, c);
}

void print_answer(struct buf *out, const struct call *c)
{
    const struct document *d = document_of_call(c);
    if (d)
        put_line(out, d->bytes, d->count);
}

void print_documents(struct buf *out, const struct call *c)
{
    for (size_t i = 0; i < c->document_count; i++)
        put_line(out, c->documents[i].bytes, c->documents[i].count);
}
