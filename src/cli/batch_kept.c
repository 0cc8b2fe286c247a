/* --offline: the calls of a batch come from the folder of kept calls. There is no fetch thread, so
 * this one may parse JSON. */
#include "cli/batch_state.h"

#include "cli/kept_rows.h"
#include "cli/settings.h"
#include "keep/kept_folder.h"
#include "keep/kept_owner.h"

#include <stdlib.h>

/* The provider that the user named; NULL: none. */
static const struct provider *named(const struct batch *b, const struct batch_slot *s)
{
    bool is_named = b->request->words.provider || s->ref.named;
    return is_named && s->ref.provider != &provider_any ? s->ref.provider : NULL;
}

static void finish_not_kept(struct batch *b, struct batch_slot *s)
{
    batch_finish_error(b, s, KIND_NOT_FOUND, "not kept, and --offline asks no provider");
}

static void finish_kept(struct batch *b, struct batch_slot *s, const struct kept_call *k)
{
    struct extracted got = kept_call_extract(k, s->ref.provider);
    if (got.call) {
        batch_finish_kept(b, s, got.call,
                          &(struct kept_age){k->head.first_kept_us, k->head.masked});
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
        kept_folder_open(&k, dir, s->ref.provider->name, s->ref.id, settings_max_bytes(b->config));
    if (why == KEPT_TROUBLE_MISSING) {
        finish_not_kept(b, s);
    } else if (why) {
        struct failure *f = kept_folder_failure(why, dir, s->ref.provider->name, s->ref.id);
        batch_finish_failure(b, s, f);
        failure_free(f);
    } else {
        finish_kept(b, s, &k);
    }
    kept_call_done(&k);
}

void batch_kept_open(struct batch *b, struct batch_slot *s)
{
    struct err e;
    char *dir = kept_rows_folder(&e);
    if (!dir) {
        batch_finish_error(b, s, KIND_NOT_FOUND, e.text);
        return;
    }
    const struct provider *p = named(b, s);
    struct failure *why = p ? NULL : kept_owner_find(&p, dir, b->set, s->ref.id);
    if (p || why)
        s->ref.provider = p;
    if (why)
        batch_finish_failure(b, s, why);
    else if (p)
        open_kept(b, s, dir);
    else
        finish_not_kept(b, s);
    failure_free(why);
    free(dir);
}
