#include "keep/kept_writer.h"

#include "base/alloc.h"
#include "keep/kept_folder.h"
#include "keep/kept_packer.h"
#include "text/time.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct kept_writer {
    const struct kept_order *order;
    struct kept_call call; /* with its times */
    char *path;
    enum kept_trouble refused; /* why the older file must stay */
    struct kept_packer *packer;
    bool packed;
    size_t bytes;
};

/* A file that cannot be read is replaced. The clock may have been wrong when the older one was
 * written. */
static void look_at_older(struct kept_writer *w)
{
    struct kept_file file;
    struct kept_call older = {0};
    struct kept_head *head = &w->call.head;
    enum kept_trouble why = kept_file_read_head(&older, w->path, w->order->max_bytes, &file);
    if (why == KEPT_TROUBLE_NEWER)
        w->refused = why;
    if (why)
        return;
    if (strcmp(older.head.id, head->id) != 0 || strcmp(older.head.provider, head->provider) != 0)
        w->refused = KEPT_TROUBLE_OTHER_CALL;
    if (older.head.first_kept_us < w->order->now_us)
        head->first_kept_us = older.head.first_kept_us;
    kept_call_done(&older);
}

struct kept_writer *kept_writer_new(const struct kept_order *order)
{
    struct kept_writer *w = xcalloc(1, sizeof *w);
    w->order = order;
    w->call = order->call;
    w->call.head.first_kept_us = w->call.head.kept_us = order->now_us;
    w->path = kept_folder_path(order->dir, w->call.head.provider, w->call.head.id);
    look_at_older(w);
    if (!w->refused)
        w->packer = kept_packer_new(&w->call);
    return w;
}

void kept_writer_free(struct kept_writer *w)
{
    if (!w)
        return;
    kept_packer_free(w->packer);
    free(w->path);
    free(w);
}

/* Another program that forgets all calls may remove the folder meanwhile, or sweep the part. */
static int write_file(const struct kept_writer *w, const struct buf *packed, struct err *e)
{
    const struct kept_order *o = w->order;
    int64_t us = o->call_us == INT64_MIN ? w->call.head.first_kept_us : o->call_us;
    int why = ENOENT;
    for (int tries = 0; why == ENOENT && tries < 2; tries++) {
        if (!kept_folder_make(o->dir, w->call.head.provider, e))
            return -1;
        why = kept_file_write(w->path, packed->data, packed->len, us);
    }
    if (why)
        err_set(e, "cannot write '%s': %s", w->path, strerror(why));
    return why;
}

static enum kept_writer_state finish(struct kept_writer *w, struct err *e)
{
    size_t text_bytes;
    const struct buf *packed = kept_packer_bytes(w->packer, &text_bytes);
    if (text_bytes > w->order->max_bytes) {
        err_set(e, "it is larger than max_response_mb");
        return KEPT_WRITER_FAILED;
    }
    w->bytes = packed->len;
    return write_file(w, packed, e) == 0 ? KEPT_WRITER_KEPT : KEPT_WRITER_FAILED;
}

enum kept_writer_state kept_writer_step(struct kept_writer *w, int64_t until_ms, struct err *e)
{
    if (w->refused) {
        kept_trouble_set(e, w->refused, w->path);
        return KEPT_WRITER_FAILED;
    }
    if (w->packed)
        return finish(w, e);
    w->packed = !kept_packer_step(w->packer, until_ms);
    return w->packed && time_now_ms() < until_ms ? finish(w, e) : KEPT_WRITER_MORE;
}

size_t kept_writer_bytes(const struct kept_writer *w)
{
    return w->bytes;
}
