/* README.md and the pages of src/doc: they have a row for each row of the program's tables, their
 * examples can be read, and what they refer to exists. Runs at the top of the repository. */
#include "base/alloc.h"
#include "base/builtin.h"
#include "config/config.h"
#include "keys/keymap.h"
#include "provider/provider.h"
#include "provider/vocabulary.h"
#include "tests/support/descriptions.h"
#include "tests/support/scratch.h"

#include <ctype.h>
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum page {
    README,
    GUIDE,
    REFERENCE,
    PROVIDERS,
    ARCHITECTURE,
    ADDING,
    CONTRIBUTING,
    SECURITY,
    TESTS,
    PAGES
};

static struct {
    const char *path;
    char *text;
} pages[PAGES] = {
    [README] = {"README.md", NULL},
    [GUIDE] = {"src/doc/guide.md", NULL},
    [REFERENCE] = {"src/doc/reference.md", NULL},
    [PROVIDERS] = {"src/doc/providers.md", NULL},
    [ARCHITECTURE] = {"src/doc/architecture.md", NULL},
    [ADDING] = {"src/doc/adding.md", NULL},
    [CONTRIBUTING] = {"src/doc/contributing.md", NULL},
    [SECURITY] = {"src/doc/security.md", NULL},
    [TESTS] = {"tests/README.md", NULL},
};

static int read_pages(void **state)
{
    (void)state;
    for (int i = 0; i < PAGES; i++) {
        pages[i].text = scratch_read(".", pages[i].path);
        if (!pages[i].text)
            return -1;
    }
    return 0;
}

static int forget_pages(void **state)
{
    (void)state;
    for (int i = 0; i < PAGES; i++)
        free(pages[i].text);
    return 0;
}

static void expect_row(enum page page, const struct buf *row)
{
    if (!strstr(pages[page].text, buf_str(row)))
        fail_msg("%s has no row '%s'", pages[page].path, buf_str(row));
}

/* "| `j` `<Down>` | `down` | down a row |", a bar inside a cell as "\|", a semicolon as itself */
static void reference__has_every_action(void **state)
{
    (void)state;
    for (int i = 0; i < ACTION_COUNT; i++) {
        struct buf row = {0};
        buf_puts(&row, "| ");
        for (const char *k = actions[i].keys; *k;) {
            size_t n = strcspn(k, " ");
            buf_putc(&row, '`');
            bool named = n > 1 && strncmp(k, "<Semicolon>", n) == 0;
            for (size_t c = 0; !named && c < n; c++)
                buf_printf(&row, k[c] == '|' ? "\\%c" : "%c", k[c]);
            buf_puts(&row, named ? ";` " : "` ");
            k += n + strspn(k + n, " ");
        }
        buf_printf(&row, "| `%s` | %s |", actions[i].name, actions[i].sentence);
        expect_row(REFERENCE, &row);
        buf_done(&row);
    }
}

static void reference__has_no_other_action(void **state)
{
    (void)state;
    static const char head[] = "| keys | action | does |\n|---|---|---|\n";
    int rows = 0;
    const char *row = strstr(pages[REFERENCE].text, head);
    assert_non_null(row);
    for (row += strlen(head); *row == '|'; row = strchr(row, '\n') + 1)
        rows += strncmp(row, "| **", 4) != 0;
    assert_int_equal(rows, ACTION_COUNT);
}

static void reference__has_every_option(void **state)
{
    (void)state;
    for (int i = 0; i < OPTION_COUNT; i++) {
        struct buf row = {0};
        const char *def = options[i].def;
        buf_printf(&row, *def ? "| `%s` | `%s` | %s" : "| `%s` | %s| %s", options[i].name, def,
                   options[i].sentence);
        expect_row(REFERENCE, &row);
        buf_done(&row);
    }
}

static void reference__names_every_theme(void **state)
{
    (void)state;
    static const char folder[] = "themes/";
    for (const struct builtin *b = builtins; b->path; b++) {
        struct buf row = {0};
        const char *name = b->path + sizeof folder - 1;
        if (strncmp(b->path, folder, sizeof folder - 1) == 0) {
            buf_printf(&row, "\n| `%.*s` | ", (int)strcspn(name, "."), name);
            expect_row(REFERENCE, &row);
        }
        buf_done(&row);
    }
}

static void reference__shows_every_provider(void **state)
{
    (void)state;
    struct err e;
    struct config *config = config_load("/dev/null", &e);
    assert_non_null(config);
    struct provider_set *set = provider_set_new(config);
    for (size_t i = 0; i < set->count; i++) {
        struct buf row = {0};
        if (set->list[i].enabled) {
            buf_printf(&row, "\n| `%s` | ", set->list[i].name);
            expect_row(REFERENCE, &row);
        }
        buf_done(&row);
    }
    provider_set_free(set);
    config_free(config);
}

static void put_cell(struct buf *out, const char *text)
{
    for (const char *c = text; *c; c++)
        buf_printf(out, *c == '|' ? "\\%c" : "%c", *c);
}

/* "| `status` | `POINTER` | how the call stands |", a bar inside a cell as "\|" */
static void providers__has_every_word_of_descriptions(void **state)
{
    (void)state;
    for (size_t i = 0; i < description_word_count; i++) {
        const struct description_word *word = &description_words[i];
        struct buf row = {0};
        buf_printf(&row, "\n| `%s` | `", word->name);
        put_cell(&row, word->value);
        buf_puts(&row, "` | ");
        put_cell(&row, word->sentence);
        buf_puts(&row, " |\n");
        expect_row(PROVIDERS, &row);
        buf_done(&row);
    }
}

