/* The text in front, handed to a program that takes over the terminal. Handlers of actions. UI
 * thread. */
#ifndef UI_FEATURE_EXPORT_PROGRAM_H
#define UI_FEATURE_EXPORT_PROGRAM_H

struct app;

void export_program_pager(struct app *a, long count);
void export_program_pipe(struct app *a, long count); /* asks for a shell command */
void export_program_plain(struct app *a, long count);

#endif
