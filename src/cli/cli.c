/* Reads the command line, then the configuration, then the provider descriptions, and then runs the
 * task. One thread. */
#include "cli/cli.h"

#include "base/alloc.h"
#include "cli/batch.h"
#include "cli/check_config.h"
#include "cli/dry_run.h"
#include "cli/find_batch.h"
#include "cli/find_terms.h"
#include "cli/forget_kept.h"
#include "cli/kept_report.h"
#include "cli/kept_rows.h"
#include "cli/lists.h"
#include "cli/output.h"
#include "config/history.h"
#include "config/key_env.h"
#include "text/time.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { COLS_DEFAULT = 80, COLS_MIN = 20, COLS_MAX = 10000 };

static int usage_error(const char *sentence)
{
    output_say("%s", sentence);
    return KIND_USAGE;
}

static int forget_history(void)
{
    struct err e;
    char *path = history_path();
    bool ok = !path || history_forget(path, &e);
    if (!ok)
        output_say("%s", e.text);
    else if (path)
        output_say("deleted the history in '%s'", path);
    free(path);
    return ok ? 0 : 1;
}

/* Runs a task that needs no configuration; returns false if this task needs it. */
static bool run_without_config(enum args_task task, int *code)
{
    struct buf out = {0};
    if (task == TASK_FORGET) {
        *code = forget_history();
        return true;
    }
    if (task == TASK_HELP)
        args_help(&out);
    else if (task == TASK_VERSION)
        buf_puts(&out, "callbrowser " CALLBROWSER_VERSION "\n");
    else if (task == TASK_PRINT_CONFIG)
        buf_puts(&out, config_builtin_text());
    else
        return false;
    *code = output_end(&out);
    return true;
}

static void set_zone(struct config *c)
{
    const char *zone = config_text(c, OPT_timezone);
    if (time_set_zone(zone))
        return;
    problems_add(&c->problems, c->values[OPT_timezone].file, c->values[OPT_timezone].line, NULL,
                 "unknown time zone '%s'; local time is used", zone);
    time_set_zone("local");
}

/* With --find the words are providers. */
static bool are_providers(const struct cli *cli, struct err *e)
{
    for (size_t i = 0; i < cli->args.word_count; i++)
        if (!provider_find(cli->settings.providers, cli->args.words[i]))
            return find_terms_unknown(cli->settings.providers, cli->args.words[i], e);
    return true;
}

static bool load(struct cli *cli, struct err *e)
{
    const struct args *a = &cli->args;
    key_env_hide();
    bool ok = settings_load(&cli->settings, a->values[ARG_CONFIG], a->values[ARG_THEME], e);
    if (!ok && a->task == TASK_DOCTOR) {
        cli->config_error = xstrdup(e->text);
        ok = settings_load(&cli->settings, "/dev/null", a->values[ARG_THEME], e);
    }
    if (!ok)
        return false;
    set_zone(cli->settings.config);
    problems_sort(&cli->settings.config->problems);
    if (a->task == TASK_SCREEN && a->values[ARG_FIND])
        return are_providers(cli, e);
    return a->task == TASK_TEST_PROVIDER || a->task == TASK_FIND ||
           call_ref_words(&cli->words, cli->settings.providers, a->words, a->word_count, e);
}

/* Before the screen begins, as it may be that there is nothing to show on it. */
static enum cli_next open_file(struct cli *cli, int *code)
{
    struct err e;
    *code = opened_read(&cli->opened, cli->settings.config, cli->settings.providers,
                        cli->args.values[ARG_OPEN], cli->args.values[ARG_PROVIDER], &e);
    if (*code)
        output_say("%s", e.text);
    return *code ? CLI_ENDS : CLI_CONTINUES;
}

enum cli_next cli_start(struct cli *cli, int argc, const char *const argv[], int *code)
{
    struct err e;
    *cli = (struct cli){0};
    if (!args_parse(&cli->args, argc, argv, &e)) {
        *code = usage_error(e.text);
        output_say("try 'callbrowser --help'");
        return CLI_ENDS;
    }
    if (run_without_config(cli->args.task, code))
        return CLI_ENDS;
    if (!load(cli, &e)) {
        *code = usage_error(e.text);
        return CLI_ENDS;
    }
    bool opens = cli->args.task == TASK_SCREEN || cli->args.task == TASK_PRINT;
    return opens && cli->args.values[ARG_OPEN] ? open_file(cli, code) : CLI_CONTINUES;
}

/* The width of the text form: COLUMNS if it is a sensible number. */
static int text_cols(void)
{
    const char *s = getenv("COLUMNS");
    char *end;
    if (!s || *s < '0' || *s > '9')
        return COLS_DEFAULT;
    long cols = strtol(s, &end, 10);
    return *end || cols < COLS_MIN || cols > COLS_MAX ? COLS_DEFAULT : (int)cols;
}

