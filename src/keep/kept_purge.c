#include "keep/kept_purge.h"

#include "base/alloc.h"
#include "keep/kept_file.h"
#include "keep/kept_list.h"
#include "os/file.h"
#include "text/time.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int64_t US_PER_DAY = (int64_t)86400 * 1000000;

/* A file that may have to go. */
struct aged {
    size_t index; /* in the list */
    int64_t first_kept_us;
    enum kept_trouble why;
};

struct kept_purge {
    struct kept_limits limits;
    int64_t now_us;
    size_t max_bytes;
    struct kept_list *list;
    struct aged *files; /* those of this user, sorted once all are known */
    size_t count, looked, swept, settled;
    bool sorted, done;
    struct kept_census census;
};

struct kept_purge *kept_purge_new(const char *dir, struct kept_limits limits, int64_t now_us,
                                  size_t max_bytes)
{
    struct kept_purge *p = xcalloc(1, sizeof *p);
    p->limits = limits;
    p->now_us = now_us;
    p->max_bytes = max_bytes;
    p->list = kept_list_new(dir);
    return p;
}

void kept_purge_free(struct kept_purge *p)
{
    if (!p)
        return;
    kept_list_free(p->list);
    free(p->files);
    free(p);
}

/* ---- looking ---- */

static bool is_of_this_user(enum kept_trouble why)
{
    switch (why) {
    case KEPT_TROUBLE_MISSING:
    case KEPT_TROUBLE_LINK:
    case KEPT_TROUBLE_DIRECTORY:
    case KEPT_TROUBLE_SPECIAL:
    case KEPT_TROUBLE_OTHERS:
        return false;
    default:
        return true;
    }
}

/* How old the file is. A time in the future is one of a clock that was wrong. */
static struct aged read_age(struct kept_purge *p, size_t index)
{
    struct kept_call k = {0};
    struct kept_file file;
    char *path = kept_list_path(p->list, kept_list_at(p->list, index));
    enum kept_trouble why = kept_file_read_head(&k, path, p->max_bytes, &file);
    bool known = !why && k.head.first_kept_us <= p->now_us;
    struct aged aged = {index, known ? k.head.first_kept_us : file.changed_us, why};
    p->census.tightened += file.tightened;
    kept_call_done(&k);
    free(path);
    return aged;
}

static void look(struct kept_purge *p, size_t index)
{
    struct aged aged = read_age(p, index);
    if (!is_of_this_user(aged.why)) {
        p->census.troubles.count[aged.why] += aged.why != KEPT_TROUBLE_MISSING;
        return;
    }
    size_t bytes = kept_list_at(p->list, index)->bytes;
    p->census.bytes += bytes;
    if (aged.why == KEPT_TROUBLE_NEWER)
        p->census.fixed += bytes;
    p->files = xgrow(p->files, p->count, sizeof *p->files);
    p->files[p->count++] = aged;
}

/* Nobody can read it, and no newer version can either. */
static bool is_of_no_use(const struct aged *file)
{
    return file->why && file->why != KEPT_TROUBLE_NEWER;
}

/* To make room, what is of no use goes first, and then the oldest. */
static int by_use(const void *a, const void *b)
{
    const struct aged *x = a, *y = b;
    if (is_of_no_use(x) != is_of_no_use(y))
        return is_of_no_use(x) ? -1 : 1;
    if (x->first_kept_us != y->first_kept_us)
        return x->first_kept_us < y->first_kept_us ? -1 : 1;
    return (x->index < y->index) - (x->index > y->index); /* the older call */
}

/* ---- removing ---- */

/* A file of a newer schema goes for its age, but not to make room. */
static bool must_go(const struct kept_purge *p, const struct aged *file)
{
    const struct kept_limits *most = &p->limits;
    uint64_t bytes = p->census.bytes - p->census.fixed;
    bool too_old = most->days && p->now_us - file->first_kept_us > most->days * US_PER_DAY;
    bool too_much = most->mb && bytes > (uint64_t)most->mb << 20;
    return most->all || too_old || (too_much && file->why != KEPT_TROUBLE_NEWER);
}

