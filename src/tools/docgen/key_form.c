#include "tools/docgen/key_form.h"

#include <string.h>

void key_form_put(struct buf *out, const struct provider *p)
{
    if (p->basic)
        buf_puts(out, "HTTP Basic");
    for (size_t i = 0; i < p->header_count && !p->basic; i++) {
        const struct header *h = &p->headers[i];
        const char *key = h->name ? strstr(h->value, "{key}") : NULL;
        if (!key)
            continue;
        buf_puts(out, h->name);
        if (key > h->value)
            buf_printf(out, ": %.*s", (int)strcspn(h->value, " {"), h->value);
    }
}
