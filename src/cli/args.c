/* Reads the command line by the table in arg.def. Pure. */
#include "cli/args.h"

#include "base/alloc.h"
#include "call/failure.h"
#include "config/problems.h"

#include <stdlib.h>
#include <string.h>

enum { HELP_NAME_COLS = 24, NOT_GIVEN = -1 };

const struct arg_row arg_rows[ARG_COUNT] = {
#define ARG(member, letter, name, value, sentence) {letter, name, value, sentence},
#include "cli/arg.def"
#undef ARG
};

struct reader {
    int argc, at; /* argv[at] is being read */
    const char *const *argv;
    struct args *args;
    struct err *e;
    bool end; /* of the options, or of everything after --help */
};

static bool is_task(enum arg arg)
{
    return arg_rows[arg].value == NULL;
}

static void set_task(struct reader *r, enum arg arg)
{
    static const enum args_task tasks[ARG_COUNT] = {
        [ARG_LIST_PROVIDERS] = TASK_LIST_PROVIDERS,
        [ARG_LIST_KEYS] = TASK_LIST_KEYS,
        [ARG_LIST_OPTIONS] = TASK_LIST_OPTIONS,
        [ARG_LIST_THEMES] = TASK_LIST_THEMES,
        [ARG_CHECK_CONFIG] = TASK_CHECK_CONFIG,
        [ARG_PRINT_CONFIG] = TASK_PRINT_CONFIG,
        [ARG_DOCTOR] = TASK_DOCTOR,
        [ARG_FORGET] = TASK_FORGET,
        [ARG_HELP] = TASK_HELP,
        [ARG_VERSION] = TASK_VERSION,
    };
    r->args->task = tasks[arg];
}

static bool set_form(struct reader *r, const char *value)
{
    int form = form_find(value);
    if (form < 0)
        return err_set(r->e, "unknown form '%s': it is %s", value, form_names());
    r->args->form = (enum form)form;
    if (r->args->task == TASK_SCREEN)
        r->args->task = TASK_PRINT;
    return true;
}

static bool set_number(struct reader *r, enum arg arg, const char *value, int least, int most,
                       int *out)
{
    char *end;
    long number = strtol(value, &end, 10);
    if (*value < '0' || *value > '9' || *end || number < least || number > most)
        return err_set(r->e, "'--%s' is a number from %d to %d, not '%s'", arg_rows[arg].name,
                       least, most, value);
    *out = (int)number;
    return true;
}

static bool set_value(struct reader *r, enum arg arg, const char *value)
{
    if (arg == ARG_PRINT)
        return set_form(r, value);
    if (arg == ARG_JOBS)
        return set_number(r, arg, value, 1, JOBS_MAX, &r->args->jobs);
    if (arg == ARG_MAX_WAIT)
        return set_number(r, arg, value, 0, MAX_WAIT_MAX_S, &r->args->max_wait_s);
    if (!*value)
        return err_set(r->e, "option '--%s' needs a value", arg_rows[arg].name);
    if (arg == ARG_CONFIG)
        r->args->config = value;
    if (arg == ARG_THEME)
        r->args->theme = value;
    if (arg == ARG_TEST_PROVIDER) {
        r->args->test = value;
        r->args->task = TASK_TEST_PROVIDER;
    }
    if (arg == ARG_OUT)
        r->args->out_dir = value;
    return true;
}

static bool take_value(struct reader *r, enum arg arg, const char *attached)
{
    if (attached)
        return set_value(r, arg, attached);
    if (r->at + 1 >= r->argc)
        return err_set(r->e, "option '--%s' needs a value", arg_rows[arg].name);
    return set_value(r, arg, r->argv[++r->at]);
}

static bool unknown_option(struct reader *r, const char *name, size_t bytes)
{
    const char *names[ARG_COUNT + 1];
    for (int i = 0; i < ARG_COUNT; i++)
        names[i] = arg_rows[i].name;
    names[ARG_COUNT] = NULL;
    char *word = xstrndup(name, bytes);
    const char *nearest = problems_nearest_name(word, names);
    if (nearest)
        err_set(r->e, "unknown option '--%s' (did you mean '--%s'?)", word, nearest);
    else
        err_set(r->e, "unknown option '--%s'", word);
    free(word);
    return false;
}

