/* The sign of what is heard of a recording: before its turn, and in the timeline. */
#ifndef UI_VIEW_HEARD_SIGN_H
#define UI_VIEW_HEARD_SIGN_H

#include <stdbool.h>

static inline const char *heard_sign(bool ascii)
{
    return ascii ? "*" : "\xe2\x99\xaa";
}

#endif
