/* The transcript: one item for each turn, with its time and speaker in columns of their own. Rows
 * are made when they are shown, so that a call of 100,000 turns costs what its visible turns cost.
 * UI thread. */
#ifndef UI_VIEW_VIEW_TRANSCRIPT_H
#define UI_VIEW_VIEW_TRANSCRIPT_H

#include "call/spots.h"
#include "ui/view/view.h"

/* In the order of the option `timestamps`. */
enum timestamps { TIMES_RELATIVE, TIMES_CLOCK, TIMES_OFF, TIMES_COUNT };

/* How all transcripts are shown. Views borrow it; after a change they have to be laid out again. */
struct transcript_style {
    bool wrap;
    enum timestamps timestamps;
    struct spot_limits limits;
    bool mask; /* for the caller, who masks calls before they are shown */
    bool ascii;
    const char *refetch_key; /* the key that fetches again; "" or NULL if it is not bound */
    const char *links_key;   /* the one that lists the links */
};

/* What is measured of all turns. It is the same for a call and its masked copy. */
struct transcript_extent {
    bool folds;        /* as turn_rows_can_unfold */
    int duration_cols; /* of the widest of its times */
    int speaker_cols;
    int reply_cols; /* as reply_column_cols */
};

struct transcript_extent view_transcript_measure(const struct call *c);
/* The view of a call that was measured. */
struct view *view_transcript_of(const struct call *c, const struct transcript_extent *extent,
                                const struct transcript_style *style);
struct view *view_transcript_new(const struct call *c, const struct transcript_style *style);
/* Shows another form of the same call, masked or not. Folds and the filter stay. */
void view_transcript_set_form(struct view *v, const struct call *c);
/* Sets the hot spots, which get a mark in the margin; borrowed. */
void view_transcript_spots(struct view *v, const struct spots *spots);
/* Marks the turn that is heard: 1 + its index, or 0 for none. */
void view_transcript_heard(struct view *v, size_t turn);
/* Copies the folds of another view, if it is of the same call. */
void view_transcript_follow(struct view *v, const struct view *before);
/* Tells the view that a transcript which is loading will not arrive. */
void view_transcript_stop_loading(struct view *v);

/* The turns that a filter leaves. */
struct filtered {
    const char *text; /* of the filter; NULL: no filter is set, and all turns are shown */
    bool inverted;    /* these are the turns that do not match it */
    size_t *turns;    /* the turns to show, in order */
    size_t count;
    size_t matches; /* the number of matching turns; the others are those around them */
    size_t here;    /* the turn whose place is kept when no turn is shown */
};

/* Takes ownership of the list and copies the text. Items change, so the caller has to find them
 * again by their numbers. */
void view_transcript_filter(struct view *v, const struct filtered *taken);
/* Returns false if the view only says why it shows no turn. */
bool view_transcript_has_turns(const struct view *v);
/* Writes the searched text of a turn into an empty buffer; a callback for searching all turns. */
void view_transcript_text(void *call, size_t turn, struct buf *out);

/* "relative", "clock" or "off". */
const char *view_transcript_timestamps_name(enum timestamps t);

#endif