/* Appends the blocks of configuration of a page. */
static void put_examples(struct buf *out, const char *text)
{
    static const char begin[] = "```ini\n", end[] = "```";
    for (const char *at = text; (at = strstr(at, begin));) {
        at += sizeof begin - 1;
        size_t n = (size_t)(strstr(at, end) - at);
        buf_add(out, at, n);
        at += n;
    }
}

/* The blocks of a page are read as one file. */
static void described_by_page(struct described *d, enum page page)
{
    struct buf ini = {0};
    put_examples(&ini, pages[page].text);
    described_init(d, buf_str(&ini));
    keymap_free(keymap_new(&d->config.doc, &d->config.problems));
    for (size_t i = 0; i < d->config.problems.count; i++)
        fail_msg("the examples of %s have a problem: %s", pages[page].path,
                 d->config.problems.list[i].text);
    buf_done(&ini);
}

static void pages__examples_parse(void **state)
{
    (void)state;
    struct described d;
    described_by_page(&d, README);
    described_done(&d);
    described_by_page(&d, GUIDE);
    assert_int_equal(described_find(&d, "ringyo-eu")->header_count, 1);
    described_done(&d);
    described_by_page(&d, PROVIDERS);
    const struct provider *acme = described_find(&d, "acme");
    assert_true(acme->enabled && !acme->broken);
    assert_int_equal(acme->recordings.count, 1);
    described_done(&d);
}

/* The picture is the golden screen of the documented call, without the blank rows and the time. */
static void readme__shows_the_screen_as_it_is(void **state)
{
    (void)state;
    char row[1024];
    FILE *f = fopen("tests/screen/call-80x24.golden", "r");
    assert_non_null(f);
    while (fgets(row, sizeof row, f) && strspn(row, " \n") < strlen(row))
        if (!strstr(pages[README].text, row))
            fail_msg("README.md does not show the row '%s'", row);
    fclose(f);
}

static void readme__is_short(void **state)
{
    (void)state;
    int lines = 0;
    for (const char *c = pages[README].text; *c; c++)
        lines += *c == '\n';
    if (lines > 250)
        fail_msg("README.md has %d lines, more than 250", lines);
}

/* "exit-codes" is the anchor of "## Exit codes". */
static bool has_anchor(const char *text, const char *anchor)
{
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (*line != '#')
            continue;
        const char *a = anchor;
        for (line += strspn(line, "# "); *line && *line != '\n'; line++) {
            int c = *line == ' ' ? '-' : tolower((unsigned char)*line);
            if (c != '-' && !isalnum(c))
                continue;
            if (*a++ != c)
                break;
        }
        if (*line == '\n' && !*a)
            return true;
    }
    return false;
}

/* A link "FILE#ANCHOR" of a page; FILE is seen from where the page is. */
static void expect_target(const char *page, const char *link)
{
    const char *slash = strrchr(page, '/'), *hash = strchr(link, '#');
    int file = (int)(hash ? hash - link : (long)strlen(link));
    char *path = file ? xasprintf("%.*s%.*s", slash ? (int)(slash - page + 1) : 0, page, file, link)
                      : xstrdup(page);
    char *text = scratch_read(".", path);
    if (!text)
        fail_msg("%s: the link (%s) leads nowhere", page, link);
    if (hash && !has_anchor(text, hash + 1))
        fail_msg("%s: the link (%s) names no heading", page, link);
    free(text);
    free(path);
}

static void pages__links_lead_somewhere(void **state)
{
    (void)state;
    for (int i = 0; i < PAGES; i++)
        for (const char *at = pages[i].text; (at = strstr(at, "]("));) {
            at += 2;
            char *link = xasprintf("%.*s", (int)strcspn(at, ")"), at);
            if (!strstr(link, "://"))
                expect_target(pages[i].path, link);
            free(link);
        }
}

/* `src/NAME/x.c` stands for any; `src/print/print_*.c` has to match something. */
static void expect_files(const char *page, const char *name)
{
    glob_t found;
    for (const char *c = name; *c; c++)
        if (isupper((unsigned char)*c) && strstr(name, "README") == NULL)
            return;
    if (glob(name, GLOB_BRACE, NULL, &found) != 0)
        fail_msg("%s names `%s`, which does not exist", page, name);
    globfree(&found);
}

static void pages__files_named__exist(void **state)
{
    (void)state;
    static const char *const tops[] = {"`src/", "`ui/", "`tests/", "`themes/", "`.ci/"};
    for (int i = 0; i < PAGES; i++)
        for (size_t t = 0; t < sizeof tops / sizeof *tops; t++)
            for (const char *at = pages[i].text; (at = strstr(at, tops[t]));) {
                char *name = xasprintf("%.*s", (int)strcspn(at + 1, "` :\n"), at + 1);
                expect_files(pages[i].path, name);
                at += strlen(tops[t]);
                free(name);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference__has_every_action),
        cmocka_unit_test(reference__has_no_other_action),
        cmocka_unit_test(reference__has_every_option),
        cmocka_unit_test(reference__names_every_theme),
        cmocka_unit_test(reference__shows_every_provider),
        cmocka_unit_test(providers__has_every_word_of_descriptions),
        cmocka_unit_test(readme__shows_the_screen_as_it_is),
        cmocka_unit_test(readme__is_short),
        cmocka_unit_test(pages__examples_parse),
        cmocka_unit_test(pages__links_lead_somewhere),
        cmocka_unit_test(pages__files_named__exist),
    };
    return cmocka_run_group_tests(tests, read_pages, forget_pages);
}
