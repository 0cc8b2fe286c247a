/* The screen from beginning to end: it is opened, the loop runs, and it is closed. UI thread. */
#ifndef UI_SHELL_SESSION_H
#define UI_SHELL_SESSION_H

#include "base/err.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"

/* Runs until the user leaves; returns the exit code. The terminal is as before on return. When the
 * screen cannot be opened: 2, and e says why. */
int session_run(const struct app_request *request, const struct app_parts *parts, struct err *e);

/* An app without a screen and without fetches, and its end; session_run uses them, and so do tests.
 */
struct app *session_new(const struct app_request *request, const struct app_parts *parts);
void session_free(struct app *a);

#endif
