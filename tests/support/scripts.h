/* Scripts for tests of programs that this one starts: they write down what they were given. */
#ifndef TESTS_SUPPORT_SCRIPTS_H
#define TESTS_SUPPORT_SCRIPTS_H

#include "os/process.h"

#include <stdbool.h>

/* For cmocka: a scratch directory, also as $DIR, and an environment without display, tmux and SSH;
 * scripts_tear_down restores PATH. scripts_watch is for the group. */
int scripts_watch(void **state);
int scripts_set_up(void **state);
int scripts_tear_down(void **state);
/* The directory, and PATH as it was; borrowed. */
const char *scripts_dir(void);
const char *scripts_usual_path(void);

/* Writes a shell script into the directory; the caller frees the path. */
char *scripts_write(const char *name, const char *body);
/* Waits until the program has ended, at most 20 s, and returns its exit code. */
int scripts_finish(struct process *p);
/* Fails the test unless the file in the directory has this content. */
void scripts_check_file(const char *name, const char *want);
/* Whether posix_spawn reports a program that cannot be run: not under valgrind, where it is a fork.
 */
bool scripts_reports_exec_failures(void);
/* Skips the test where it does not. */
void scripts_skip_without_exec_failures(void);

#endif
