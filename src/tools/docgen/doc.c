/* doc FILE: writes FILE to standard output with its made parts anew: the rows of a table that has a
 * known head, and what stands for a line @part@. It is no part of the program; `make docs` and the
 * build run it. */
#include "tools/docgen/doc.h"

#include "base/alloc.h"
#include "base/err.h"
#include "provider/provider_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct place {
    const char *mark; /* the whole line */
    void (*put)(struct buf *out, int nth);
} places[] = {
    {"| option | default | meaning |", readme_options},
    {"| theme | for |", readme_themes},
    {"| provider | its key is sent as | more it needs | IDs look like |", readme_providers},
    {"| command line | does |", readme_arguments},
    {"| exit code | meaning |", readme_codes},
    {"| keys | action | does |", readme_keys},
    {"| word | value | meaning |", readme_words},
    {"@version@", manual_version},
    {"@arguments@", manual_arguments},
    {"@codes@", manual_codes},
    {"@keys@", manual_keys},
    {"@options@", manual_options},
    {"@actions@", manual_actions},
    {"@themes@", manual_themes},
    {"@providers@", manual_providers},
    {"@roles@", manual_roles},
    {"@words@", manual_words},
    {"@bash options@", bash_options},
    {"@bash values@", bash_values},
    {"@zsh options@", zsh_options},
    {"@fish options@", fish_options},
    {"@fish valued@", fish_valued},
};
enum { PLACES = sizeof places / sizeof *places };

static struct config *config;
static struct provider_set *providers;

struct provider_set *doc_providers(void)
{
    return providers;
}

void doc_key_form(struct buf *out, const struct provider *p)
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

static char *read_all(FILE *f)
{
    struct buf text = {0};
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        buf_add(&text, part, n);
    return buf_take(&text);
}

static int find_place(const char *line, size_t bytes)
{
    for (int i = 0; i < PLACES; i++)
        if (strlen(places[i].mark) == bytes && memcmp(places[i].mark, line, bytes) == 0)
            return i;
    return -1;
}

/* Behind the rows of a table: its head and the rule under it stay. */
static const char *put_table(struct buf *out, const char *line, const struct place *place, int nth)
{
    for (int i = 0; i < 2; i++) {
        size_t n = strcspn(line, "\n") + 1;
        buf_add(out, line, n);
        line += n;
    }
    place->put(out, nth);
    while (*line == '|')
        line += strcspn(line, "\n") + 1;
    return line;
}

static void fill(struct buf *out, const char *text)
{
    int met[PLACES] = {0};
    while (*text) {
        size_t n = strcspn(text, "\n");
        int at = find_place(text, n);
        if (at >= 0 && *text == '|') {
            text = put_table(out, text, &places[at], met[at]++);
            continue;
        }
        if (at >= 0)
            places[at].put(out, met[at]++);
        else
            buf_add(out, text, n + (text[n] == '\n'));
        text += n + (text[n] == '\n');
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
    config = config_load("/dev/null", &e);
    providers = provider_set_new(config);
    fill(&out, text);
    bool ok = fwrite(buf_str(&out), 1, out.len, stdout) == out.len && fflush(stdout) == 0;
    provider_set_free(providers);
    config_free(config);
    buf_done(&out);
    free(text);
    return ok ? 0 : 1;
}
