#include "provider/extract/recordings.h"

#include "provider/extract/field.h"

#include <math.h>

/* An object with fields, or a string, which is a link. */
static bool recording_fill(struct extraction *x, struct value *v, struct recording *into)
{
    *into = (struct recording){.duration_s = NAN};
    if (field_fill_all(x, SCOPE_RECORDING, v, into))
        return true;
    if (v->type != VALUE_STRING || !v->bytes)
        return false;
    v->taken = true;
    into->url = v->text;
    x->found++;
    return true;
}

void recordings_extract(struct extraction *x)
{
    const struct provider *p = x->provider;
    /* Without a list, the recording's fields are in the call itself. */
    struct value *list =
        p->recordings.count ? field_list(x, "recordings", &p->recordings, x->root) : x->root;
    struct recording *recordings =
        arena_array(x->arena, extraction_count(list), sizeof *recordings);
    size_t count = 0;
    for (struct value *v = extraction_first(list); v; v = extraction_next(list, v))
        count += recording_fill(x, v, &recordings[count]);
    x->call->recordings = recordings;
    x->call->recording_count = count;
}
