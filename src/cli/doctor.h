/* --doctor: what there is, what is missing, and how far away the providers are. */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include "cli/cli.h"

/* Prints the report, part by part; the exit code: 0, or 1 when something in it is wrong. Sends to
 * each provider's host a request without a key. */
int doctor_run(struct cli *cli, const struct cli_screen *screen);

#endif
