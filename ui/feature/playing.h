/* The player: there is one for all tabs, and it plays a recording of one of them. The turn that is
 * heard is marked, and the transcript's cursor follows it until the user moves it. Where the
 * recording comes from is ui/feature/playback.c. UI thread. */
#ifndef UI_FEATURE_PLAYING_H
#define UI_FEATURE_PLAYING_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct app;
struct fetch_recording;
struct tab;

/* What to play: a recording of the tab's call, or another link. */
struct playing_source {
    const char *url;    /* copied */
    size_t recording;   /* its index in the call; SIZE_MAX: it is another link */
    bool without_link;  /* it can be had only with the provider's key */
    size_t turn, count; /* from this turn on, so many turns; 0: to the end */
};

/* Plays it from the second before the turn, or else from the start, in place of what is played. The
 * file is borrowed until this returns. False with e set if it cannot. */
bool playing_start(struct app *a, struct tab *t, const struct fetch_recording *file,
                   const struct playing_source *source, struct err *e);
/* Whether that is being played, or is paused. */
bool playing_is(const struct app *a, const struct tab *t, const char *url);
/* The recording of the tab's call that is being played, or is paused, as an index; with `before`,
 * else the one that was played last. SIZE_MAX: none, or another link. */
size_t playing_recording(const struct app *a, const struct tab *t, bool before);
/* Plays on from another turn. */
void playing_go_to(struct app *a, size_t turn, size_t count);
/* Says why nothing can be heard on this computer, and what can be done instead. */
void playing_say_not_here(struct app *a, const struct tab *t, const char *why, bool without_link);

/* Where the turn begins in a recording of the tab's call, less a second, with what the user has
 * added to its times. A turn without a time begins with the last one before it that has one; 0 if
 * there is none, or if the recording has ended by then. */
double playing_place_of(const struct app *a, const struct tab *t, size_t recording, size_t turn);

#endif
