/* Text to the clipboard, with a message that says what was copied, how much and by which way. UI
 * thread. */
#ifndef UI_FEATURE_EXPORT_CLIPBOARD_H
#define UI_FEATURE_EXPORT_CLIPBOARD_H

struct app;

/* Copies a text, cleaned; `what` names it. NULL and "" are answered by a message. */
void export_clipboard(struct app *a, const char *what, const char *text);
/* Copies a clean text. The message is `copied`, or `sent` when the text was only sent to the
 * terminal, which does not answer. */
void export_clipboard_as(struct app *a, const char *copied, const char *sent, const char *text);

#endif
