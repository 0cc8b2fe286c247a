/* Programs that run while the screen is open, and files that are being saved; a message says how
 * each ended. UI thread. */
#ifndef UI_FEATURE_HELPERS_H
#define UI_FEATURE_HELPERS_H

#include "base/buf.h"
#include "os/file_saver.h"
#include "os/process.h"

#include <stdbool.h>

enum { HELPERS_MAX = 8 };

struct app;

struct helper {
    struct process process;
    struct file_saver *saver; /* NULL: it is a program */
    char *name;               /* of the program or the file; NULL: the slot is free */
    char *success;            /* the message when it succeeded; NULL: no message */
};

/* For a program that is about to be started; NULL: too many still run. */
struct helper *helpers_free_slot(struct app *a);
/* It was started; `success` is taken. */
void helpers_keep(struct helper *h, const char *name, char *success);
/* Saves the text (taken) on a thread; `done` (taken) is the message when it is saved. */
void helpers_save(struct app *a, const char *path, struct buf *text, bool replace, char *done);

#endif
