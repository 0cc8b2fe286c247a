/* The command line: one table of options makes the parser and --help. Pure. */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include "base/buf.h"
#include "base/err.h"
#include "print/print.h"

#include <stdbool.h>
#include <stddef.h>

#define CALLBROWSER_VERSION "0.1.0"

enum { JOBS_DEFAULT = 8, JOBS_MAX = 64, MAX_WAIT_DEFAULT_S = 60, MAX_WAIT_MAX_S = 86400 };

enum arg {
#define ARG(member, letter, name, value, sentence) ARG_##member,
#include "cli/arg.def"
#undef ARG
    ARG_COUNT
};

struct arg_row {
    char letter; /* 0: none */
    const char *name, *value, *sentence;
};
extern const struct arg_row arg_rows[ARG_COUNT];
/* Its sentence with the forms in it, appended. */
void args_sentence(struct buf *out, const struct arg_row *row);

#define EXIT_0_SENTENCE "all was printed, or the screen was left"

enum args_task {
    TASK_SCREEN,
    TASK_PRINT,
    TASK_LIST_PROVIDERS,
    TASK_LIST_KEYS,
    TASK_LIST_OPTIONS,
    TASK_LIST_THEMES,
    TASK_CHECK_CONFIG,
    TASK_PRINT_CONFIG,
    TASK_DOCTOR,
    TASK_FORGET,
    TASK_TEST_PROVIDER, /* the words are files */
    TASK_HELP,
    TASK_VERSION
};

struct args {
    enum args_task task;
    enum form form;
    const char *config, *theme, *test; /* borrowed from argv; NULL: not given */
    const char *out_dir;               /* likewise */
    int jobs, max_wait_s;
    const char **words; /* what is no option, in order; the list is yours through args_done */
    size_t word_count;
};

/* Options and words may be mixed; `--` ends the options; -pjson, -p json, --print=json and
 * --print json are the same. --help and --version end the reading. False with e set: wrong usage.
 */
bool args_parse(struct args *out, int argc, const char *const argv[], struct err *e);
void args_done(struct args *a);
/* The text of --help, made from the table. */
void args_help(struct buf *out);

#endif
