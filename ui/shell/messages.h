/* Past messages of the status line: the last few hundred, the oldest first, each with its time. UI
 * thread. */
#ifndef UI_SHELL_MESSAGES_H
#define UI_SHELL_MESSAGES_H

#include "theme/role.h"
#include "ui/view/view.h"

#include <stddef.h>

enum { MESSAGES_MAX = 200 };

struct message {
    char *text, *clock;
    char *id; /* of the call that it is about, which is never masked; or NULL */
    enum role role;
};

struct messages {
    struct message list[MESSAGES_MAX];
    size_t count, first; /* a ring: the oldest is list[first] */
};

void messages_add(struct messages *m, enum role role, const char *id, const char *text);
void messages_done(struct messages *m);
/* As a list, masked if `mask` says so. */
struct view *messages_view(const struct messages *m, bool mask);

#endif
