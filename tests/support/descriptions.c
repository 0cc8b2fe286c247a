#include "tests/support/descriptions.h"

#include "provider/provider.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

void described_init(struct described *d, const char *ini)
{
    *d = (struct described){0};
    ini_parse_text(&d->config.doc, "x.ini", ini, strlen(ini), &d->config.problems);
    d->set = provider_set_new(&d->config);
}

void described_done(struct described *d)
{
    provider_set_free(d->set);
    ini_doc_done(&d->config.doc);
    problems_done(&d->config.problems);
}

const struct provider *described_find(const struct described *d, const char *name)
{
    const struct provider *p = provider_find(d->set, name);
    if (!p)
        fail_msg("expected a provider '%s', there is none", name);
    return p;
}
