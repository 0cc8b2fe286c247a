/* Reads the command line with the table in arg.def. Pure. */
#include "cli/args.h"

#include "base/alloc.h"
#include "call/failure.h"
#include "config/problems.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { HELP_NAME_COLS = 24 };

struct reader {
    int argc, at; /* argv[at] is being read */
    const char *const *argv;
    struct args *args;
    struct err *e;
    bool given[ARG_COUNT];
    bool options_ended; /* by `--` */
};

/* Reads one option; value is NULL for an option without one. */
typedef bool setter(struct reader *r, enum arg arg, const char *value);

static bool set_task(struct reader *r, enum arg arg, const char *value)
{
    (void)value;
    r->args->task = arg_rows[arg].task;
    return true;
}

/* Which forms there are depends on --find, which may follow. Another task wins over printing,
 * wherever it is on the command line. */
static bool set_form(struct reader *r, enum arg arg, const char *value)
{
    r->args->values[arg] = value;
    if (r->args->task == TASK_SCREEN)
        r->args->task = arg_rows[arg].task;
    return true;
}

static bool set_number(struct reader *r, enum arg arg, const char *value, int least, int most,
                       int *out)
{
    char *end;
    long number = strtol(value, &end, 10);
    if (*value < '0' || *value > '9' || *end || number < least || number > most)
        return err_set(r->e, "'--%s' needs a number from %d to %d, not '%s'", arg_rows[arg].name,
                       least, most, value);
    *out = (int)number;
    return true;
}

static bool set_jobs(struct reader *r, enum arg arg, const char *value)
{
    return set_number(r, arg, value, 1, JOBS_MAX, &r->args->jobs);
}

static bool set_max_wait(struct reader *r, enum arg arg, const char *value)
{
    return set_number(r, arg, value, 0, MAX_WAIT_MAX_S, &r->args->max_wait_s);
}

static bool set_limit(struct reader *r, enum arg arg, const char *value)
{
    return set_number(r, arg, value, 0, LIMIT_MAX, &r->args->limit);
}

/* An empty query is one, too. */
static bool set_find(struct reader *r, enum arg arg, const char *value)
{
    r->args->values[arg] = value;
    return true;
}

static bool set_offline(struct reader *r, enum arg arg, const char *value)
{
    (void)arg;
    (void)value;
    r->args->offline = true;
    return true;
}

static bool set_yes(struct reader *r, enum arg arg, const char *value)
{
    (void)arg;
    (void)value;
    r->args->yes = true;
    return true;
}

static bool needs_value(struct reader *r, enum arg arg)
{
    return err_set(r->e, "option '--%s' needs a value", arg_rows[arg].name);
}

/* Keeps the value for the option's user. */
static bool set_value(struct reader *r, enum arg arg, const char *value)
{
    if (!*value)
        return needs_value(r, arg);
    r->args->values[arg] = value;
    return arg_rows[arg].task == TASK_SCREEN || set_task(r, arg, value);
}

enum { ANYWHERE = false, PRINTING = true };