static int print_calls(const struct cli *cli)
{
    struct batch_request request = {
        .words = cli->words,
        .form = cli->args.form,
        .style = {.cols = text_cols(),
                  .cut = true,
                  .limits = {config_number(cli->settings.config, OPT_gap_s),
                             config_decimal(cli->settings.config, OPT_slow_s)},
                  .note = cli->settings.note},
        .mask = config_number(cli->settings.config, OPT_mask),
        .jobs = cli->args.jobs,
        .max_wait_s = cli->args.max_wait_s,
        .offline = cli->args.offline,
        .opened = cli->opened.call ? &cli->opened : NULL,
        .dir = cli->args.values[ARG_OUT],
    };
    struct err e;
    if (cli->words.count == 0 && !request.opened)
        return usage_error("no call ID given");
    if (request.mask && form_is_raw(request.form))
        return usage_error("the raw form cannot be masked, but the option 'mask' is on");
    if (request.dir && !output_dir_check(request.dir, &e))
        return usage_error(e.text);
    if (request.offline)
        kept_rows_start(cli->settings.config);
    return batch_run(cli->settings.config, cli->settings.providers, &request);
}

static int find_calls(const struct cli *cli)
{
    const struct args *a = &cli->args;
    const struct find_batch_request request = {
        .query = a->values[ARG_FIND],
        .words = a->words,
        .word_count = a->word_count,
        .form = a->row_form,
        .cols = text_cols(),
        .mask = config_number(cli->settings.config, OPT_mask),
        .jobs = a->jobs,
        .max_wait_s = a->max_wait_s,
        .offline = a->offline,
        .limit = (size_t)a->limit,
    };
    return find_batch_run(cli->settings.config, cli->settings.providers, &request);
}

static int check_config(const struct cli *cli)
{
    struct buf out = {0};
    check_config_screen(cli->settings.config);
    check_config_named(cli->settings.config, cli->settings.providers);
    lists_problems(&out, &cli->settings.config->problems);
    kept_report_say_left(cli->settings.config);
    int code = output_end(&out);
    return code == 0 && cli->settings.config->problems.count > 0 ? KIND_USAGE : code;
}

static void say_problems(const struct cli *cli)
{
    const struct problems *all = &cli->settings.config->problems;
    for (size_t i = 0; i < all->count; i++) {
        char *text = problems_text(&all->list[i]);
        output_say("%s", text);
        free(text);
    }
}

static int check_terminal(const struct cli *cli)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return usage_error("standard input and output must be a terminal (use -p to print)");
    for (size_t i = 0; i < cli->words.count; i++)
        if (strcmp(cli->words.ids[i], "-") == 0)
            return usage_error("the argument '-' needs -p");
    return 0;
}

typedef void lister(struct table *out, const struct settings *s);

static int show_list(const struct cli *cli, lister *list)
{
    struct table table = {0};
    check_config_screen(cli->settings.config);
    problems_sort(&cli->settings.config->problems);
    say_problems(cli);
    list(&table, &cli->settings);
    return output_table(&table);
}

static int run_task(struct cli *cli, doctor_examiner *terminal)
{
    const struct settings *settings = &cli->settings;
    const struct args *a = &cli->args;
    switch (a->task) {
    case TASK_SCREEN:
        return check_terminal(cli);
    case TASK_PRINT:
        say_problems(cli);
        return print_calls(cli);
    case TASK_FIND:
        say_problems(cli);
        return find_calls(cli);
    case TASK_LIST_PROVIDERS:
        return show_list(cli, lists_providers);
    case TASK_LIST_KEYS:
        return show_list(cli, lists_keys);
    case TASK_LIST_OPTIONS:
        return show_list(cli, lists_options);
    case TASK_LIST_THEMES:
        return show_list(cli, lists_themes);
    case TASK_CHECK_CONFIG:
        return check_config(cli);
    case TASK_DOCTOR:
        return doctor_run(settings, a->values[ARG_CONFIG], cli->config_error, terminal);
    case TASK_ARCHIVE_FORGET:
        say_problems(cli);
        return forget_kept_run(settings->config, settings->providers, a->values[ARG_ARCHIVE_FORGET],
                               a->yes);
    case TASK_TEST_PROVIDER:
        say_problems(cli);
        return dry_run(settings->config, settings->providers, a->values[ARG_TEST_PROVIDER],
                       a->words, a->word_count);
    case TASK_PRINT_CONFIG:
    case TASK_FORGET:
    case TASK_HELP:
    case TASK_VERSION:
        break; /* cli_start has done these */
    }
    return 0;
}

enum cli_next cli_run(struct cli *cli, doctor_examiner *terminal, int *code)
{
    *code = run_task(cli, terminal);
    return cli->args.task == TASK_SCREEN && *code == 0 ? CLI_CONTINUES : CLI_ENDS;
}

void cli_done(struct cli *cli)
{
    args_done(&cli->args);
    opened_done(&cli->opened);
    settings_done(&cli->settings);
    free(cli->config_error);
    key_env_forget();
    *cli = (struct cli){0};
}
