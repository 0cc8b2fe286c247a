/* Divides the row between a prompt and a remark. */
#include "ui/shell/prompt_row.h"

#include "ui/term/screen.h"
#include "ui/view/line.h"

void prompt_row_draw(const struct rect *r, const char *label, const struct prompt *p,
                     const struct line *remark, bool keep)
{
    struct line line = {0};
    bool fits = 2 * remark->cols + 1 < r->cols, cut = !fits && keep;
    int half = (r->cols - 2) / 2, cols = fits ? remark->cols : cut ? half : 0;
    line_puts(&line, ROLE_PROMPT, label);
    int begin = line.cols, room = r->cols - cols - 2 - begin;
    int cursor = begin + prompt_draw(p, &line, room);
    line_draw(&line, r->y, r->x, r->cols);
    line_draw(remark, r->y, r->x + r->cols - cols - 1, cols);
    if (cut)
        screen_put(r->y, r->x + r->cols - 3, ROLE_BAD, "..", 2, 2);
    screen_cursor(r->y, r->x + cursor);
    line_done(&line);
}