/* Another program may have forgotten the call meanwhile and kept it anew. */
static bool is_younger_now(struct kept_purge *p, const struct aged *file)
{
    struct aged now = read_age(p, file->index);
    return now.why != KEPT_TROUBLE_MISSING && now.first_kept_us > file->first_kept_us;
}

/* One that cannot be removed takes no room from the others: else all of them would go in vain. */
static bool remove_file(struct kept_purge *p, const struct aged *file)
{
    if (!p->limits.all && is_younger_now(p, file))
        return false;
    const struct kept_entry *entry = kept_list_at(p->list, file->index);
    char *path = kept_list_path(p->list, entry);
    bool gone = unlink(path) == 0 || errno == ENOENT;
    if (!gone) {
        err_set(&p->census.failed, "cannot remove '%s': %s", path, strerror(errno));
        p->census.fixed += file->why == KEPT_TROUBLE_NEWER ? 0 : entry->bytes;
    }
    free(path);
    return gone;
}

static void count_staying(struct kept_census *c, const struct aged *file)
{
    if (file->why) {
        c->troubles.count[file->why]++;
        return;
    }
    c->calls++;
    if (file->first_kept_us < c->oldest_us)
        c->oldest_us = file->first_kept_us;
}

static void settle(struct kept_purge *p, const struct aged *file)
{
    if (!must_go(p, file) || !remove_file(p, file)) {
        count_staying(&p->census, file);
        return;
    }
    size_t bytes = kept_list_at(p->list, file->index)->bytes;
    p->census.removed++;
    p->census.bytes -= bytes;
    p->census.fixed -= file->why == KEPT_TROUBLE_NEWER ? bytes : 0;
}

/* A folder that holds something else stays. */
static void finish(struct kept_purge *p)
{
    const char *path;
    if (p->limits.all) {
        for (size_t i = 0; (path = kept_list_folder(p->list, i)); i++)
            rmdir(path);
        rmdir(kept_list_dir(p->list));
    }
    const struct kept_troubles *t = kept_list_troubles(p->list);
    for (int i = 0; i < KEPT_TROUBLES; i++)
        p->census.troubles.count[i] += t->count[i];
    p->census.tightened += kept_list_tightened(p->list);
    p->done = true;
}

/* Sweeps one folder, looks at one file, or settles one. */
static void step(struct kept_purge *p)
{
    const char *folder = kept_list_folder(p->list, p->swept);
    if (folder) {
        file_sweep_at_once(folder, (time_t)(p->now_us / 1000000));
        p->swept++;
    } else if (p->looked < kept_list_count(p->list)) {
        look(p, p->looked++);
    } else if (!p->sorted) {
        p->census.oldest_us = INT64_MAX;
        if (p->count)
            qsort(p->files, p->count, sizeof *p->files, by_use);
        p->sorted = true;
    } else if (p->settled < p->count) {
        settle(p, &p->files[p->settled++]);
    } else {
        finish(p);
    }
}

bool kept_purge_step(struct kept_purge *p, int64_t until_ms)
{
    if (kept_list_step(p->list, until_ms))
        return true;
    while (!p->done) {
        step(p);
        if (!p->done && time_now_ms() >= until_ms)
            return true;
    }
    return false;
}

const struct kept_census *kept_purge_census(const struct kept_purge *p)
{
    return &p->census;
}

void kept_purge_put_tightened(struct buf *out, const struct kept_census *c)
{
    if (c->tightened)
        buf_printf(out, "others could read %zu of the files and folders of kept calls until now",
                   c->tightened);
}

void kept_purge_put_note(struct buf *out, const struct kept_census *c)
{
    kept_purge_put_tightened(out, c);
    if (c->tightened && kept_trouble_total(&c->troubles))
        buf_puts(out, "; ");
    kept_trouble_put_note(out, &c->troubles);
}
