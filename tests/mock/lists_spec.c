/* What a provider calls things: lists/NAME.json. */
#include "tests/mock/lists.h"

#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct list_spec {
    enum api api;
    cJSON *json;
};

struct list_spec *spec_read(const char *dir, enum api api)
{
    struct buf text = {0};
    char *path = xasprintf("%s/mock/lists/%s.json", dir, api_name(api));
    cJSON *json = files_read(path, &text) ? cJSON_ParseWithLength(text.data, text.len) : NULL;
    struct list_spec *spec = json ? xmalloc(sizeof *spec) : NULL;
    if (spec)
        *spec = (struct list_spec){api, json};
    else if (text.len)
        fprintf(stderr, "%s: cannot be read\n", path);
    buf_done(&text);
    free(path);
    return spec;
}

enum api spec_api(const struct list_spec *spec)
{
    return spec->api;
}

const cJSON *spec_get(const struct list_spec *spec, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(spec->json, name);
}

const char *spec_text(const struct list_spec *spec, const char *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(spec_get(spec, object), name));
}

long spec_number(const struct list_spec *spec, const char *object, const char *name)
{
    const cJSON *n = cJSON_GetObjectItemCaseSensitive(spec_get(spec, object), name);
    return n ? (long)n->valuedouble : 0;
}

/* One of a list, by any number. */
static const cJSON *one_of(const cJSON *list, unsigned n)
{
    int count = cJSON_GetArraySize(list);
    return count ? cJSON_GetArrayItem(list, (int)(n % (unsigned)count)) : NULL;
}

/* [status, reason] */
static const cJSON *words_of(const struct list_spec *spec, const struct sample *s)
{
    static const char *const states[] = {[STATE_LIVE] = "live",
                                         [STATE_WAITING] = "waiting",
                                         [STATE_COMPLETED] = "completed",
                                         [STATE_FAILED] = "failed",
                                         [STATE_MISSED] = "missed"};
    return s->planted ? spec_get(spec, "planted")
                      : one_of(spec_get(spec, states[s->state]), s->word);
}

const char *spec_status(const struct list_spec *spec, const struct sample *s)
{
    return cJSON_GetStringValue(cJSON_GetArrayItem(words_of(spec, s), 0));
}

const char *spec_reason(const struct list_spec *spec, const struct sample *s)
{
    return cJSON_GetStringValue(cJSON_GetArrayItem(words_of(spec, s), 1));
}

const char *spec_way(const struct list_spec *spec, const struct sample *s)
{
    static const char *const ways[] = {[WAY_IN] = "in", [WAY_OUT] = "out", [WAY_WEB] = "web"};
    return spec_text(spec, "ways", ways[s->way]);
}

const char *spec_agent(const struct list_spec *spec, const struct sample *s, bool name)
{
    return cJSON_GetStringValue(
        cJSON_GetArrayItem(one_of(spec_get(spec, "agents"), s->agent), name));
}

/* In the form each x is a hexadecimal digit. */
char *spec_id(const struct list_spec *spec, const struct sample *s)
{
    static const char digits[] = "0123456789abcdef";
    uint64_t bits = sample_hash(sample_settings.seed * 64u + (unsigned)spec->api + 32u, s->index);
    uint64_t call = bits;
    char *id = xstrdup(cJSON_GetStringValue(spec_get(spec, "id")));
    unsigned used = 0;
    for (char *c = id; *c; c++) {
        if (*c != 'x')
            continue;
        *c = digits[bits & 15];
        bits >>= 4;
        if (++used % 16 == 0)
            bits = sample_hash(call, used);
    }
    return id;
}
