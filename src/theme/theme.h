/* A theme says how each role looks with 256, 16, 8 and no colours. It is an INI file: section
 * [theme] has a line `for = WHAT`, and sections [256] [16] [8] [mono] have rows `role = COLOUR [on
 * COLOUR] [bold] [underline] [reverse] [dim]`. A role that is missing in a section has its look
 * from the section with the next fewer colours. The colour `default` is the terminal's own. */
#ifndef THEME_THEME_H
#define THEME_THEME_H

#include "base/buf.h"
#include "base/err.h"
#include "config/problems.h"
#include "theme/role.h"

#include <stdbool.h>
#include <stddef.h>

enum { LOOK_BOLD = 1, LOOK_UNDERLINE = 2, LOOK_REVERSE = 4, LOOK_DIM = 8 };

struct look {
    int fg, bg; /* -1: the terminal's own */
    unsigned attributes;
};

struct theme {
    struct look roles[ROLE_COUNT];
};

/* Writes the name of the nth compiled-in theme, in order of name; false after the last. */
bool theme_name(size_t n, char *out, size_t room);
/* Appends what a compiled-in theme is for ("dark backgrounds"). */
void theme_about(const char *name, struct buf *out);
/* `name` is a compiled-in theme or the path of a file; colours is 0, 8, 16 or 256. Returns false,
 * with e set, if there is no such theme. Rows that cannot be read are added to the problems, and
 * their roles look as in the default theme. */
bool theme_load(struct theme *t, const char *name, int colours, struct problems *problems,
                struct err *e);

#endif
