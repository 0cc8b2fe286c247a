/* Downloading recordings. UI thread. */
#ifndef UI_FEATURE_DOWNLOADS_H
#define UI_FEATURE_DOWNLOADS_H

struct app;

/* Handler: begins or resumes the download of the link that is meant here. */
void downloads_begin(struct app *a, long count);

#endif
