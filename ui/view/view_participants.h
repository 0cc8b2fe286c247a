/* The participants of a call as a table, with its recordings beside or below them. UI thread. */
#ifndef UI_VIEW_VIEW_PARTICIPANTS_H
#define UI_VIEW_VIEW_PARTICIPANTS_H

#include "call/call.h"
#include "ui/view/view.h"

/* The call is borrowed. */
struct view *view_participants_new(const struct call *c);
/* The index of the recording that is selected in an item; SIZE_MAX: none is. */
size_t view_participants_recording(const struct view *v, size_t item);
/* The same for the links that the provider gives (call->given_links). */
size_t view_participants_link(const struct view *v, size_t item);
/* The item of the first participant. */
size_t view_participants_first(const struct view *v);
/* Copies the active column of another view of the same call; returns `item`. */
size_t view_participants_follow(struct view *v, struct view *before, size_t item);

#endif
