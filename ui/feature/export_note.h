/* The ticket note. UI thread. */
#ifndef UI_FEATURE_EXPORT_NOTE_H
#define UI_FEATURE_EXPORT_NOTE_H

struct app;

/* Handler: copies the note of the call in front, with the selected turns or the one under the
 * cursor. */
void export_note_copy(struct app *a, long count);

#endif