const struct arg_row arg_rows[ARG_COUNT] = {
#define ARG(member, letter, name, value, values, set, task, where, sentence)                       \
    {letter, name, value, ARG_VALUES_##values, TASK_##task, where, sentence},
#include "cli/arg.def"
#undef ARG
};

static setter *const setters[ARG_COUNT] = {
#define ARG(member, letter, name, value, values, set, task, where, sentence) set,
#include "cli/arg.def"
#undef ARG
};

static bool has_value(enum arg arg)
{
    return arg_rows[arg].value != NULL;
}

/* Reads an option. Its value is attached (--jobs=4, -j4), or the next argument. */
static bool read_option(struct reader *r, enum arg arg, const char *attached)
{
    const char *value = attached;
    if (has_value(arg) && !attached) {
        if (r->at + 1 >= r->argc)
            return needs_value(r, arg);
        value = r->argv[++r->at];
    }
    r->given[arg] = true;
    return setters[arg](r, arg, value);
}

static bool unknown_option(struct reader *r, const char *name, size_t bytes)
{
    const char *names[ARG_COUNT + 1];
    for (int i = 0; i < ARG_COUNT; i++)
        names[i] = arg_rows[i].name;
    names[ARG_COUNT] = NULL;
    char *word = xstrndup(name, bytes);
    const char *near = problems_nearest_name(word, names);
    err_set(r->e, near ? "unknown option '--%s' (did you mean '--%s'?)" : "unknown option '--%s'",
            word, near);
    free(word);
    return false;
}

static bool read_long(struct reader *r, const char *name)
{
    size_t bytes = strcspn(name, "=");
    const char *value = name[bytes] ? name + bytes + 1 : NULL;
    for (enum arg arg = 0; arg < ARG_COUNT; arg++) {
        const struct arg_row *row = &arg_rows[arg];
        if (strlen(row->name) != bytes || strncmp(row->name, name, bytes) != 0)
            continue;
        if (value && !has_value(arg))
            return err_set(r->e, "option '--%s' takes no value", row->name);
        return read_option(r, arg, value);
    }
    return unknown_option(r, name, bytes);
}

static enum arg find_letter(char letter)
{
    enum arg arg = 0;
    while (arg < ARG_COUNT && arg_rows[arg].letter != letter)
        arg++;
    return arg;
}

/* Letters without values may be joined: -hV. */
static bool read_letters(struct reader *r, const char *letters)
{
    for (; *letters; letters++) {
        enum arg arg = find_letter(*letters);
        if (arg == ARG_COUNT) /* what follows the letter may be a secret (-kKEY) */
            return err_set(r->e, "unknown option '-%.*s'; put IDs that begin with '-' after '--'",
                           (int)utf8_prefix_chars(letters, strlen(letters), 1), letters);
        if (has_value(arg))
            return read_option(r, arg, letters[1] ? letters + 1 : NULL);
        if (!read_option(r, arg, NULL))
            return false;
    }
    return true;
}

static bool read_one(struct reader *r, const char *word)
{
    if (!r->options_ended && strcmp(word, "--") == 0) {
        r->options_ended = true;
        return true;
    }
    if (!r->options_ended && strncmp(word, "--", 2) == 0)
        return read_long(r, word + 2);
    if (!r->options_ended && word[0] == '-' && word[1])
        return read_letters(r, word + 1);
    r->args->words[r->args->word_count++] = word;
    return true;
}

static bool ends_reading(const struct args *a)
{
    return a->task == TASK_HELP || a->task == TASK_VERSION;
}

static bool check_form(struct args *a, const char *name, struct err *e)
{
    a->form = form_find(name);
    if (a->form < FORM_COUNT)
        return true;
    if (row_form_find(name) < ROW_FORM_COUNT)
        return err_set(e, "the form '%s' needs --find", name);
    return err_set(e, "unknown form '%s': use %s", name, form_names());
}

static bool check_row_form(struct args *a, const char *name, struct err *e)
{
    a->row_form = row_form_find(name);
    if (a->row_form < ROW_FORM_COUNT)
        return true;
    if (form_find(name) < FORM_COUNT)
        return err_set(e,
                       "a list of calls cannot be printed as %s: callbrowser --find ... -p id | "
                       "callbrowser %s-p %s -",
                       name, a->offline ? "--offline " : "", name);
    return err_set(e, "unknown form '%s': use %s", name, row_form_names());
}

/* Of the options for --print. */
static bool check_print(struct reader *r, struct err *e)
{
    struct args *a = r->args;
    const char *form = a->values[ARG_PRINT];
    if (r->given[ARG_FIND] && r->given[ARG_OUT])
        return err_set(e, "'--out' cannot be used with '--find'");
    if (r->given[ARG_LIMIT] && !r->given[ARG_FIND])
        return err_set(e, "'--limit' needs --find");
    if (!r->given[ARG_FIND])
        return check_form(a, form, e);
    if (a->task == TASK_PRINT)
        a->task = TASK_FIND;
    return check_row_form(a, form, e);
}

static bool check_companions(const struct reader *r, struct err *e)
{
    const struct args *a = r->args;
    if (r->given[ARG_PROVIDER] && !r->given[ARG_OPEN])
        return err_set(e, "'--provider' needs --open");
    if (r->given[ARG_OPEN] && r->given[ARG_FIND])
        return err_set(e, "'--open' cannot be used with '--find'");
    if (r->given[ARG_OPEN] && a->word_count > 0)
        return err_set(e, "'--open' takes no ID: unexpected argument '%s'", a->words[0]);
    if (r->given[ARG_OFFLINE] && a->task == TASK_DOCTOR)
        return err_set(e, "'--doctor' asks the network: it cannot be used with '--offline'");
    if (r->given[ARG_YES] && !r->given[ARG_ARCHIVE_FORGET])
        return err_set(e, "'--yes' needs --archive-forget");
    return true;
}

static bool check(struct reader *r, struct err *e)
{
    const struct args *a = r->args;
    if (ends_reading(a))
        return true;
    if (!check_companions(r, e))
        return false;
    if (r->given[ARG_PRINT] && !check_print(r, e))
        return false;
    if (a->task == TASK_PRINT || a->task == TASK_FIND)
        return true;
    for (enum arg arg = 0; arg < ARG_COUNT; arg++)
        if (r->given[arg] && arg_rows[arg].needs_print)
            return err_set(e, "'--%s' needs -p", arg_rows[arg].name);
    if (r->given[ARG_FIND] && strcmp(a->values[ARG_FIND], "-") == 0)
        return err_set(e, "'--find -' needs -p");
    if (r->given[ARG_OPEN] && strcmp(a->values[ARG_OPEN], "-") == 0)
        return err_set(e, "'--open -' needs -p");
    if (a->task == TASK_TEST_PROVIDER && a->word_count == 0)
        return err_set(e, "option '--test-provider' also needs a file");
    if (a->task == TASK_SCREEN || a->task == TASK_TEST_PROVIDER || a->word_count == 0)
        return true;
    return err_set(e, "unexpected argument '%s'", a->words[0]);
}

bool args_parse(struct args *out, int argc, const char *const argv[], struct err *e)
{
    struct args a = {
        .jobs = JOBS_DEFAULT, .max_wait_s = MAX_WAIT_DEFAULT_S, .limit = LIMIT_DEFAULT};
    struct reader r = {.argc = argc, .at = 1, .argv = argv, .args = &a, .e = e};
    bool ok = true;
    a.words = xcalloc((size_t)(argc > 0 ? argc : 1), sizeof *a.words);
    for (; ok && r.at < argc && !ends_reading(&a); r.at++)
        ok = read_one(&r, argv[r.at]);
    if (!ok || !check(&r, e)) {
        args_done(&a);
        return false;
    }
    *out = a;
    return true;
}

void args_done(struct args *a)
{
    free(a->words);
    a->words = NULL;
    a->word_count = 0;
}

void args_sentence(struct buf *out, const struct arg_row *row)
{
    const struct {
        const char *mark, *names;
    } lists[] = {{"{forms}", form_names()}, {"{row_forms}", row_form_names()}};
    const char *text = row->sentence;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const char *at = strstr(text, lists[i].mark);
        if (!at)
            continue;
        buf_add(out, text, (size_t)(at - text));
        buf_puts(out, lists[i].names);
        text = at + strlen(lists[i].mark);
    }
    buf_puts(out, text);
}

