/* Asking which of several providers an ID belongs to. UI thread. */
#ifndef UI_FEATURE_ASK_WHICH_H
#define UI_FEATURE_ASK_WHICH_H

struct app;

/* The question is shown as soon as no other list is open; several may wait. */
void ask_which_add(struct app *a, const char *id);
/* Closes all lists, but keeps the questions. */
void ask_which_keep(struct app *a);

#endif
