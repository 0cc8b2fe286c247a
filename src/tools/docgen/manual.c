/* Items of the man pages' lists, in mdoc(7). */
#include "tools/docgen/manual.h"

#include "call/failure.h"
#include "cli/args.h"
#include "config/option.h"
#include "keys/keymap.h"
#include "provider/vocabulary.h"
#include "theme/theme.h"
#include "tools/docgen/reference.h"

#include <string.h>

/* Appends text so that roff prints it as it is. */
static void put_roff(struct buf *out, const char *text)
{
    for (const char *c = text; *c; c++) {
        if ((c == text || c[-1] == '\n') && (*c == '.' || *c == '\''))
            buf_puts(out, "\\&");
        if (*c == '\\')
            buf_puts(out, "\\e");
        else if (*c == '"')
            buf_puts(out, "\\(dq");
        else if (*c == '-')
            buf_puts(out, "\\-");
        else
            buf_putc(out, *c);
    }
}

static void put_line(struct buf *out, const char *text)
{
    put_roff(out, text);
    buf_putc(out, '\n');
}

/* Appends an argument of a macro: in quotes, and a single punctuation mark does not end the macro.
 */
static void put_quoted(struct buf *out, const char *text)
{
    buf_puts(out, strlen(text) == 1 ? "\"\\&" : "\"");
    put_roff(out, text);
    buf_putc(out, '"');
}

static void put_item(struct buf *out, const char *text)
{
    buf_puts(out, ".It Ic ");
    put_quoted(out, text);
    buf_putc(out, '\n');
}

void manual_version(struct buf *out)
{
    buf_puts(out, ".Os \"callbrowser " CALLBROWSER_VERSION "\"\n");
}

void manual_arguments(struct buf *out)
{
    for (int i = 0; i < ARG_COUNT; i++) {
        const struct arg_row *row = &arg_rows[i];
        struct buf sentence = {0};
        buf_puts(out, ".It ");
        if (row->letter)
            buf_printf(out, "Fl %c , ", row->letter);
        buf_printf(out, "Fl \\-%s", row->name);
        if (row->value)
            buf_printf(out, " Ar %s", row->value);
        buf_putc(out, '\n');
        args_sentence(&sentence, row);
        put_line(out, buf_str(&sentence));
        buf_done(&sentence);
    }
}

void manual_codes(struct buf *out)
{
    buf_puts(out, ".It 0\n" EXIT_0_SENTENCE "\n");
    for (int i = 0; i < KIND_COUNT; i++) {
        buf_printf(out, ".It %d\n", kind_rows[i].kind);
        put_line(out, kind_rows[i].sentence);
    }
    buf_puts(out, ".It 130, 143\nended by SIGINT, SIGTERM\n");
}

/* One list for each group. An action without a key is run by its name on the command line. */
void manual_keys(struct buf *out)
{
    struct problems none = {0};
    struct keymap *k = keymap_new(NULL, &none);
    for (int i = 0; i < ACTION_COUNT; i++) {
        struct buf keys = {0};
        if (keymap_begins_group(i))
            buf_printf(out, "%s.Pp\n%s:\n.Bl -tag -width \"Space PgDn Ctrl-F\" -compact\n",
                       i ? ".El\n" : "", action_group_titles[actions[i].group]);
        keymap_keys_label(k, (enum action)i, &keys);
        if (!keys.len)
            buf_printf(&keys, ":%s", actions[i].name);
        put_item(out, keys.data);
        put_line(out, actions[i].sentence);
        buf_done(&keys);
    }
    buf_puts(out, ".El\n");
    keymap_free(k);
    problems_done(&none);
}

/* "wrap = yes", what the option means, which values it takes. */
void manual_options(struct buf *out)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option *o = &options[i];
        struct buf values = {0};
        buf_printf(out, ".It Ic %s Ns Li \" = ", o->name);
        put_roff(out, o->def);
        buf_puts(out, "\"\n");
        option_put_values(&values, o);
        if (o->type == OPTION_BOOL)
            buf_puts(&values, "yes or no");
        put_roff(out, o->sentence);
        if (values.len)
            buf_printf(out, " (%s)", values.data);
        buf_putc(out, '\n');
        buf_done(&values);
    }
}

void manual_actions(struct buf *out)
{
    for (int i = 0; i < ACTION_COUNT; i++) {
        put_item(out, actions[i].name);
        buf_puts(out, ".Li ");
        put_quoted(out, *actions[i].keys ? actions[i].keys : "none");
        buf_putc(out, '\n');
    }
}

void manual_themes(struct buf *out)
{
    char name[64];
    for (size_t i = 0; theme_name(i, name, sizeof name); i++) {
        struct buf what = {0};
        put_item(out, name);
        theme_about(name, &what);
        put_line(out, buf_str(&what));
        buf_done(&what);
    }
}

static void put_provider(struct buf *out, const struct provider *p)
{
    struct buf key = {0};
    put_item(out, p->name);
    buf_printf(out, "%s; the key is sent as\n.Li ", p->title);
    reference_key_form(&key, p);
    put_quoted(out, buf_str(&key));
    for (size_t i = 0; i < p->variable_count; i++)
        buf_printf(out, "%s\n.Ic %s%s", i ? " ," : " ;\nit needs", p->variables[i].name,
                   p->variables[i].optional ? " (optional)" : "");
    buf_puts(out, p->enabled ? "\n" : "\n(disabled)\n");
    buf_done(&key);
}

void manual_providers(struct buf *out, const struct provider_set *providers)
{
    for (size_t i = 0; i < providers->count; i++)
        put_provider(out, &providers->list[i]);
}

void manual_roles(struct buf *out)
{
    static const struct {
        const char *name, *sentence;
    } roles[] = {
#define ROLE(member, name, sentence) {name, sentence},
#include "theme/role.def"
#undef ROLE
    };
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        put_item(out, roles[i].name);
        put_line(out, roles[i].sentence);
    }
}

/* Appends a line in which Markdown's `code` is bold. */
static void put_marked(struct buf *out, const char *text)
{
    struct buf roff = {0};
    bool bold = false;
    put_roff(&roff, text);
    for (const char *c = buf_str(&roff); *c; c++) {
        if (*c != '`') {
            buf_putc(out, *c);
            continue;
        }
        bold = !bold;
        buf_puts(out, bold ? "\\fB" : "\\fP");
    }
    buf_putc(out, '\n');
    buf_done(&roff);
}

void manual_words(struct buf *out)
{
    for (size_t i = 0; i < description_word_count; i++) {
        const struct description_word *word = &description_words[i];
        if (i == 0 || strcmp(word->group, word[-1].group) != 0)
            buf_printf(out, "%s.Pp\n%s:\n.Bl -tag -width Ds\n", i ? ".El\n" : "", word->group);
        buf_printf(out, ".It Ic %s Li \"= ", word->name);
        put_roff(out, word->value);
        buf_puts(out, "\"\n");
        put_marked(out, word->sentence);
    }
    buf_puts(out, ".El\n");
}
