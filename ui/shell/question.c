/* There is at most one question, which is a mode while it is open. */
#include "ui/shell/question.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "ui/shell/app.h"
#include "ui/shell/mode.h"
#include "ui/shell/say.h"

#include <stdarg.h>
#include <stdlib.h>

struct question {
    char *text;
    void (*answered_yes)(struct app *a);
};

static const struct mode_ops mode;

void question_done(struct app *a)
{
    mode_pop(a, &mode);
    if (a->question)
        free(a->question->text);
    free(a->question);
    a->question = NULL;
}

void question_ask(struct app *a, void (*answered_yes)(struct app *a), const char *fmt, ...)
{
    struct buf text = {0};
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    question_done(a);
    a->question = xcalloc(1, sizeof *a->question);
    *a->question = (struct question){buf_take(&text), answered_yes};
    mode_push(a, &mode);
}

static enum mode_result key_pressed(struct app *a, int key)
{
    void (*answered_yes)(struct app * a) = a->question->answered_yes;
    question_done(a);
    if (key == 'y')
        answered_yes(a);
    else
        say(a, ROLE_DIM, "cancelled");
    return MODE_USED;
}

static void put(const struct app *a, struct line *out)
{
    line_printf(out, ROLE_WARN, "%s (y: yes, any other key: no)", a->question->text);
}

static const struct mode_ops mode = {
    .key = key_pressed,
    .is_deaf = true,
    .status = put,
    .hints = mode_hints_cancel,
};
