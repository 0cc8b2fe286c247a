/* --doctor: a report on the environment, for people with a problem and those who help them. */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include "cli/report.h"
#include "cli/settings.h"

/* Adds a section on the terminal and on the programs that the screen starts. Only the rooms of the
 * screen know these things, so the caller of cli_run provides the function. */
typedef void doctor_examiner(struct report *r, const struct config *config);

struct doctor_request {
    struct settings *settings;
    const char *config_path;  /* from the command line, or NULL */
    const char *config_error; /* why the configuration could not be read, or NULL */
    doctor_examiner *terminal;
};

/* Prints the report, section by section, and sends a request without a key to each provider's host.
 * Returns the exit code: 0, or 1 if the report lists a problem. */
int doctor_run(const struct doctor_request *request);

#endif
