/* What the program says on the status line, and the list of what it has said. UI thread. */
#ifndef UI_SHELL_SAY_H
#define UI_SHELL_SAY_H

#include "theme/role.h"
#include "ui/view/view.h"

struct app;
struct tab;

enum { SAY_PAST_MAX = 200 };

struct said_message {
    char *text, *clock;
    char *id; /* of the call that it is about, which is never masked; or NULL */
    enum role role;
};

struct said {
    struct said_message past[SAY_PAST_MAX]; /* a ring: the oldest is past[first] */
    size_t past_count, first;
    unsigned count; /* of all that was said, to see that there is something new */
    char *text;     /* on the status line until the next key; NULL: nothing */
    enum role role;
};

void say_done(struct app *a);

void say(struct app *a, enum role role, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* About a call that need not be in front: then it is named. */
void say_of(struct app *a, const struct tab *t, enum role role, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Only into the list of past messages. id: of the call that it is about, or NULL. */
void say_quietly(struct app *a, enum role role, const char *id, const char *text);
void say_quietly_of(struct app *a, const struct tab *t, enum role role, const char *text);
/* The message on the status line has been read. */
void say_nothing(struct app *a);
/* The past messages, the oldest first, each with its time; masked if the calls are. */
struct view *say_past(const struct app *a);

#endif
