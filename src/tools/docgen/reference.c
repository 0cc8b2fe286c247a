/* Rows of the tables in README.md and src/doc, in Markdown. */
#include "tools/docgen/reference.h"

#include "call/failure.h"
#include "cli/args.h"
#include "config/option.h"
#include "keys/keymap.h"
#include "provider/vocabulary.h"
#include "theme/theme.h"

#include <string.h>

/* Appends part of a cell; a bar would end it. */
static void put_cell(struct buf *out, const char *text, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        buf_printf(out, text[i] == '|' ? "\\%c" : "%c", text[i]);
}

/* Appends "`a` `b` " for an action's default keys. The name that stands for a semicolon in the
 * configuration, where that begins a comment, is the semicolon. */
static void put_keys(struct buf *out, const char *words)
{
    static const char semicolon[] = "<Semicolon>";
    while (*words) {
        size_t n = strcspn(words, " ");
        bool named = n == strlen(semicolon) && strncmp(words, semicolon, n) == 0;
        buf_putc(out, '`');
        put_cell(out, named ? ";" : words, named ? 1 : n);
        buf_puts(out, "` ");
        words += n + strspn(words + n, " ");
    }
}

void reference_options(struct buf *out)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option *o = &options[i];
        struct buf values = {0};
        buf_printf(out, *o->def ? "| `%s` | `%s` | %s" : "| `%s` | %s| %s", o->name, o->def,
                   o->sentence);
        option_put_values(&values, o);
        if (values.len)
            buf_printf(out, " (%s)", values.data);
        buf_puts(out, " |\n");
        buf_done(&values);
    }
}

void reference_themes(struct buf *out)
{
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
            buf_puts(out, " (optional)");
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

void reference_key_form(struct buf *out, const struct provider *p)
{
    if (p->basic)
        buf_puts(out, "HTTP Basic");
    for (size_t i = 0; i < p->header_count && !p->basic; i++) {
        const struct header *h = &p->headers[i];
        const char *key = h->name ? strstr(h->value, "{key}") : NULL;
        if (!key)
            continue;
        buf_puts(out, h->name);
        if (key > h->value)
            buf_printf(out, ": %.*s", (int)strcspn(h->value, " {"), h->value);
    }
}

/* The providers that are switched on. */
void reference_providers(struct buf *out, const struct provider_set *providers)
{
    for (size_t i = 0; i < providers->count; i++) {
        const struct provider *p = &providers->list[i];
        if (!p->enabled)
            continue;
        buf_printf(out, "| `%s` | `", p->name);
        reference_key_form(out, p);
        buf_puts(out, "` | ");
        put_variables(out, p);
        buf_puts(out, "| ");
        put_id_form(out, p->id_form);
        buf_puts(out, " |\n");
    }
}

void reference_arguments(struct buf *out)
{
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

void reference_codes(struct buf *out)
{
    buf_puts(out, "| 0 | " EXIT_0_SENTENCE " |\n");
    for (int i = 0; i < KIND_COUNT; i++)
        buf_printf(out, "| %d | %s |\n", kind_rows[i].kind, kind_rows[i].sentence);
    buf_puts(out, "| 130, 143 | ended by SIGINT, SIGTERM |\n");
}

/* A row that is the title of those below it. */
static void put_title(struct buf *out, const char *title)
{
    buf_printf(out, "| **%s** | | |\n", title);
}

void reference_keys(struct buf *out)
{
    for (int i = 0; i < ACTION_COUNT; i++) {
        if (keymap_begins_group(i))
            put_title(out, action_group_titles[actions[i].group]);
        buf_puts(out, "| ");
        put_keys(out, actions[i].keys);
        buf_printf(out, "| `%s` | %s |\n", actions[i].name, actions[i].sentence);
    }
}

static void put_key(struct buf *out, enum action action)
{
    buf_puts(out, "| ");
    put_keys(out, actions[action].keys);
    buf_printf(out, "| %s |\n", actions[action].sentence);
}

/* The keys to begin with. */
void reference_main_keys(struct buf *out)
{
    static const enum action main_keys[] = {
        ACT_ID_PANE,   ACT_ENTER,  ACT_FIND,   ACT_DOWN,      ACT_NEXT_PANE, ACT_SEARCH,
        ACT_NEXT_SPOT, ACT_FILTER, ACT_SELECT, ACT_COPY_NOTE, ACT_COPY_LINK, ACT_LINKS,
        ACT_DOWNLOAD,  ACT_SAVE,   ACT_RAW,    ACT_REFETCH,   ACT_COMPARE,   ACT_NEXT_TAB,
        ACT_HELP,      ACT_CANCEL, ACT_CLOSE,  ACT_QUIT,
    };
    for (size_t i = 0; i < sizeof main_keys / sizeof *main_keys; i++)
        put_key(out, main_keys[i]);
}

void reference_play_keys(struct buf *out)
{
    static const char names[] = "play"; /* play, play_pause, ... */
    for (int i = 0; i < ACTION_COUNT; i++)
        if (strncmp(actions[i].name, names, strlen(names)) == 0)
            put_key(out, (enum action)i);
}

void reference_words(struct buf *out)
{
    for (size_t i = 0; i < description_word_count; i++) {
        const struct description_word *word = &description_words[i];
        if (i == 0 || strcmp(word->group, word[-1].group) != 0)
            put_title(out, word->group);
        buf_printf(out, "| `%s` | `", word->name);
        put_cell(out, word->value, strlen(word->value));
        buf_puts(out, "` | ");
        put_cell(out, word->sentence, strlen(word->sentence));
        buf_puts(out, " |\n");
    }
}
