/* Draws a line on the screen. UI thread. */
#include "ui/view/line_draw.h"

#include "ui/term/screen.h"

static bool is_blank(const struct line *l, const struct span *span)
{
    for (size_t i = 0; i < span->bytes; i++)
        if (buf_str(&l->text)[span->begin + i] != ' ')
            return false;
    return true;
}

/* Blanks whose look is invisible keep the role of the text before them, or ROLE_TEXT at the start
 * of the line, because each change of role sends about ten bytes to the terminal. */
static enum role role_to_draw(const struct line *l, const struct span *span, enum role before)
{
    bool keeps =
        is_blank(l, span) && !screen_shows_on_blanks(span->role) && !screen_shows_on_blanks(before);
    return keeps ? before : span->role;
}

void line_draw(const struct line *l, int y, int x, int max_cols)
{
    int at = 0;
    enum role role = ROLE_TEXT;
    for (size_t i = 0; i < l->count && at < max_cols; i++) {
        const struct span *span = &l->spans[i];
        const char *text = buf_str(&l->text) + span->begin;
        role = role_to_draw(l, span, role);
        int used = screen_put(y, x + at, role, text, span->bytes, max_cols - at);
        at += used;
        if (used < span->cols)
            return; /* a wide character did not fit, so nothing may follow it */
    }
}
