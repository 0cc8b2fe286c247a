#include "text/file_name.h"

#include "text/ascii.h"

#include <string.h>

enum { ID_MAX_BYTES = 160, PROVIDER_MAX_BYTES = 64 };

void file_name_put_id(struct buf *out, const char *id)
{
    for (size_t i = 0; id[i]; i++) {
        bool safe = ascii_is_alnum(id[i]) || (i > 0 && strchr("._-", id[i]));
        buf_putc(out, safe ? id[i] : '_');
    }
}

uint64_t file_name_hash(const char *id)
{
    uint64_t hash = 14695981039346656037U;
    for (; *id; id++)
        hash = (hash ^ (unsigned char)*id) * 1099511628211U;
    return hash;
}

char *file_name_of(const char *provider, const char *id, const char *ending)
{
    struct buf stem = {0}, name = {0};
    uint64_t hash = file_name_hash(id);
    file_name_put_id(&stem, id);
    if (provider)
        buf_printf(&name, "%.*s-", PROVIDER_MAX_BYTES, provider);
    buf_printf(&name, "%.*s", ID_MAX_BYTES, buf_str(&stem));
    if (stem.len > ID_MAX_BYTES || strcmp(buf_str(&stem), id) != 0)
        buf_printf(&name, "-%08x", (uint32_t)(hash >> 32 ^ hash));
    buf_puts(&name, ending);
    buf_done(&stem);
    return buf_take(&name);
}
