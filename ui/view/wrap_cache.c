#include "ui/view/wrap_cache.h"

#include "base/alloc.h"
#include "base/sorted.h"
#include "text/wrap.h"

#include <stdlib.h>
#include <string.h>

void wrap_cache_begin(struct wrap_cache *w, const char *text, int cols)
{
    wrap_cache_done(w);
    w->text = text;
    w->bytes = strlen(text);
    w->cols = cols;
}

void wrap_cache_done(struct wrap_cache *w)
{
    free(w->list);
    *w = (struct wrap_cache){0};
}

static bool is_complete(const struct wrap_cache *w)
{
    return w->rows > 0 && w->at >= w->bytes;
}

static void add_row(struct wrap_cache *w)
{
    size_t shown;
    w->list = xgrow(w->list, (size_t)w->rows, sizeof *w->list);
    size_t begin = w->at;
    w->at += wrap_row(w->text + begin, w->bytes - begin, w->cols, &shown);
    w->list[w->rows++] = (struct wrapped_row){(uint32_t)begin, (uint32_t)shown};
}

int wrap_cache_rows(struct wrap_cache *w, int max)
{
    while (w->rows < max && !is_complete(w))
        add_row(w);
    return w->rows > 1 ? w->rows : 1;
}

const char *wrap_cache_row(struct wrap_cache *w, int row, size_t *bytes)
{
    *bytes = 0;
    if (row >= wrap_cache_rows(w, row + 1))
        return "";
    *bytes = w->list[row].shown;
    return w->text + w->list[row].begin;
}

static bool begins_by(const void *row, const void *offset)
{
    return ((const struct wrapped_row *)row)->begin <= *(const size_t *)offset;
}

int wrap_cache_row_of(struct wrap_cache *w, size_t offset)
{
    while (w->at <= offset && !is_complete(w))
        add_row(w);
    size_t begun = sorted_before(w->list, (size_t)w->rows, sizeof *w->list, begins_by, &offset);
    return begun ? (int)begun - 1 : 0;
}

size_t wrap_cache_offset(struct wrap_cache *w, int row)
{
    int rows = wrap_cache_rows(w, row + 1);
    if (w->rows == 0 || row < 0)
        return 0;
    return row < rows ? w->list[row].begin : w->bytes;
}
