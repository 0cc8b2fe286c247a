/* Tables: aligned columns for people, tabs for scripts. */
#include "cli/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void fill(struct table *t)
{
    table_row(t, (const char *const[]){"a", "\xe5\x90\x8d\xe5\x89\x8d", "x"});
    table_row(t, (const char *const[]){"longer", "", NULL});
    table_row(t, (const char *const[]){"b\tc", "\x1b[31m", "y"});
}

static void table__columns__are_aligned(void **state)
{
    (void)state;
    static const char *const head[] = {"Name", "Title", "Last"};
    struct table t = {.columns = 3, .head = head};
    struct buf out = {0};
    fill(&t);
    table_put_columns(&t, &out);
    assert_string_equal(out.data, "Name    Title  Last\n"
                                  "a       \xe5\x90\x8d\xe5\x89\x8d   x\n"
                                  "longer  -      -\n"
                                  "b c     [31m   y\n");
    buf_done(&out);
    table_done(&t);
}

static void table__tabs__one_between_cells(void **state)
{
    (void)state;
    static const char *const head[] = {"Name", "Title", "Last"};
    struct table t = {.columns = 3, .head = head};
    struct buf out = {0};
    fill(&t);
    table_put_tabs(&t, &out);
    assert_string_equal(out.data, "a\t\xe5\x90\x8d\xe5\x89\x8d\tx\n"
                                  "longer\t-\t-\n"
                                  "b c\t[31m\ty\n");
    buf_done(&out);
    table_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table__columns__are_aligned),
        cmocka_unit_test(table__tabs__one_between_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
