/* Everything the program does without a screen: it reads the command line, loads the configuration,
 * prints calls, lists and reports. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "cli/args.h"
#include "cli/call_ref.h"
#include "cli/doctor.h"
#include "cli/opened.h"
#include "cli/settings.h"

struct cli {
    struct args args;
    struct settings settings; /* empty for tasks that need no configuration */
    struct call_ref_words words;
    struct opened opened; /* of --open */
    char *config_error;   /* why the configuration could not be read, for --doctor; or NULL */
};

enum cli_next { CLI_ENDS, CLI_CONTINUES };

/* Reads the command line and the configuration. Usage errors, --help and other tasks that need no
 * configuration end here, with the exit code in *code. */
enum cli_next cli_start(struct cli *cli, int argc, const char *const argv[], int *code);
/* Runs the task. Returns CLI_CONTINUES if the task is the screen and there is a terminal for it. */
enum cli_next cli_run(struct cli *cli, doctor_examiner *terminal, int *code);
void cli_done(struct cli *cli);

#endif
