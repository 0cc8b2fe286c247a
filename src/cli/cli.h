/* The program up to the point where a screen is needed: the command line read, the configuration
 * loaded, everything answered that needs no screen. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "cli/args.h"
#include "cli/call_ref.h"
#include "cli/report.h"
#include "cli/settings.h"
#include "cli/table.h"

struct cli {
    struct args args;
    struct settings settings; /* nothing where none were needed */
    struct call_ref_words words;
    char *trouble; /* why the configuration could not be read, for --doctor; NULL: it could */
};

/* What only the rooms of the screen know; main.c hands it in. No screen is opened by it. */
struct cli_screen {
    void (*check)(struct config *config); /* adds the problems of [keys] and of the theme */
    void (*list_keys)(struct table *out, const struct config *config);
    void (*list_themes)(struct table *out, const struct config *config);
    /* The terminal, and what is started: for --doctor. */
    void (*examine)(struct report *r, const struct config *config);
    void (*version)(struct buf *compiled, struct buf *running); /* of ncurses, appended */
};

enum cli_next { CLI_ENDS, CLI_GOES_ON };

/* Reads the command line and what it calls for; usage errors, --help and the like end here, with
 * the exit code in *code. */
enum cli_next cli_start(struct cli *cli, int argc, const char *const argv[], int *code);
/* Does what needs no screen; GOES_ON: a screen is wanted, and there is a terminal for one. */
enum cli_next cli_run(struct cli *cli, const struct cli_screen *screen, int *code);
void cli_done(struct cli *cli);

#endif
