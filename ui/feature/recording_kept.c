#include "ui/feature/recording_kept.h"

#include "base/alloc.h"
#include "fetch/download_rules.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/tabs.h"

#include <stdlib.h>
#include <string.h>

extern const struct feature recording_kept_feature;

/* A tab's recording. */
struct kept {
    char *url;
    struct fetch_recording *recording; /* NULL: there is none */
};

static struct kept *of_tab(const struct app *a, const struct tab *t)
{
    return feature_tab_state(a, t, &recording_kept_feature);
}

static void tab_done(struct app *a, struct tab *t)
{
    struct kept *k = of_tab(a, t);
    fetch_recording_free(k->recording);
    free(k->url);
    *k = (struct kept){0};
}

/* Drops those of the other tabs, from the first on, until there is room for that one. */
static void make_room(struct app *a, const struct tab *t)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < a->tabs->count; i++) {
        const struct fetch_recording *r = of_tab(a, a->tabs->list[i])->recording;
        bytes += r ? r->bytes : 0;
    }
    for (size_t i = 0; i < a->tabs->count && bytes > DOWNLOAD_PLAYED_MAX_BYTES; i++) {
        struct tab *other = a->tabs->list[i];
        const struct fetch_recording *r = of_tab(a, other)->recording;
        if (!r || other == t)
            continue;
        bytes -= r->bytes;
        tab_done(a, other);
    }
}

void recording_kept_put(struct app *a, const struct tab *t, const char *url,
                        struct fetch_recording *r)
{
    struct kept *k = of_tab(a, t);
    char *copy = xstrdup(url);
    fetch_recording_free(k->recording);
    free(k->url);
    *k = (struct kept){copy, r};
    make_room(a, t);
}

const struct fetch_recording *recording_kept_find(const struct app *a, const struct tab *t,
                                                  const char *url)
{
    const struct kept *k = of_tab(a, t);
    return k->recording && strcmp(k->url, url) == 0 ? k->recording : NULL;
}

const struct feature recording_kept_feature = {
    .tab_bytes = sizeof(struct kept),
    .tab_done = tab_done,
};
