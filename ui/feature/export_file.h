/* Saving the call in front to a file. UI thread. */
#ifndef UI_FEATURE_EXPORT_FILE_H
#define UI_FEATURE_EXPORT_FILE_H

struct app;

/* Handler: asks for the name. */
void export_file_save(struct app *a, long count);

#endif
