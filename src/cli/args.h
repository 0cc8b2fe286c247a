/* The command line. The parser, --help and the shell completions are made from arg.def. Pure. */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include "base/buf.h"
#include "base/err.h"
#include "print/form.h"
#include "print/row_form.h"

#include <stdbool.h>
#include <stddef.h>

#define CALLBROWSER_VERSION "0.1.0"

enum {
    JOBS_DEFAULT = 8,
    JOBS_MAX = 64,
    MAX_WAIT_DEFAULT_S = 60,
    MAX_WAIT_MAX_S = 86400,
    LIMIT_DEFAULT = 100,
    LIMIT_MAX = 1000000
};

/* What the program is asked to do. */
enum args_task {
    TASK_SCREEN,
    TASK_PRINT,
    TASK_FIND, /* the words are providers */
    TASK_LIST_PROVIDERS,
    TASK_LIST_KEYS,
    TASK_LIST_OPTIONS,
    TASK_LIST_THEMES,
    TASK_CHECK_CONFIG,
    TASK_PRINT_CONFIG,
    TASK_DOCTOR,
    TASK_FORGET,
    TASK_ARCHIVE_FORGET,
    TASK_TEST_PROVIDER, /* the words are file names */
    TASK_HELP,
    TASK_VERSION
};

/* What shell completion offers for an option's value. */
enum arg_values {
    ARG_VALUES_NONE, /* the option has no value */
    ARG_VALUES_ANY,  /* no list of values exists */
    ARG_VALUES_FORMS,
    ARG_VALUES_THEMES, /* and files */
    ARG_VALUES_FILES,
    ARG_VALUES_DIRECTORIES,
    ARG_VALUES_PROVIDERS
};

enum arg {
#define ARG(member, letter, name, value, values, set, task, where, sentence) ARG_##member,
#include "cli/arg.def"
#undef ARG
    ARG_COUNT
};

struct arg_row {
    char letter; /* 0: the option has only its long name */
    const char *name;
    const char *value; /* the value's name in --help; NULL: the option has no value */
    enum arg_values values;
    enum args_task task;
    bool needs_print; /* the option is allowed only with --print */
    const char *sentence;
};
extern const struct arg_row arg_rows[ARG_COUNT];
/* Appends the row's sentence with {forms} and {row_forms} replaced. */
void args_sentence(struct buf *out, const struct arg_row *row);

#define EXIT_0_SENTENCE "everything was printed, or the screen was closed"

struct args {
    enum args_task task;
    enum form form;                /* of TASK_PRINT */
    enum row_form row_form;        /* of TASK_FIND */
    const char *values[ARG_COUNT]; /* of set_value's options, borrowed from argv; NULL: not given */
    int jobs, max_wait_s, limit;   /* limit: of rows; 0: none */
    bool offline;                  /* nothing is sent */
    bool yes;                      /* of TASK_ARCHIVE_FORGET: do not ask */
    const char **words; /* the arguments that are not options, in order; freed by args_done */
    size_t word_count;
};

/* Reads the command line as getopt_long(3) does: options and words may be mixed, `--` ends the
 * options, and -pjson, -p json, --print=json and --print json mean the same. Nothing after --help
 * or --version is read. Returns false, with e set, on wrong usage. */
bool args_parse(struct args *out, int argc, const char *const argv[], struct err *e);
void args_done(struct args *a);
/* Appends the text of --help. */
void args_help(struct buf *out);

#endif
