/* The latest message is on the status line, and all of them are kept in a ring. */
#include "ui/shell/say.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "text/clean.h"
#include "text/mask.h"
#include "text/time.h"
#include "ui/shell/app.h"
#include "ui/shell/tab.h"
#include "ui/view/view_lines.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void free_message(struct said_message *m)
{
    free(m->text);
    free(m->clock);
    free(m->id);
    *m = (struct said_message){0};
}

/* A message that is repeated is kept once, with the time of the last one. */
static struct said_message *slot_for(struct said *s, const char *text)
{
    struct said_message *last =
        &s->past[(s->first + s->past_count + SAY_PAST_MAX - 1) % SAY_PAST_MAX];
    if (s->past_count && strcmp(last->text, text) == 0)
        return last;
    if (s->past_count < SAY_PAST_MAX)
        return &s->past[(s->first + s->past_count++) % SAY_PAST_MAX];
    struct said_message *oldest = &s->past[s->first];
    s->first = (s->first + 1) % SAY_PAST_MAX;
    return oldest;
}

void say_done(struct app *a)
{
    for (size_t i = 0; i < SAY_PAST_MAX; i++)
        free_message(&a->said->past[i]);
    free(a->said->text);
    free(a->said);
}

void say_quietly(struct app *a, enum role role, const char *id, const char *text)
{
    char clock[TIME_TEXT_BYTES];
    struct said_message *slot = slot_for(a->said, text);
    struct instant now = {.us = (int64_t)time(NULL) * 1000000, .known = true};
    char *copy = xstrdup(text), *about = id ? xstrdup(id) : NULL;
    time_clock(&now, clock);
    free_message(slot);
    *slot = (struct said_message){copy, xstrdup(clock), about, role};
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

struct view *say_past(const struct app *a)
{
    const struct said *s = a->said;
    struct view *v = view_lines_new();
    for (size_t i = 0; i < s->past_count; i++) {
        const struct said_message *one = &s->past[(s->first + i) % SAY_PAST_MAX];
        char *text = xstrdup(one->text);
        if (a->style.mask)
            mask_text(text, strlen(text), one->id, NULL);
        view_lines_add(v, ROLE_TIME, one->clock, one->role, text);
        free(text);
    }
    if (s->past_count == 0)
        view_lines_addf(v, ROLE_DIM, "There are no messages yet.");
    return v;
}