static bool read_long(struct reader *r, const char *name)
{
    size_t bytes = strcspn(name, "=");
    const char *value = name[bytes] ? name + bytes + 1 : NULL;
    for (int i = 0; i < ARG_COUNT; i++) {
        const struct arg_row *row = &arg_rows[i];
        if (strlen(row->name) != bytes || strncmp(row->name, name, bytes) != 0)
            continue;
        if (!is_task((enum arg)i))
            return take_value(r, (enum arg)i, value);
        if (value)
            return err_set(r->e, "option '--%s' takes no value", row->name);
        set_task(r, (enum arg)i);
        return true;
    }
    return unknown_option(r, name, bytes);
}

static int find_letter(char letter)
{
    for (int i = 0; i < ARG_COUNT; i++) {
        if (arg_rows[i].letter == letter)
            return i;
    }
    return -1;
}

static bool read_letters(struct reader *r, const char *letters)
{
    for (; *letters; letters++) {
        int arg = find_letter(*letters);
        if (arg < 0)
            return err_set(r->e, "unknown option '-%s'; IDs that begin with '-' go after '--'",
                           letters);
        if (!is_task((enum arg)arg))
            return take_value(r, (enum arg)arg, letters[1] ? letters + 1 : NULL);
        set_task(r, (enum arg)arg);
    }
    return true;
}

static bool read_one(struct reader *r, const char *word)
{
    if (!r->end && strcmp(word, "--") == 0) {
        r->end = true;
        return true;
    }
    if (!r->end && strncmp(word, "--", 2) == 0)
        return read_long(r, word + 2);
    if (!r->end && word[0] == '-' && word[1])
        return read_letters(r, word + 1);
    r->args->words[r->args->word_count++] = word;
    return true;
}

static bool is_answered(const struct args *a)
{
    return a->task == TASK_HELP || a->task == TASK_VERSION;
}

static bool check(const struct args *a, struct err *e)
{
    if (is_answered(a) || a->task == TASK_PRINT)
        return true;
    if (a->out_dir)
        return err_set(e, "'--out' needs -p");
    if (a->max_wait_s != NOT_GIVEN)
        return err_set(e, "'--max-wait' needs -p");
    if (a->task == TASK_TEST_PROVIDER)
        return a->word_count > 0 ? true
                                 : err_set(e, "option '--test-provider' needs a file as well");
    if (a->task == TASK_SCREEN || a->word_count == 0)
        return true;
    return err_set(e, "'%s' is one word too many here", a->words[0]);
}

bool args_parse(struct args *out, int argc, const char *const argv[], struct err *e)
{
    struct args a = {.task = TASK_SCREEN, .jobs = JOBS_DEFAULT, .max_wait_s = NOT_GIVEN};
    struct reader r = {.argc = argc, .at = 1, .argv = argv, .args = &a, .e = e};
    bool ok = true;
    a.words = xcalloc((size_t)(argc > 0 ? argc : 1), sizeof *a.words);
    for (; ok && r.at < argc && !is_answered(&a); r.at++)
        ok = read_one(&r, argv[r.at]);
    if (!ok || !check(&a, e)) {
        args_done(&a);
        return false;
    }
    if (a.max_wait_s == NOT_GIVEN)
        a.max_wait_s = MAX_WAIT_DEFAULT_S;
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
    const char *mark = strstr(row->sentence, "{forms}");
    if (!mark) {
        buf_puts(out, row->sentence);
        return;
    }
    buf_add(out, row->sentence, (size_t)(mark - row->sentence));
    buf_printf(out, "%s%s", form_names(), mark + strlen("{forms}"));
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
             "Shows a call by its ID: facts, who took part, recording, transcript.\n"
             "An ID may carry its provider (ringyo:call_xyz789); with -p the word - reads IDs\n"
             "from standard input, one a line.\n"
             "\n");
    for (int i = 0; i < ARG_COUNT; i++)
        help_row(out, &arg_rows[i]);
    buf_puts(out, "  --                      ends the options\n\nExit codes:\n");
    buf_printf(out, "  0  %s\n", EXIT_0_SENTENCE);
    for (int i = 0; i < KIND_COUNT; i++)
        buf_printf(out, "  %d  %s\n", kind_rows[i].kind, kind_rows[i].sentence);
}
