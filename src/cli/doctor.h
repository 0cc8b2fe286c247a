/* --doctor: a report on the environment, for people with a problem and those who help them. */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include "cli/report.h"
#include "cli/settings.h"

/* Adds a section on the terminal and on the programs that the screen starts. Only the rooms of the
 * screen know these things, so the caller of cli_run provides the function. */
typedef void doctor_examiner(struct report *r, const struct config *config);

/* Prints the report, section by section, and sends a request without a key to each provider's host.
 * `path` is that of the configuration on the command line, and `error` says why it could not be
 * read; both may be NULL. Returns the exit code: 0, or 1 if the report lists a problem. */
int doctor_run(const struct settings *settings, const char *path, const char *error,
               doctor_examiner *terminal);

#endif
