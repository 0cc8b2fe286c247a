/* A directory of a test's own: made under $TMPDIR, removed with all that is in it. */
#ifndef TESTS_SUPPORT_SCRATCH_H
#define TESTS_SUPPORT_SCRATCH_H

#include <sys/types.h>

/* A new empty directory, mode 0700; the path is yours. Fails the program when there is none. */
char *scratch_new(void);
/* Removes the directory and frees the path; NULL is fine. */
void scratch_free(char *dir);

/* The path of a name in it; yours. */
char *scratch_path(const char *dir, const char *name);
/* Writes a file (its directories are made); the mode holds whatever the umask is. */
void scratch_write(const char *dir, const char *name, mode_t mode, const char *text);
/* The whole file as a string, yours; NULL when it cannot be read. */
char *scratch_read(const char *dir, const char *name);

#endif
