/* The rows of a view as text, for the tests of this folder. A header alone: the helpers in
 * tests/support are also linked into programs without views. */
#ifndef TESTS_UNIT_VIEW_VIEW_ROWS_H
#define TESTS_UNIT_VIEW_VIEW_ROWS_H

#include "ui/view/view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Fails unless all rows in a pane of this width are the expected lines, and none is wider. NULL:
 * only the widths are checked. */
static inline void view_rows_expect(struct view *v, int cols, const char *expected)
{
    struct buf all = {0};
    struct line line = {0};
    v->ops->layout(v, cols);
    for (size_t i = 0; i < v->ops->items(v); i++)
        for (int r = 0; r < v->ops->rows(v, i, 1000); r++) {
            line_clear(&line);
            v->ops->row(v, i, r, &line);
            buf_printf(&all, "%s\n", buf_str(&line.text));
            if (line.cols > cols)
                fail_msg("%d columns in a pane of %d: '%s'", line.cols, cols, buf_str(&line.text));
        }
    if (expected && strcmp(buf_str(&all), expected) != 0)
        fail_msg("expected\n%sgot\n%s", expected, buf_str(&all));
    buf_done(&all);
    line_done(&line);
}

#endif