static void help_row(struct buf *out, const struct arg_row *row)
{
    struct buf name = {0};
    if (row->letter)
        buf_printf(&name, "-%c, ", row->letter);
    else
        buf_puts(&name, "    ");
    buf_printf(&name, "--%s%s%s", row->name, row->value ? " " : "", row->value ? row->value : "");
    buf_printf(out, "  %-*s", HELP_NAME_COLS, name.data);
    if (name.len >= HELP_NAME_COLS)
        buf_printf(out, "\n  %-*s", HELP_NAME_COLS, "");
    args_sentence(out, row);
    buf_putc(out, '\n');
    buf_done(&name);
}

void args_help(struct buf *out)
{
    buf_puts(out,
             "usage: callbrowser [OPTION]... [PROVIDER] [ID]...\n"
             "\n"
             "Shows a call: its details, participants, recordings and transcript.\n"
             "An ID may name its provider (ringyo:call_xyz789). With -p, the argument - reads\n"
             "IDs from standard input, one per line, and --find - reads the query.\n"
             "\n");
    for (int i = 0; i < ARG_COUNT; i++)
        help_row(out, &arg_rows[i]);
    buf_puts(out, "  --                      end of the options\n\nExit codes:\n");
    buf_printf(out, "  0  %s\n", EXIT_0_SENTENCE);
    for (int i = 0; i < KIND_COUNT; i++)
        buf_printf(out, "  %d  %s\n", kind_rows[i].kind, kind_rows[i].sentence);
}
