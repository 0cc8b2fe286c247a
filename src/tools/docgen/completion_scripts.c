/* Lines of the shells' completion scripts. */
#include "tools/docgen/completion_scripts.h"

#include "cli/args.h"
#include "print/form.h"
#include "theme/theme.h"

#include <string.h>

static void put_forms(struct buf *out)
{
    for (int i = 0; i < FORM_COUNT; i++)
        buf_printf(out, "%s%s", i ? " " : "", form_name((enum form)i));
    for (int i = 0; i < ROW_FORM_COUNT; i++)
        if (form_find(row_form_name((enum row_form)i)) == FORM_COUNT)
            buf_printf(out, " %s", row_form_name((enum row_form)i));
}

static void put_themes(struct buf *out)
{
    char name[64];
    for (size_t i = 0; theme_name(i, name, sizeof name); i++)
        buf_printf(out, "%s%s", i ? " " : "", name);
}

/* Appends text in single quotes, which quote_inside replaces within it. */
static void put_quoted(struct buf *out, const char *text, const char *quote_inside)
{
    buf_putc(out, '\'');
    for (const char *c = text; *c; c++) {
        if (*c == '\'')
            buf_puts(out, quote_inside);
        else
            buf_putc(out, *c);
    }
    buf_putc(out, '\'');
}

void bash_options(struct buf *out)
{
    for (int i = 0; i < ARG_COUNT; i++) {
        if (arg_rows[i].letter)
            buf_printf(out, "-%c\n", arg_rows[i].letter);
        buf_printf(out, "--%s\n", arg_rows[i].name);
    }
}

/* How each shell completes a kind of value. The words of that kind replace the `*`. */
static const struct {
    const char *bash, *zsh, *fish;
} completions[] = {
    [ARG_VALUES_NONE] = {"", "", ""},
    [ARG_VALUES_ANY] = {"kind='any' words=''", "", " -x"},
    [ARG_VALUES_FORMS] = {"kind='words' words='*'", "(*)", " -x -a '*'"},
    [ARG_VALUES_THEMES] = {"kind='words files' words='*'", "_callbrowser_themes", " -r -F -a '*'"},
    [ARG_VALUES_FILES] = {"kind='files' words=''", "_files", " -r -F"},
    [ARG_VALUES_DIRECTORIES] = {"kind='directories' words=''", "_directories",
                                " -x -a '(__fish_complete_directories)'"},
    [ARG_VALUES_PROVIDERS] = {"kind='providers' words=''", "_callbrowser_providers",
                              " -x -a '(__callbrowser_providers)'"},
};

static void put_completion(struct buf *out, const char *text, enum arg_values values)
{
    for (; *text; text++) {
        if (*text != '*')
            buf_putc(out, *text);
        else if (values == ARG_VALUES_FORMS)
            put_forms(out);
        else
            put_themes(out);
    }
}

void bash_values(struct buf *out)
{
    for (int i = 0; i < ARG_COUNT; i++) {
        enum arg_values values = arg_rows[i].values;
        if (values == ARG_VALUES_NONE)
            continue;
        buf_puts(out, "    ");
        if (arg_rows[i].letter)
            buf_printf(out, "-%c | ", arg_rows[i].letter);
        buf_printf(out, "--%s) ", arg_rows[i].name);
        put_completion(out, completions[values].bash, values);
        buf_puts(out, " ;;\n");
    }
}

/* Appends the part of an _arguments specification that follows the sentence. */
static void zsh_values(struct buf *out, const struct arg_row *row)
{
    const char *second = row->value ? strchr(row->value, ' ') : NULL;
    if (row->value)
        buf_printf(out, ":%.*s:", (int)strcspn(row->value, " "), row->value);
    put_completion(out, completions[row->values].zsh, row->values);
    if (second)
        buf_printf(out, ":%s:_files", second + 1);
}

/* "'(-p --print)'{-p,--print}'[print the calls as ...]:FORM:(text ...)'" */
static void zsh_option(struct buf *out, const struct arg_row *row)
{
    struct buf spec = {0};
    buf_putc(&spec, '[');
    args_sentence(&spec, row);
    buf_putc(&spec, ']');
    zsh_values(&spec, row);
    buf_puts(out, "    ");
    if (row->letter)
        buf_printf(out, "'(-%c --%s)'{-%c%s,--%s%s}", row->letter, row->name, row->letter,
                   row->value ? "+" : "", row->name, row->value ? "=" : "");
    else
        buf_printf(out, "--%s%s", row->name, row->value && !strchr(row->value, ' ') ? "=" : "");
    put_quoted(out, buf_str(&spec), "'\\''");
    buf_puts(out, " \\\n");
    buf_done(&spec);
}

void zsh_options(struct buf *out)
{
    for (int i = 0; i < ARG_COUNT; i++)
        zsh_option(out, &arg_rows[i]);
}

void fish_options(struct buf *out)
{
    for (int i = 0; i < ARG_COUNT; i++) {
        const struct arg_row *row = &arg_rows[i];
        struct buf sentence = {0};
        buf_puts(out, "complete -c callbrowser");
        if (row->letter)
            buf_printf(out, " -s %c", row->letter);
        buf_printf(out, " -l %s", row->name);
        put_completion(out, completions[row->values].fish, row->values);
        args_sentence(&sentence, row);
        buf_puts(out, " -d ");
        put_quoted(out, buf_str(&sentence), "\\'");
        buf_putc(out, '\n');
        buf_done(&sentence);
    }
}

void fish_valued(struct buf *out)
{
    buf_puts(out, "    set -l valued");
    for (int i = 0; i < ARG_COUNT; i++) {
        if (arg_rows[i].value && arg_rows[i].letter)
            buf_printf(out, " -%c", arg_rows[i].letter);
        if (arg_rows[i].value)
            buf_printf(out, " --%s", arg_rows[i].name);
    }
    buf_putc(out, '\n');
}
