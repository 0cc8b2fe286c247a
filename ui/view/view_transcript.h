/* The transcript: one item a turn, with its time and its speaker in columns of their own. Rows are
 * made when they are seen; a call of 100,000 turns costs what its visible ones cost. */
#ifndef UI_VIEW_VIEW_TRANSCRIPT_H
#define UI_VIEW_VIEW_TRANSCRIPT_H

#include "call/spots.h"
#include "ui/view/view.h"

enum timestamps { TIMES_RELATIVE, TIMES_CLOCK, TIMES_OFF, TIMES_COUNT };

/* How all transcripts are shown; borrowed by the views, changed by the app. */
struct transcript_style {
    bool wrap;
    enum timestamps timestamps;
    int gap_s; /* of a hot spot */
    bool mask; /* calls are masked before they come here */
    bool ascii;
};

struct view *view_transcript_new(const struct call *c, const struct transcript_style *style);
/* Turns that get a mark in the margin; borrowed. */
void view_transcript_spots(struct view *v, const struct spots *spots);
/* Folds as another view of the same call does, on as many of its turns. */
void view_transcript_follow(struct view *v, const struct view *before);
/* A transcript that is still to come does not come. */
void view_transcript_stop_loading(struct view *v);

/* What a filter leaves. */
struct filtered {
    const char *text; /* what it says; NULL: there is none, and all turns are shown */
    size_t *turns;    /* those shown, in order */
    size_t count;
    size_t matches; /* of them; the others stand around these */
    size_t here;    /* the turn that a row without any stands for, so that the place is kept */
};

/* The list is taken, the text is copied. Who has items of the view in mind has to find them again,
 * by their numbers. */
void view_transcript_filter(struct view *v, const struct filtered *taken);
/* It has a turn, not only a word on why it has none. */
bool view_transcript_has_turns(const struct view *v);
/* What is read of a turn, made in room; for a search of all turns of a call. */
const char *view_transcript_text(void *call, size_t turn, struct buf *room, size_t *bytes);

/* relative, clock, off; -1 when there is no such word. */
int view_transcript_find_timestamps(const char *word);
const char *view_transcript_timestamps_name(enum timestamps t);

#endif
