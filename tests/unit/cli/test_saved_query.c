/* Saved queries of the configuration, and names that neither they nor providers can have. */
#include "cli/saved_query.h"
#include "tests/support/descriptions.h"
#include "text/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void init(struct described *d, const char *ini)
{
    described_init(d, ini);
    d->config.values[OPT_find_days].number = 7;
    saved_query_check(&d->config, d->set);
}

static void saved_query__text__by_name(void **state)
{
    (void)state;
    struct described d;
    struct err e;
    init(&d, "[find mornings]\nquery = 08:00..10:00 failed\n[find vip]\nquery = from:1234\n");
    assert_int_equal(d.config.problems.count, 0);
    assert_string_equal(saved_query_text(&d.config, "mornings", &e), "08:00..10:00 failed");
    assert_string_equal(saved_query_text(&d.config, "  vip\t", &e), "from:1234");
    assert_string_equal(saved_query_text(&d.config, "vip today", &e), "vip today");
    assert_string_equal(saved_query_text(&d.config, "vi", &e), "vi");
    assert_string_equal(saved_query_name(&d.config, 0), "mornings");
    assert_string_equal(saved_query_name(&d.config, 1), "vip");
    assert_null(saved_query_name(&d.config, 2));
    described_done(&d);
}

static void saved_query__check__problems(void **state)
{
    (void)state;
    static const struct {
        const char *ini, *problem;
        int line;
    } rows[] = {
        {"[find today]\nquery = 2h\n", "'today' cannot be the name of a saved query", 1},
        {"[find ringg]\nquery = 2h\n", "'ringg' cannot be the name of a saved query", 1},
        {"[find a b]\nquery = 2h\n", "one word", 1},
        {"[find x]\n", "[find x] has no query", 1},
        {"[find x]\nquery =\n", "[find x] has no query", 1},
        {"[find x]\nquery = 25:00\n", "'25:00' cannot be read", 2},
        {"[find x]\nqery = 2h\nquery = 2h\n", "did you mean 'query'?", 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct described d;
        struct err e;
        init(&d, rows[i].ini);
        if (d.config.problems.count != 1)
            fail_msg("row %zu: %zu problems", i, d.config.problems.count);
        const struct problem *p = &d.config.problems.list[0];
        if (!strstr(p->text, rows[i].problem))
            fail_msg("row %zu: '%s'", i, p->text);
        assert_int_equal(p->line, rows[i].line);
        assert_null(saved_query_text(&d.config, saved_query_name(&d.config, 0), &e));
        described_done(&d);
    }
}

static void provider__name__is_no_word_of_queries(void **state)
{
    (void)state;
    static const char *const names[] = {"live", "mon", "2h", "1234", "kept"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct described d;
        char ini[64];
        snprintf(ini, sizeof ini, "[provider %s]\nlike = ringg\n", names[i]);
        init(&d, ini);
        if (d.config.problems.count != 1 ||
            !strstr(d.config.problems.list[0].text, "cannot be the name of a provider"))
            fail_msg("'%s' was taken", names[i]);
        described_done(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(saved_query__text__by_name),
        cmocka_unit_test(saved_query__check__problems),
        cmocka_unit_test(provider__name__is_no_word_of_queries),
    };
    time_set_zone("UTC");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
