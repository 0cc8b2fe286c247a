/* The list of past messages. UI thread. */
#ifndef UI_FEATURE_MESSAGE_LIST_H
#define UI_FEATURE_MESSAGE_LIST_H

struct app;

/* Handler. */
void message_list_open(struct app *a, long count);

#endif
