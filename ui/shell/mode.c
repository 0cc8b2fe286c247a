/* Pushes, removes and walks through modes. */
#include "ui/shell/mode.h"

#include "ui/shell/app.h"

#include <assert.h>
#include <string.h>

void mode_push(struct app *a, const struct mode_ops *mode)
{
    mode_pop(a, mode);
    assert(a->modes->count < MODES_MAX);
    a->modes->stack[a->modes->count++] = mode;
}

static size_t place_of(const struct app *a, const struct mode_ops *mode)
{
    size_t i = 0;
    while (i < a->modes->count && a->modes->stack[i] != mode)
        i++;
    return i;
}

bool mode_is_pushed(const struct app *a, const struct mode_ops *mode)
{
    return place_of(a, mode) < a->modes->count;
}

void mode_pop(struct app *a, const struct mode_ops *mode)
{
    struct modes *m = a->modes;
    size_t i = place_of(a, mode);
    if (i == m->count)
        return;
    m->count--;
    memmove(m->stack + i, m->stack + i + 1, (m->count - i) * sizeof *m->stack);
}

const struct mode_ops *mode_next(const struct app *a, size_t *at)
{
    while (*at > 0) {
        const struct mode_ops *mode = a->modes->stack[--*at];
        if (!mode->is_on || mode->is_on(a))
            return mode;
    }
    return NULL;
}

const struct mode_ops *mode_top(const struct app *a)
{
    size_t at = a->modes->count;
    return mode_next(a, &at);
}

const enum action *mode_hints_cancel(const struct app *a)
{
    static const enum action list[] = {ACT_CANCEL, ACT_NONE};
    (void)a;
    return list;
}
