/* doc FILE: writes FILE to standard output with its generated parts filled in: the rows of a table
 * whose head is known, and the text that replaces a line @part@. It is no part of the program; the
 * build and `make docs` run it. */
#include "tools/docgen/completion_scripts.h"
#include "tools/docgen/manual.h"
#include "tools/docgen/reference.h"

#include "base/err.h"
#include "config/config.h"
#include "provider/provider.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct provider_set *providers;

static void put_reference_providers(struct buf *out)
{
    reference_providers(out, providers);
}

static void put_manual_providers(struct buf *out)
{
    manual_providers(out, providers);
}

static const struct part {
    const char *mark; /* the complete line */
    void (*put)(struct buf *out);
} parts[] = {
    {"| keys | do |", reference_main_keys},
    {"| keys | while hearing |", reference_play_keys},
    {"| option | default | meaning |", reference_options},
    {"| theme | for |", reference_themes},
    {"| provider | its key is sent as | also needs | IDs look like |", put_reference_providers},
    {"| command line | does |", reference_arguments},
    {"| exit code | meaning |", reference_codes},
    {"| keys | action | does |", reference_keys},
    {"| word | value | meaning |", reference_words},
    {"@version@", manual_version},
    {"@arguments@", manual_arguments},
    {"@codes@", manual_codes},
    {"@keys@", manual_keys},
    {"@options@", manual_options},
    {"@actions@", manual_actions},
    {"@themes@", manual_themes},
    {"@providers@", put_manual_providers},
    {"@roles@", manual_roles},
    {"@words@", manual_words},
    {"@bash options@", bash_options},
    {"@bash values@", bash_values},
    {"@zsh options@", zsh_options},
    {"@fish options@", fish_options},
    {"@fish valued@", fish_valued},
};

static char *read_all(FILE *f)
{
    struct buf text = {0};
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        buf_add(&text, part, n);
    return buf_take(&text);
}

static const struct part *find_part(const char *line, size_t bytes)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strlen(parts[i].mark) == bytes && memcmp(parts[i].mark, line, bytes) == 0)
            return &parts[i];
    return NULL;
}

/* Appends the head of a table, the rule under it and the new rows. Returns where the text continues
 * after the old rows. */
static const char *put_table(struct buf *out, const char *text, const struct part *part)
{
    for (int i = 0; i < 2; i++) {
        size_t n = strcspn(text, "\n") + 1;
        buf_add(out, text, n);
        text += n;
    }
    part->put(out);
    while (*text == '|')
        text += strcspn(text, "\n") + 1;
    return text;
}

static void fill(struct buf *out, const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        const struct part *part = find_part(text, n);
        if (part && *text == '|') {
            text = put_table(out, text, part);
            continue;
        }
        n += text[n] == '\n';
        if (part)
            part->put(out);
        else
            buf_add(out, text, n);
        text += n;
    }
}

int main(int argc, char *argv[])
{
    struct err e;
    struct buf out = {0};
    FILE *f = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (!f) {
        fprintf(stderr, "usage: doc FILE\n");
        return 2;
    }
    char *text = read_all(f);
    fclose(f);
    struct config *config = config_load("/dev/null", &e); /* the built-in providers alone */
    providers = provider_set_new(config);
    fill(&out, text);
    bool ok = fwrite(buf_str(&out), 1, out.len, stdout) == out.len && fflush(stdout) == 0;
    provider_set_free(providers);
    config_free(config);
    buf_done(&out);
    free(text);
    return ok ? 0 : 1;
}
