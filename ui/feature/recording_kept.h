/* Recordings that were fetched for playing and are still there: at most one in each tab, and all
 * together no more than one may have, 1 GiB. Whoever wants the same one again, to play or to save
 * it, need not fetch it. UI thread. */
#ifndef UI_FEATURE_RECORDING_KEPT_H
#define UI_FEATURE_RECORDING_KEPT_H

#include "fetch/fetch_data.h"

struct app;
struct tab;

/* Keeps the recording (taken) that was fetched from that URL until the tab is closed or another one
 * is kept for it. To make room, those of other tabs are dropped. */
void recording_kept_put(struct app *a, const struct tab *t, const char *url,
                        struct fetch_recording *r);
/* The recording of exactly that URL; borrowed until the next recording_kept_put. NULL: it is not
 * there. A player has the same file, and moves the descriptor's offset: read with pread. */
const struct fetch_recording *recording_kept_find(const struct app *a, const struct tab *t,
                                                  const char *url);

#endif
