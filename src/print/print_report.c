/* What is sent to a provider's support about a call that could not be had. Pure. */
#include "print/print.h"

#include "text/clean.h"

#include <string.h>

enum { LABEL_COLS = 13 };

/* s may be NULL. */
static void put(struct buf *out, const char *label, const char *s)
{
    if (!s || !*s)
        return;
    buf_printf(out, "%-*s", LABEL_COLS, label);
    clean_text(out, s, strlen(s), 0);
    buf_putc(out, '\n');
}

void print_report(struct buf *out, const struct failure_report *r)
{
    const struct failure *f = r->failure;
    char at[TIME_TEXT_BYTES];
    time_full(&r->at, at);
    put(out, "Problem:", failure_what(f));
    put(out, "Provider:", r->provider);
    put(out, "Call ID:", r->id);
    put(out, "Time:", at);
    put(out, "Request:", r->url);
    if (f->http_status)
        buf_printf(out, "%-*s%d\n", LABEL_COLS, "HTTP status:", f->http_status);
    put(out, "Code:", r->code);
    put(out, "Message:", r->message);
    put(out, "Request ID:", f->request_id);
    put(out, "Program:", r->program);
}
