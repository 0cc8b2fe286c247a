/* What the status line said: the last hundreds, oldest first, each with the hour. UI thread. */
#ifndef UI_SHELL_MESSAGES_H
#define UI_SHELL_MESSAGES_H

#include "theme/role.h"
#include "ui/view/view.h"

#include <stddef.h>

enum { MESSAGES_MAX = 200 };

struct message {
    char *text, *hour;
    char *id; /* of the call it is about, which is never masked; or NULL */
    enum role role;
};

struct messages {
    struct message list[MESSAGES_MAX];
    size_t count, first; /* a ring: the oldest is list[first] */
};

void messages_add(struct messages *m, enum role role, const char *id, const char *text);
void messages_done(struct messages *m);
/* As a list, as it may be shown. */
struct view *messages_view(const struct messages *m, bool mask);

#endif
