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

void bash_options(struct buf *out, const struct provider_set *providers)
{
    (void)providers;
    for (int i = 0; i < ARG_COUNT; i++) {
        if (arg_rows[i].letter)
            buf_printf(out, "-%c\n", arg_rows[i].letter);
        buf_printf(out, "--%s\n", arg_rows[i].name);
    }
}

void bash_values(struct buf *out, const struct provider_set *providers)
{
    (void)providers;
    static const char *const kinds[] = {
        [ARG_VALUES_ANY] = "any",
        [ARG_VALUES_FORMS] = "words",
        [ARG_VALUES_THEMES] = "words files",
        [ARG_VALUES_FILES] = "files",
        [ARG_VALUES_DIRECTORIES] = "directories",
        [ARG_VALUES_PROVIDERS] = "providers",
    };
    for (int i = 0; i < ARG_COUNT; i++) {
        enum arg_values values = arg_rows[i].values;
        if (values == ARG_VALUES_NONE)
            continue;
        buf_puts(out, "    ");
        if (arg_rows[i].letter)
            buf_printf(out, "-%c | ", arg_rows[i].letter);
        buf_printf(out, "--%s) kind='%s' words='", arg_rows[i].name, kinds[values]);
        if (values == ARG_VALUES_FORMS)
            put_forms(out);
        if (values == ARG_VALUES_THEMES)
            put_themes(out);
        buf_puts(out, "' ;;\n");
    }
}

/* Appends the part of an _arguments specification that follows the sentence. */
static void zsh_values(struct buf *out, enum arg arg)
{
    const char *value = arg_rows[arg].value, *second = value ? strchr(value, ' ') : NULL;
    if (value)
        buf_printf(out, ":%.*s:", (int)strcspn(value, " "), value);
    switch (arg_rows[arg].values) {
    case ARG_VALUES_FORMS:
        buf_putc(out, '(');
        put_forms(out);
        buf_putc(out, ')');
        break;
    case ARG_VALUES_THEMES:
        buf_puts(out, "_callbrowser_themes");
        break;
    case ARG_VALUES_FILES:
        buf_puts(out, "_files");
        break;
    case ARG_VALUES_DIRECTORIES:
        buf_puts(out, "_directories");
        break;
    case ARG_VALUES_PROVIDERS:
        buf_puts(out, "_callbrowser_providers");
        break;
    case ARG_VALUES_NONE:
    case ARG_VALUES_ANY:
        break;
    }
    if (second)
        buf_printf(out, ":%s:_files", second + 1);
}

/* "'(-p --print)'{-p,--print}'[print the calls as ...]:FORM:(text ...)'" */
static void zsh_option(struct buf *out, enum arg arg)
{
    const struct arg_row *row = &arg_rows[arg];
    struct buf spec = {0};
    buf_putc(&spec, '[');
    args_sentence(&spec, row);
    buf_putc(&spec, ']');
    zsh_values(&spec, arg);
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

void zsh_options(struct buf *out, const struct provider_set *providers)
{
    (void)providers;
    for (int i = 0; i < ARG_COUNT; i++)
        zsh_option(out, (enum arg)i);
}

static void fish_values(struct buf *out, enum arg_values values)
{
    switch (values) {
    case ARG_VALUES_FORMS:
        buf_puts(out, " -x -a '");
        put_forms(out);
        buf_putc(out, '\'');
        break;
    case ARG_VALUES_THEMES:
        buf_puts(out, " -r -F -a '");
        put_themes(out);
        buf_putc(out, '\'');
        break;
    case ARG_VALUES_FILES:
        buf_puts(out, " -r -F");
        break;
    case ARG_VALUES_DIRECTORIES:
        buf_puts(out, " -x -a '(__fish_complete_directories)'");
        break;
    case ARG_VALUES_PROVIDERS:
        buf_puts(out, " -x -a '(__callbrowser_providers)'");
        break;
    case ARG_VALUES_ANY:
        buf_puts(out, " -x");
        break;
    case ARG_VALUES_NONE:
        break;
    }
}

void fish_options(struct buf *out, const struct provider_set *providers)
{
    (void)providers;
    for (int i = 0; i < ARG_COUNT; i++) {
        const struct arg_row *row = &arg_rows[i];
        struct buf sentence = {0};
        buf_puts(out, "complete -c callbrowser");
        if (row->letter)
            buf_printf(out, " -s %c", row->letter);
        buf_printf(out, " -l %s", row->name);
        fish_values(out, arg_rows[i].values);
        args_sentence(&sentence, row);
        buf_puts(out, " -d ");
        put_quoted(out, buf_str(&sentence), "\\'");
        buf_putc(out, '\n');
        buf_done(&sentence);
    }
}

void fish_valued(struct buf *out, const struct provider_set *providers)
{
    (void)providers;
    buf_puts(out, "    set -l valued");
    for (int i = 0; i < ARG_COUNT; i++) {
        if (arg_rows[i].value && arg_rows[i].letter)
            buf_printf(out, " -%c", arg_rows[i].letter);
        if (arg_rows[i].value)
            buf_printf(out, " --%s", arg_rows[i].name);
    }
    buf_putc(out, '\n');
}
