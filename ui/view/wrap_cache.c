/* Texts into rows, on demand. Pure; a wrapped belongs to the view it is in, UI thread. */
#include "ui/view/wrap_cache.h"

#include "base/alloc.h"
#include "text/clean.h"

#include <stdlib.h>
#include <string.h>

void wrapped_begin(struct wrapped *w, const char *text, int cols)
{
    wrapped_done(w);
    w->text = text;
    w->bytes = strlen(text);
    w->cols = cols;
}

void wrapped_done(struct wrapped *w)
{
    free(w->list);
    *w = (struct wrapped){0};
}

bool wrapped_is_whole(const struct wrapped *w)
{
    return w->rows > 0 && w->at >= w->bytes;
}

static void add_row(struct wrapped *w)
{
    size_t shown;
    if (w->rows == w->cap) {
        w->cap = w->cap ? 2 * w->cap : 2;
        w->list = xreallocarray(w->list, (size_t)w->cap, sizeof *w->list);
    }
    size_t begin = w->at;
    w->at += text_wrap(w->text + begin, w->bytes - begin, w->cols, &shown);
    w->list[w->rows++] = (struct wrapped_span){(uint32_t)begin, (uint32_t)shown};
}

int wrapped_rows(struct wrapped *w, int max)
{
    while (w->rows < max && !wrapped_is_whole(w))
        add_row(w);
    return w->rows > 1 ? w->rows : 1;
}

const char *wrapped_row(struct wrapped *w, int row, size_t *bytes)
{
    *bytes = 0;
    if (row >= wrapped_rows(w, row + 1))
        return "";
    *bytes = w->list[row].shown;
    return w->text + w->list[row].begin;
}

int wrapped_row_of(struct wrapped *w, size_t offset)
{
    while (w->at <= offset && !wrapped_is_whole(w))
        add_row(w);
    int low = 0, high = w->rows;
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        if (w->list[middle].begin <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

size_t wrapped_offset(struct wrapped *w, int row)
{
    int rows = wrapped_rows(w, row + 1);
    if (w->rows == 0 || row < 0)
        return 0;
    return row < rows ? w->list[row].begin : w->bytes;
}
