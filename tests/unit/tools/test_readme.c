/* The README says what the tables say. Runs at the top of the repository. */
#include "base/buf.h"
#include "base/builtin.h"
#include "config/config.h"
#include "keys/keymap.h"
#include "provider/provider.h"
#include "provider/provider_set.h"
#include "provider/vocabulary.h"
#include "tests/support/descriptions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct buf readme;

static int read_readme(void **state)
{
    (void)state;
    char part[4096];
    size_t n;
    FILE *f = fopen("README.md", "r");
    if (!f)
        return -1;
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        buf_add(&readme, part, n);
    return fclose(f);
}

static int forget_readme(void **state)
{
    (void)state;
    buf_done(&readme);
    return 0;
}

static void expect_row(const struct buf *row)
{
    if (!strstr(buf_str(&readme), buf_str(row)))
        fail_msg("README.md has no row '%s'", buf_str(row));
}

/* "| `j` `<Down>` | `down` | down a row |", a bar inside a cell as "\|" */
static void readme__has_every_action(void **state)
{
    (void)state;
    for (int i = 0; i < ACTION_COUNT; i++) {
        struct buf row = {0};
        buf_puts(&row, "| ");
        for (const char *k = actions[i].keys; *k;) {
            size_t n = strcspn(k, " ");
            buf_putc(&row, '`');
            for (size_t c = 0; c < n; c++)
                buf_printf(&row, k[c] == '|' ? "\\%c" : "%c", k[c]);
            buf_puts(&row, "` ");
            k += n + strspn(k + n, " ");
        }
        buf_printf(&row, "| `%s` | %s |", actions[i].name, actions[i].sentence);
        expect_row(&row);
        buf_done(&row);
    }
}

/* And no row of anything else. */
static void readme__has_no_other_action(void **state)
{
    (void)state;
    static const char head[] = "| keys | action | does |\n|---|---|---|\n";
    int rows = 0, tables = 0;
    for (const char *row = buf_str(&readme); (row = strstr(row, head)); tables++)
        for (row += strlen(head); *row == '|'; row = strchr(row, '\n') + 1)
            rows++;
    assert_int_equal(tables, GROUP_COUNT);
    assert_int_equal(rows, ACTION_COUNT);
}

static void readme__has_every_option(void **state)
{
    (void)state;
    for (int i = 0; i < OPTION_COUNT; i++) {
        struct buf row = {0};
        const char *def = options[i].def;
        buf_printf(&row, *def ? "| `%s` | `%s` | %s" : "| `%s` | %s| %s", options[i].name, def,
                   options[i].sentence);
        expect_row(&row);
        buf_done(&row);
    }
}

static void readme__names_every_theme(void **state)
{
    (void)state;
    static const char folder[] = "themes/";
    for (const struct builtin *b = builtins; b->path; b++) {
        struct buf row = {0};
        const char *name = b->path + sizeof folder - 1;
        if (strncmp(b->path, folder, sizeof folder - 1) == 0) {
            buf_printf(&row, "\n| `%.*s` | ", (int)strcspn(name, "."), name);
            expect_row(&row);
        }
        buf_done(&row);
    }
}

static void readme__shows_every_provider(void **state)
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
            expect_row(&row);
        }
        buf_done(&row);
    }
    provider_set_free(set);
    config_free(config);
}

/* "| `status` | `POINTER` | how the call stands |", a bar inside a cell as "\|" */
static void readme__has_every_word_of_descriptions(void **state)
{
    (void)state;
    for (size_t i = 0; i < description_word_count; i++) {
        const struct description_word *word = &description_words[i];
        struct buf row = {0};
        buf_printf(&row, "\n| `%s` | `%s` | ", word->name, word->value);
        for (const char *c = word->sentence; *c; c++)
            buf_printf(&row, *c == '|' ? "\\%c" : "%c", *c);
        buf_puts(&row, " |\n");
        expect_row(&row);
        buf_done(&row);
    }
}

/* The blocks of configuration, as one file: each section stands once. */
static void readme__examples_parse(void **state)
{
    (void)state;
    static const char begin[] = "```ini\n", end[] = "```";
    struct buf ini = {0};
    for (const char *at = buf_str(&readme); (at = strstr(at, begin));) {
        at += sizeof begin - 1;
        size_t n = (size_t)(strstr(at, end) - at);
        buf_add(&ini, at, n);
        at += n;
    }
    struct described d;
    described_init(&d, buf_str(&ini));
    for (size_t i = 0; i < d.config.problems.count; i++)
        fail_msg("the README's examples have a problem: %s", d.config.problems.list[i].text);
    const struct provider *acme = described_find(&d, "acme");
    assert_true(acme->enabled && !acme->broken);
    assert_int_equal(acme->recordings.count, 1);
    assert_int_equal(described_find(&d, "ringyo-eu")->header_count, 1);
    described_done(&d);
    buf_done(&ini);
}

/* The picture is the golden screen of the documented call, but for the blank rows and the time. */
static void readme__shows_the_screen_as_it_is(void **state)
{
    (void)state;
    char row[1024];
    FILE *f = fopen("tests/screen/call-80x24.golden", "r");
    assert_non_null(f);
    while (fgets(row, sizeof row, f) && strspn(row, " \n") < strlen(row))
        if (!strstr(buf_str(&readme), row))
            fail_msg("README.md does not show the row '%s'", row);
    fclose(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readme__has_every_action),
        cmocka_unit_test(readme__has_no_other_action),
        cmocka_unit_test(readme__has_every_option),
        cmocka_unit_test(readme__names_every_theme),
        cmocka_unit_test(readme__shows_every_provider),
        cmocka_unit_test(readme__shows_the_screen_as_it_is),
        cmocka_unit_test(readme__has_every_word_of_descriptions),
        cmocka_unit_test(readme__examples_parse),
    };
    return cmocka_run_group_tests(tests, read_readme, forget_readme);
}
