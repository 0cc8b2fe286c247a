#include "provider/provider.h"

#include "base/alloc.h"
#include "provider/template.h"
#include "text/url.h"

#include <stdlib.h>

char *provider_url(const struct provider *p)
{
    struct filling f = {.p = p};
    for (size_t i = 0; i < p->variable_count; i++)
        f.values[i] = p->variables[i].value;
    struct buf url = {0};
    if (!p->base_url || template_fill(&url, p->base_url, &f))
        buf_clear(&url);
    return buf_take(&url);
}

char *provider_host(const struct provider *p)
{
    char *url = provider_url(p);
    char *host = *url ? url_host_text(url) : xstrdup("");
    free(url);
    return host;
}
