#include "fetch/fetch_data.h"

#include "base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fetch_recording *fetch_recording_copy(const struct fetch_recording *of, struct err *e)
{
    int fd = fcntl(of->fd, F_DUPFD_CLOEXEC, 0);
    if (fd < 0) {
        err_set(e, "cannot open the recording: %s", strerror(errno));
        return NULL;
    }
    struct fetch_recording *copy = xmalloc(sizeof *copy);
    *copy = (struct fetch_recording){fd, of->bytes, xstrdup(of->ending)};
    return copy;
}

void fetch_recording_free(struct fetch_recording *recording)
{
    if (!recording)
        return;
    close(recording->fd);
    free(recording->ending);
    free(recording);
}

static void free_rows(struct list_row **rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(rows[i]);
    free(rows);
}

void fetch_kept_rows_free(struct fetch_kept_rows *found)
{
    if (!found)
        return;
    free_rows(found->rows, found->count);
    free(found->note);
    free(found);
}

void fetch_page_free(struct fetch_page *page)
{
    if (!page)
        return;
    free_rows(page->rows, page->count);
    failure_free(page->failure);
    free(page->notes);
    free(page);
}

struct answer *fetch_answer_new(unsigned job, enum answer_type type)
{
    struct answer *a = xcalloc(1, sizeof *a);
    a->job = job;
    a->type = type;
    a->limited_s = -1;
    return a;
}

void fetch_answer_free(struct answer *a)
{
    if (!a)
        return;
    call_free(a->call);
    failure_free(a->failure);
    free(a->path);
    fetch_recording_free(a->recording);
    fetch_page_free(a->page);
    fetch_kept_rows_free(a->kept_rows);
    free(a->note);
    free(a);
}

void fetch_order_done(struct fetch_order *o)
{
    free(o->id);
    free_secret(o->key);
    free(o->url);
    free(o->dir);
    free(o->name);
    *o = (struct fetch_order){0};
}
