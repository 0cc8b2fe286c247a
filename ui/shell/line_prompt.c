/* A prompt for one line, which is a mode while it is open. */
#include "ui/shell/line_prompt.h"

#include "base/alloc.h"
#include "base/int.h"
#include "text/cols.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/hints.h"
#include "ui/shell/mode.h"
#include "ui/shell/say.h"
#include "ui/term/screen.h"

#include <stdlib.h>
#include <string.h>

struct line_prompt {
    struct prompt prompt;
    const char *label, *brief;
    void (*accepted)(struct app *a, const char *text);
};

static const struct mode_ops mode;

void line_prompt_init(struct app *a)
{
    a->line = xcalloc(1, sizeof *a->line);
}

void line_prompt_done(struct app *a)
{
    prompt_done(&a->line->prompt);
    free(a->line);
}

void line_prompt_open(struct app *a, const char *label, const char *brief, const char *text,
                      void (*accepted)(struct app *a, const char *text))
{
    a->line->label = label;
    a->line->brief = brief;
    a->line->accepted = accepted;
    prompt_set(&a->line->prompt, text);
    mode_push(a, &mode);
}

static void accept(struct app *a)
{
    char *text = xstrdup(prompt_text(&a->line->prompt));
    mode_pop(a, &mode);
    if (*text) {
        prompt_remember(&a->line->prompt, text);
        a->line->accepted(a, text);
    } else {
        say(a, ROLE_DIM, "nothing was typed");
    }
    free(text);
}

static enum mode_result key_pressed(struct app *a, int key)
{
    enum prompt_result result = action_prompt_key(a, &a->line->prompt, key);
    if (result == PROMPT_ACCEPTED)
        accept(a);
    else if (result == PROMPT_CANCELLED)
        mode_pop(a, &mode);
    return MODE_USED;
}

static bool paste(struct app *a, const char *text, size_t bytes)
{
    prompt_insert(&a->line->prompt, text, bytes);
    return true;
}

/* Draws on the right which key leaves the prompt, if the `used` columns leave room for that.
 * Returns how many columns it takes. */
static int draw_leave(const struct app *a, const struct rect *r, int used)
{
    struct line hint = {0};
    const char *key = keymap_key_label(a->keymap, ACT_PROMPT_CANCEL);
    hints_put_key(&hint, key, "cancel");
    int cols = *key && used + hint.cols < r->cols ? hint.cols : 0;
    if (cols)
        line_draw(&hint, r->y, r->x + r->cols - cols + 1, cols - 1);
    line_done(&hint);
    return cols;
}

/* The remark gets all its columns if as many are left for the text, else none, or with `keep` half
 * of the row. */
void line_prompt_draw(const struct app *a, const struct rect *r, const char *label,
                      const struct prompt *p, const struct line *remark, bool keep)
{
    struct line line = {0};
    int wanted = remark ? remark->cols : 0, typed = cols_of(prompt_text(p), p->text.len);
    line_puts(&line, ROLE_PROMPT, label);
    int begin = line.cols;
    int width = r->cols - draw_leave(a, r, int_max(2 * wanted, begin + typed + wanted) + 3);
    int cols = 2 * wanted + 1 < width ? wanted : keep ? (width - 2) / 2 : 0;
    int cursor = begin + prompt_draw(p, &line, width - cols - (remark ? 2 : 1) - begin);
    line_draw(&line, r->y, r->x, width);
    if (remark)
        line_draw(remark, r->y, r->x + width - cols - 1, cols);
    if (cols && cols < wanted)
        screen_put(r->y, r->x + width - 3, ROLE_BAD, "..", 2, 2);
    screen_cursor(r->y, r->x + cursor);
    line_done(&line);
}

static void draw(const struct app *a, const struct rect *r)
{
    const struct line_prompt *p = a->line;
    const char *text = prompt_text(&p->prompt);
    int full = (int)strlen(p->label) + 2 + cols_of(text, strlen(text));
    char *label = xasprintf(" %s ", full < r->cols - 1 ? p->label : p->brief);
    line_prompt_draw(a, r, label, &p->prompt, NULL, false);
    free(label);
}

static const struct mode_ops mode = {
    .key = key_pressed,
    .paste = paste,
    .draw = draw,
};
