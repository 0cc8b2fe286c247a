/* The panes of a search, and their cursors and folds at the moment when the prompt was opened. UI
 * thread. */
#ifndef UI_FEATURE_FIND_ORIGIN_H
#define UI_FEATURE_FIND_ORIGIN_H

#include "ui/shell/overlay.h"

struct app;

/* Two more panes that can be searched, besides those of enum pane_id. */
enum { FIND_LIST = PANE_COUNT /* the list on top, or of the tab */, FIND_RAW /* the JSON */ };

struct find_origin {
    enum pane_id focus;
    const struct overlay_ops *overlay; /* the list that covered the panes; NULL: no list did */
    bool raw;                          /* the JSON covered them */
    /* A list or the JSON uses all of these entries. */
    struct place top[PANE_COUNT], cursor[PANE_COUNT];
    struct match here[PANE_COUNT];
    bool has_here[PANE_COUNT];
    struct outline_folds *folds[PANE_COUNT]; /* NULL: nothing folds there */
};

struct pane *find_origin_pane(const struct app *a, int id);

void find_origin_save(struct find_origin *o, const struct app *a);
/* The panes are covered as they were then. */
bool find_origin_is_valid(const struct find_origin *o, const struct app *a);
/* with_match: the match under the cursor is shown as such again. */
void find_origin_restore(const struct find_origin *o, struct app *a, bool with_match);
void find_origin_done(struct find_origin *o);

#endif
