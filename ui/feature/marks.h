/* Marks in a transcript: letters that stand for turns, and the place before the last jump. They
 * belong to a call's tab and stay when it is fetched again. UI thread. */
#ifndef UI_FEATURE_MARKS_H
#define UI_FEATURE_MARKS_H

#include "ui/view/line.h"

#include <stdbool.h>
#include <stddef.h>

enum { MARKS = 2 * 26 };

struct marks {
    size_t turns[MARKS]; /* 1 + the turn; 0: not set */
    size_t back;         /* likewise */
};

/* What the next key, a letter, is for. */
enum marks_wait { MARKS_WAIT_NONE, MARKS_WAIT_SET, MARKS_WAIT_GO };

struct app;
struct pane;

/* Actions: the letter comes next. */
void marks_ask_set(struct app *a);
void marks_ask_go(struct app *a);

bool marks_wait(const struct app *a);
/* False: the key is Esc and another one. */
bool marks_key(struct app *a, int key);
/* What is waited for, and the marks there are. */
void marks_put(const struct app *a, struct line *out);

/* A jump is about to leave the cursor's turn; nothing where the pane is not the transcript. */
void marks_leave(struct app *a, const struct pane *p);
/* A jump left this item. */
void marks_left(struct app *a, const struct pane *p, size_t item);

#endif
