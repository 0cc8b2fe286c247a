/* Running a line of the command line. UI thread. */
#ifndef UI_FEATURE_COMMAND_RUN_H
#define UI_FEATURE_COMMAND_RUN_H

struct app;

void command_run(struct app *a, const char *text);

#endif
