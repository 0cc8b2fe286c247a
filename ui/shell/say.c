/* Messages: one on the status line, and all of them in a ring. */
#include "ui/shell/say.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "text/mask.h"
#include "ui/shell/app.h"
#include "ui/shell/tab.h"

#include <stdarg.h>
#include <stdlib.h>

void say_init(struct app *a)
{
    a->said = xcalloc(1, sizeof *a->said);
}

void say_done(struct app *a)
{
    messages_done(&a->said->past);
    free(a->said->text);
    free(a->said);
}

void say_quietly(struct app *a, enum role role, const char *id, const char *text)
{
    messages_add(&a->said->past, role, id, text);
    a->said->count++;
}

void say_quietly_of(struct app *a, const struct tab *t, enum role role, const char *text)
{
    char *named = xasprintf("%s: %s", t->id, text);
    say_quietly(a, role, t->id, named);
    free(named);
}

/* The text is taken. */
static void show(struct app *a, enum role role, char *text)
{
    free(a->said->text);
    a->said->text = text;
    a->said->role = role;
}

void say_nothing(struct app *a)
{
    show(a, ROLE_STATUS, NULL);
}

void say_of(struct app *a, const struct tab *t, enum role role, const char *fmt, ...)
{
    struct buf text = {0};
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    say_quietly_of(a, t, role, buf_str(&text));
    if (a->style.mask)
        mask_text(text.data, text.len, t->id, NULL);
    show(a, role,
         t == a->tab ? xstrdup(buf_str(&text)) : xasprintf("%s: %s", t->id, buf_str(&text)));
    buf_done(&text);
}

void say(struct app *a, enum role role, const char *fmt, ...)
{
    struct buf text = {0};
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    show(a, role, buf_take(&text));
    say_quietly(a, role, a->tab->id, a->said->text);
}
