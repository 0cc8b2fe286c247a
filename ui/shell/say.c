/* The latest message is on the status line, and all of them are kept in a ring. */
#include "ui/shell/say.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "text/clean.h"
#include "text/mask.h"
#include "ui/shell/app.h"
#include "ui/shell/tab.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

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

/* Cleaned before it is masked: a character that cleaning drops could hide a number from the mask.
 */
__attribute__((format(printf, 1, 0))) static char *clean_sentence(const char *fmt, va_list args)
{
    struct buf raw = {0}, clean = {0};
    buf_vprintf(&raw, fmt, args);
    clean_text(&clean, buf_str(&raw), raw.len, 0);
    buf_done(&raw);
    return buf_take(&clean);
}

void say_of(struct app *a, const struct tab *t, enum role role, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    char *text = clean_sentence(fmt, args);
    va_end(args);
    say_quietly_of(a, t, role, text);
    if (a->style.mask)
        mask_text(text, strlen(text), t->id, NULL);
    show(a, role, t == a->tab ? xstrdup(text) : xasprintf("%s: %s", t->id, text));
    free(text);
}

void say(struct app *a, enum role role, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    show(a, role, clean_sentence(fmt, args));
    va_end(args);
    say_quietly(a, role, a->tab->id, a->said->text);
}
