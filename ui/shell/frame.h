/* What the last frame looked like, and when the next one is due. */
#ifndef UI_SHELL_FRAME_H
#define UI_SHELL_FRAME_H

#include "keys/keymap.h"
#include "ui/view/layout.h"

#include <stdbool.h>
#include <stdint.h>

enum { FRAME_MS = 100 /* between frames in which only numbers move */, HINTS_MAX = 64 };

/* Where the status line shows a hint, or a part of one. */
struct hint_place {
    int y, x, cols;
    enum action action;
};

struct frame {
    struct layout layout; /* where everything was drawn */
    struct hint_place hints[HINTS_MAX];
    int hint_count;
    bool zoom;   /* only the pane in focus is drawn */
    bool urgent; /* the next frame is drawn at once */
    bool stale;  /* the last frame no longer shows the current state */
    bool calm;   /* nothing has come since but to features' descriptors */
    int hold_ms; /* a frame is due after so long: the last one was not sent, or for another size;
                    0: it was sent */
    int64_t woken_ms; /* when the last wait ended */
    int64_t due_ms;   /* when something changes by itself; INT64_MAX: never */
    int64_t drawn_ms; /* when the last frame, or the one being drawn, began */
};

#endif
