/* The messages are kept in a ring. */
#include "ui/shell/messages.h"

#include "base/alloc.h"
#include "text/mask.h"
#include "text/time.h"
#include "ui/view/view_lines.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static void free_message(struct message *m)
{
    free(m->text);
    free(m->clock);
    free(m->id);
    *m = (struct message){0};
}

/* A message that is repeated is kept once, with the time of the last one. */
static struct message *slot_for(struct messages *m, const char *text)
{
    struct message *last = &m->list[(m->first + m->count + MESSAGES_MAX - 1) % MESSAGES_MAX];
    if (m->count && strcmp(last->text, text) == 0)
        return last;
    if (m->count < MESSAGES_MAX)
        return &m->list[(m->first + m->count++) % MESSAGES_MAX];
    struct message *oldest = &m->list[m->first];
    m->first = (m->first + 1) % MESSAGES_MAX;
    return oldest;
}

void messages_add(struct messages *m, enum role role, const char *id, const char *text)
{
    char clock[TIME_TEXT_BYTES];
    struct message *slot = slot_for(m, text);
    struct instant now = {.us = (int64_t)time(NULL) * 1000000, .known = true};
    char *copy = xstrdup(text), *about = id ? xstrdup(id) : NULL;
    time_clock(&now, clock);
    free_message(slot);
    *slot = (struct message){copy, xstrdup(clock), about, role};
}

void messages_done(struct messages *m)
{
    for (size_t i = 0; i < MESSAGES_MAX; i++)
        free_message(&m->list[i]);
    m->count = m->first = 0;
}

static void add_row(struct view *v, const struct message *one, bool mask)
{
    char *text = xstrdup(one->text);
    if (mask)
        mask_text(text, strlen(text), one->id, NULL);
    view_lines_add(v, ROLE_TIME, one->clock, one->role, text);
    free(text);
}

struct view *messages_view(const struct messages *m, bool mask)
{
    struct view *v = view_lines_new();
    for (size_t i = 0; i < m->count; i++)
        add_row(v, &m->list[(m->first + i) % MESSAGES_MAX], mask);
    if (m->count == 0)
        view_lines_addf(v, ROLE_DIM, "There are no messages yet.");
    return v;
}
