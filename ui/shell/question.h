/* A question on the status line, answered with a key: `y` means yes, any other key means no. UI
 * thread. */
#ifndef UI_SHELL_QUESTION_H
#define UI_SHELL_QUESTION_H

struct app;

void question_ask(struct app *a, void (*answered_yes)(struct app *a), const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Forgets a question that is open; for the end of the program. */
void question_done(struct app *a);

#endif
