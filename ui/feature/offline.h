/* With --offline nothing is sent: keys that would send something say so. The worker refuses all
 * requests besides. UI thread. */
#ifndef UI_FEATURE_OFFLINE_H
#define UI_FEATURE_OFFLINE_H

#include <stdbool.h>

struct app;

/* Whether nothing may be sent, which is said then. */
bool offline_refuses(struct app *a);

#endif
