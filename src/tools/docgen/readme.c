/* Rows of the README's tables, in Markdown. */
#include "tools/docgen/doc.h"

#include "call/failure.h"
#include "cli/args.h"
#include "config/option.h"
#include "keys/keymap.h"
#include "provider/vocabulary.h"
#include "theme/theme.h"

#include <string.h>

/* A bar would end the cell. */
static void put_cell(struct buf *out, const char *text, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        buf_printf(out, text[i] == '|' ? "\\%c" : "%c", text[i]);
}

/* "`a` `b` " of words with blanks between. */
static void put_codes(struct buf *out, const char *words)
{
    while (*words) {
        size_t n = strcspn(words, " ");
        buf_putc(out, '`');
        put_cell(out, words, n);
        buf_puts(out, "` ");
        words += n + strspn(words + n, " ");
    }
}

/* "auto, side, stacked" of "auto,side,stacked". */
static void put_choices(struct buf *out, const char *choices)
{
    for (const char *c = choices; *c; c++)
        buf_printf(out, *c == ',' ? "%c " : "%c", *c);
}

void readme_options(struct buf *out, int nth)
{
    (void)nth;
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option *o = &options[i];
        buf_printf(out, *o->def ? "| `%s` | `%s` | %s" : "| `%s` | %s| %s", o->name, o->def,
                   o->sentence);
        if (o->type == OPTION_INT)
            buf_printf(out, " (%d to %d %s)", o->low, o->high, o->unit);
        if (o->type == OPTION_CHOICE) {
            buf_puts(out, " (");
            put_choices(out, o->unit);
            buf_putc(out, ')');
        }
        buf_puts(out, " |\n");
    }
}

void readme_themes(struct buf *out, int nth)
{
    (void)nth;
    char name[64];
    for (size_t i = 0; theme_name(i, name, sizeof name); i++) {
        buf_printf(out, "| `%s` | ", name);
        theme_about(name, out);
        buf_puts(out, " |\n");
    }
}

static void put_variables(struct buf *out, const struct provider *p)
{
    for (size_t i = 0; i < p->variable_count; i++) {
        const struct variable *v = &p->variables[i];
        buf_printf(out, "%s`%s`", i ? ", " : "", v->name);
        if (v->allowed) {
            buf_puts(out, " (");
            for (const char *c = v->allowed; *c; c++)
                buf_printf(out, *c == '|' ? ", " : "%c", *c);
            buf_putc(out, ')');
        }
        if (v->optional)
            buf_puts(out, " (if you like)");
    }
    buf_puts(out, p->variable_count ? " " : "");
}

static void put_id_form(struct buf *out, const char *form)
{
    if (!form)
        buf_puts(out, "anything: name the provider");
    else if (strcmp(form, "uuid") == 0)
        buf_puts(out, "a UUID");
    else
        buf_printf(out, "`%s`", form);
}

/* Those that are switched on. */
void readme_providers(struct buf *out, int nth)
{
    (void)nth;
    const struct provider_set *set = doc_providers();
    for (size_t i = 0; i < set->count; i++) {
        const struct provider *p = &set->list[i];
        if (!p->enabled)
            continue;
        buf_printf(out, "| `%s` | `", p->name);
        doc_key_form(out, p);
        buf_puts(out, "` | ");
        put_variables(out, p);
        buf_puts(out, "| ");
        put_id_form(out, p->id_form);
        buf_puts(out, " |\n");
    }
}

void readme_arguments(struct buf *out, int nth)
{
    (void)nth;
    for (int i = 0; i < ARG_COUNT; i++) {
        const struct arg_row *row = &arg_rows[i];
        buf_puts(out, "| ");
        if (row->letter)
            buf_printf(out, "`-%c`, ", row->letter);
        buf_printf(out, "`--%s%s%s` | ", row->name, row->value ? " " : "",
                   row->value ? row->value : "");
        args_sentence(out, row);
        buf_puts(out, " |\n");
    }
}

void readme_codes(struct buf *out, int nth)
{
    (void)nth;
    buf_puts(out, "| 0 | " EXIT_0_SENTENCE " |\n");
    for (int i = 0; i < KIND_COUNT; i++)
        buf_printf(out, "| %d | %s |\n", kind_rows[i].kind, kind_rows[i].sentence);
    buf_puts(out, "| 130, 143 | ended by SIGINT, SIGTERM |\n");
}

void readme_keys(struct buf *out, int nth)
{
    for (int i = 0; i < ACTION_COUNT; i++) {
        if ((int)actions[i].group != nth)
            continue;
        buf_puts(out, "| ");
        put_codes(out, actions[i].keys);
        buf_printf(out, "| `%s` | %s |\n", actions[i].name, actions[i].sentence);
    }
}

void readme_words(struct buf *out, int nth)
{
    int group = -1;
    for (size_t i = 0; i < description_word_count; i++) {
        const struct description_word *word = &description_words[i];
        group += i == 0 || strcmp(word->group, word[-1].group) != 0;
        if (group != nth)
            continue;
        buf_printf(out, "| `%s` | `%s` | ", word->name, word->value);
        put_cell(out, word->sentence, strlen(word->sentence));
        buf_puts(out, " |\n");
    }
}
