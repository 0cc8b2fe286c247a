/* The prompt on the status line: search and filter, from typing to the place of a match. Its state
 * is part of the app's; UI thread. */
#ifndef UI_FEATURE_FIND_H
#define UI_FEATURE_FIND_H

#include "ui/prompt/prompt.h"
#include "ui/view/layout.h"
#include "ui/view/pane_search.h"

#include <stdbool.h>

enum find_line { FIND_NONE, FIND_SEARCH, FIND_FILTER, FIND_LINES };

/* Where everything stood when the prompt was opened. */
struct find_origin {
    enum pane_id focus;
    int cover; /* what covered the panes; 0: nothing */
    /* A list or the JSON, which cover all panes, have all of these. */
    struct place top[PANE_COUNT], cursor[PANE_COUNT];
    struct match here[PANE_COUNT];
    bool has_here[PANE_COUNT];
    struct outline_folds *folds[PANE_COUNT]; /* NULL: nothing folds there */
};

struct find {
    enum find_line line; /* the prompt that is open */
    struct prompt prompts[FIND_LINES];
    size_t around;           /* FIND_FILTER: turns before and after */
    bool all_panes;          /* search: not only in the pane in focus */
    struct pattern *pattern; /* searched for last; NULL: nothing */
    struct pattern *before;  /* while the prompt is open: the one before */
    bool was_shown;          /* and it was highlighted */
    struct find_origin origin;
    char *error; /* why what is typed is no expression; NULL: it is one, or nothing */

    enum search_from from; /* of the match that is waited for */
    long steps;            /* how many matches further; 0: none is waited for */
    bool wrapped;          /* the last one was found round the end */
};

struct app;

void find_open(struct app *a, enum find_line line, long count);
void find_key(struct app *a, int key); /* while a prompt is open */
void find_paste(struct app *a, const char *text, size_t bytes);
/* In all panes of the call in front, which may be filtered no longer; to the first match. */
void find_everywhere(struct app *a, struct pattern *pattern);
void find_next(struct app *a, enum search_from from, long steps);
/* Matches are no longer shown; false when there are none on the screen. */
bool find_clear(struct app *a);
/* Ends the filter of the call in front; false when there is none. */
bool find_show_all_turns(struct app *a);
void find_done(struct find *f);

/* What covered the panes may have been closed while a prompt is open: its places are none of what
 * is seen now. */
void find_uncovered(struct app *a);

/* Goes on for a few milliseconds, and to the match that is waited for once it is known. */
void find_work(struct app *a);
bool find_is_busy(const struct app *a);
/* There are matches where one is, or may be: it still searches. */
bool find_has_matches(const struct app *a);

/* "3/17", or how it goes; nothing when nothing is searched here, and outside the prompt when
 * nothing was found, which is said once. */
void find_put_count(const struct app *a, struct line *out);
/* Something stands in the open prompt. */
bool find_is_typed(const struct app *a);
/* The open prompt; returns the column of its cursor. */
int find_put_prompt(const struct app *a, struct line *out, int cols);

#endif
