/* A directory for one test: made under $TMPDIR, removed with everything in it. */
#ifndef TESTS_SUPPORT_SCRATCH_H
#define TESTS_SUPPORT_SCRATCH_H

#include <sys/types.h>

/* Makes an empty directory, mode 0700, and returns its path. Ends the program if it cannot. */
char *scratch_new(void);
/* Removes the directory and frees the path; NULL is fine. */
void scratch_free(char *dir);

/* The path of a name in it; the caller frees it. */
char *scratch_path(const char *dir, const char *name);
/* Writes a file, and makes its directories. The mode does not depend on the umask. */
void scratch_write(const char *dir, const char *name, mode_t mode, const char *text);
/* Makes a socket there that nobody listens at. */
void scratch_listen(const char *dir, const char *name);
/* The complete file as a string, which the caller frees; NULL if it cannot be read. */
char *scratch_read(const char *dir, const char *name);

#endif
