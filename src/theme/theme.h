/* A theme: how each role looks with 256, 16, 8 and no colours. INI files: a line `for = WHAT` in
 * section [theme], and sections [256] [16] [8] [mono] with rows `role = COLOUR [on COLOUR] [bold]
 * [underline] [reverse] [dim]`; a role that a section leaves out is taken from the next poorer one.
 * `default` as a colour is the terminal's own. */
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

/* The nth of the compiled-in themes, in order of name; false behind the last. */
bool theme_name(size_t n, char *out, size_t room);
/* What the compiled-in theme is for ("dark backgrounds"), appended. */
void theme_about(const char *name, struct buf *out);
/* `name`: a compiled-in theme, or a file's path. colours: 0, 8, 16 or 256. False with e set when
 * there is no such theme; rows that cannot be read are problems and keep their default. */
bool theme_load(struct theme *t, const char *name, int colours, struct problems *problems,
                struct err *e);

#endif
