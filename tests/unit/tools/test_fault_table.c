/* The tables of faults and of attacks in tests/README.md: each row names tests that exist, and no
 * number is missing. Runs at the top of the repository.
 *
 *     | 12 | what is right | unit/ROOM/test_FILE: TEST, TEST; screen/test_FILE: TEST | seen to fail
 * |
 *
 * A file may be named without tests, such as `.ci/run`. Back quotes, and words in parentheses, do
 * not matter. */
#include "base/alloc.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PAGE "tests/README.md"

enum { FAULTS = 76, ATTACKS = 58, NUMBERS = 76, CELLS = 4 };

/* Cuts the row into its cells; false if there are not four of them. */
static bool cut_cells(char *row, char *cells[CELLS])
{
    int count = 0;
    char *end = strrchr(row, '|');
    if (*row != '|' || end == row)
        return false;
    for (*end = '\0'; row && count < CELLS; count++) {
        cells[count] = row + 1 + strspn(row + 1, " ");
        row = strstr(cells[count], " | ");
        if (row)
            *row++ = '\0';
    }
    return count == CELLS && !row;
}

static char *file_of(const char *name)
{
    bool in_tests = strncmp(name, "unit/", 5) == 0 || strncmp(name, "screen/", 7) == 0;
    char *path = in_tests ? xasprintf("tests/%s.c", name) : xstrdup(name);
    char *text = scratch_read(".", path);
    if (!text)
        fail_msg(PAGE " names '%s', but there is no file '%s'", name, path);
    free(path);
    return text;
}

/* `text` is the content of the file. */
static void expect_test(const char *row, const char *file, const char *text, const char *name)
{
    char *begin = xasprintf("\nstatic void %s(void **state)", name);
    if (!text || !strstr(text, begin))
        fail_msg(PAGE ", row %s: '%s' has no test '%s'", row, file, name);
    free(begin);
}

/* Checks "FILE: TEST, TEST; FILE". */
static size_t expect_tests(const char *row, char *cell)
{
    size_t named = 0;
    bool in_words = false;
    char *file = NULL, *text = NULL, *rest;
    for (char *part = strtok_r(cell, " `,;", &rest); part; part = strtok_r(NULL, " `,;", &rest)) {
        in_words |= *part == '(';
        if (in_words) {
            in_words = !strchr(part, ')');
            continue;
        }
        if (!strchr(part, '/')) {
            expect_test(row, file, text, part);
            named++;
            continue;
        }
        part[strcspn(part, ":")] = '\0';
        free(text);
        text = file_of(part);
        file = part;
        named++;
    }
    free(text);
    return named;
}

struct seen {
    bool number[NUMBERS + 1], number_27b;
    size_t rows;
};

static void see_row(struct seen *seen, char *cells[CELLS])
{
    char *end;
    long n = strtol(cells[0], &end, 10);
    if (expect_tests(cells[0], cells[2]) == 0)
        fail_msg(PAGE ", row %s: no test is named", cells[0]);
    if (!*cells[3])
        fail_msg(PAGE ", row %s: it does not say how its tests were seen to fail", cells[0]);
    seen->rows++;
    if (n >= 1 && n <= NUMBERS && !*end)
        seen->number[n] = true;
    if (strcmp(cells[0], "27b") == 0)
        seen->number_27b = true;
}

/* Checks the table whose first column is `kind`. */
static void see_table(struct seen *seen, const char *kind, int numbers)
{
    char *head =
        xasprintf("\n| %s | what is right | test | seen to fail |\n|---|---|---|---|\n", kind);
    char *page = scratch_read(".", PAGE), *rest, *cells[CELLS] = {NULL};
    char *table = page ? strstr(page, head) : NULL;
    if (!table)
        fail_msg("expected the table of each %s in " PAGE, kind);
    table += strlen(head);
    char *end = strstr(table, "\n\n");
    if (end)
        *end = '\0';
    for (char *row = strtok_r(table, "\n", &rest); row; row = strtok_r(NULL, "\n", &rest)) {
        if (!cut_cells(row, cells))
            fail_msg(PAGE ": expected four cells in '%s'", row);
        see_row(seen, cells);
    }
    for (int i = 1; i <= numbers; i++)
        if (!seen->number[i])
            fail_msg(PAGE " has no row for %s %d", kind, i);
    free(page);
    free(head);
}

static void fault_table__names_tests_and_misses_no_number(void **state)
{
    (void)state;
    struct seen seen = {0};
    see_table(&seen, "fault", FAULTS);
    assert_true(seen.number_27b);
}

static void attack_table__names_tests_and_misses_no_number(void **state)
{
    (void)state;
    struct seen seen = {0};
    see_table(&seen, "attack", ATTACKS);
    assert_int_equal(seen.rows, ATTACKS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fault_table__names_tests_and_misses_no_number),
        cmocka_unit_test(attack_table__names_tests_and_misses_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
