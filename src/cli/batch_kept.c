/* --offline: the calls of a batch come from the folder of kept calls. There is no fetch thread, so
 * this one may parse JSON. */
#include "cli/batch_state.h"

#include "base/alloc.h"
#include "cli/kept_rows.h"
#include "keep/kept_folder.h"

#include <stdlib.h>

/* The provider that the user named; NULL: none. */
static const struct provider *named(const struct batch *b, const struct batch_slot *s)
{
    bool is_named = b->request->words.provider || s->ref.named;
    return is_named && s->ref.provider != &provider_any ? s->ref.provider : NULL;
}

/* Appends to `list`, which has room for all, the providers of which a call with the ID is kept. */
static size_t find_kept(const struct batch *b, const struct batch_slot *s, const char *dir,
                        const struct provider **list)
{
    const struct provider *only = named(b, s);
    size_t n = 0;
    for (size_t i = 0; i < b->set->count; i++) {
        const struct provider *p = &b->set->list[i];
        if ((!only || p == only) && kept_folder_has(dir, p->name, s->ref.id))
            list[n++] = p;
    }
    return n;
}

static void refuse_several(struct batch *b, struct batch_slot *s,
                           const struct provider *const *list, size_t count)
{
    struct buf names = {0};
    for (size_t i = 0; i < count; i++)
        buf_printf(&names, "%s%s", i ? ", " : "", list[i]->name);
    char *why = xasprintf("calls of several providers are kept with this ID; name one: %s",
                          buf_str(&names));
    s->ref.provider = NULL;
    batch_finish_error(b, s, KIND_USAGE, why);
    free(why);
    buf_done(&names);
}

static void finish_unreadable(struct batch *b, struct batch_slot *s, enum kept_trouble why,
                              const char *dir)
{
    struct err e;
    char *path = kept_folder_path(dir, s->ref.provider->name, s->ref.id);
    kept_trouble_set(&e, why, path);
    batch_finish_error(b, s, KIND_OTHER, e.text);
    free(path);
}

static void finish_kept(struct batch *b, struct batch_slot *s, const struct kept_call *k)
{
    struct extracted got = kept_call_extract(k, s->ref.provider);
    if (got.call) {
        batch_finish_call(b, s, got.call);
        batch_say_kept(s, k->head.kept_us);
    } else {
        batch_mask_failure(b, s, got.failure);
        batch_finish_failure(b, s, got.failure);
    }
    call_free(got.call);
    failure_free(got.failure);
}

static void open_kept(struct batch *b, struct batch_slot *s, const char *dir)
{
    struct kept_call k = {0};
    enum kept_trouble why =
        kept_folder_open(&k, dir, s->ref.provider->name, s->ref.id, kept_rows_max_bytes(b->config));
    if (why)
        finish_unreadable(b, s, why, dir);
    else
        finish_kept(b, s, &k);
    kept_call_done(&k);
}

static void find_and_open(struct batch *b, struct batch_slot *s, const char *dir)
{
    const struct provider **list = xcalloc(b->set->count + 1, sizeof *list);
    size_t count = find_kept(b, s, dir, list);
    if (count == 1) {
        s->ref.provider = list[0];
        open_kept(b, s, dir);
    } else if (count == 0) {
        batch_finish_error(b, s, KIND_NOT_FOUND, "not kept, and --offline asks no provider");
    } else {
        refuse_several(b, s, list, count);
    }
    free(list);
}

void batch_kept_open(struct batch *b, struct batch_slot *s)
{
    struct err e;
    char *dir = kept_rows_folder(&e);
    if (dir)
        find_and_open(b, s, dir);
    else
        batch_finish_error(b, s, KIND_NOT_FOUND, e.text);
    free(dir);
}
