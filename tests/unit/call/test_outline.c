/* JSON trees as rows that can be folded. */
#include "call/outline.h"
#include "provider/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The entry of every row leads back to the row, whatever is folded. */
static void outline__rows_and_entries_agree(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct err e;
    const char *json =
        "{\"a\":[1,[2,{\"b\":[]}],{}],\"c\":{\"d\":{\"e\":[[3],[4]]}},\"f\":[[[5]]]}";
    const struct value *root = json_parse(a, json, strlen(json), &e);
    struct outline *o = outline_new(OUTLINE_CLOSERS);
    outline_add_heading(o);
    outline_add(o, root, NULL);
    uint32_t entries = (uint32_t)outline_rows(o);
    unsigned seed = 7;
    for (int step = 0; step < 2000; step++) {
        seed = seed * 1103515245u + 12345u;
        unsigned pick = seed >> 16;
        if (pick % 50 == 0)
            outline_fold_all(o);
        else if (pick % 51 == 0)
            outline_unfold_all(o);
        else
            outline_toggle(o, pick % entries);
        size_t row = 0;
        for (uint32_t at = 0; at < entries; row++) {
            assert_int_equal(outline_at(o, row), at);
            assert_int_equal(outline_row_of(o, at), row);
            if (outline_is_folded(o, at))
                for (uint32_t in = at; in < outline_end(o, at); in++)
                    assert_int_equal(outline_row_of(o, in), row);
            at = outline_is_folded(o, at) ? outline_end(o, at) + 1 : at + 1;
        }
        assert_int_equal(row, outline_rows(o));
    }
    outline_free(o);
    arena_free(a);
}

/* In steps of any size the same rows come as at once. */
static void outline_fill__in_steps__as_at_once(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct err e;
    static const char *const documents[] = {
        "{\"a\":[1,[2,{\"b\":[]}],{}],\"c\":{\"d\":{\"e\":[[3],[4]]}},\"f\":[[[5]]]}", "7", "[]",
        "[[[]]]", "[1]"};
    for (size_t d = 0; d < sizeof documents / sizeof *documents; d++) {
        const struct value *root = json_parse(a, documents[d], strlen(documents[d]), &e);
        for (int form = OUTLINE_PLAIN; form <= OUTLINE_CLOSERS; form++) {
            struct outline *all = outline_new((enum outline_form)form);
            outline_add(all, root, NULL);
            for (size_t values = 1; values < 5; values++) {
                struct outline *o = outline_new((enum outline_form)form);
                outline_begin(o, root, NULL);
                for (size_t before = 0; outline_fill(o, values); before = outline_rows(o))
                    assert_true(outline_rows(o) > before && outline_is_opener(o, 0));
                assert_int_equal(outline_rows(o), outline_rows(all));
                for (uint32_t at = 0; at < outline_entries(all); at++) {
                    assert_ptr_equal(outline_value(o, at), outline_value(all, at));
                    assert_int_equal(outline_end(o, at), outline_end(all, at));
                    assert_int_equal(outline_parent(o, at), outline_parent(all, at));
                    assert_int_equal(outline_is_closer(o, at), outline_is_closer(all, at));
                }
                outline_free(o);
            }
            outline_free(all);
        }
    }
    arena_free(a);
}

static bool is_long(const struct value *container)
{
    return container->count > 2;
}

static void outline_add__long_containers__are_folded(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct err e;
    const char *json = "{\"a\":[1,2,3],\"b\":[1,2]}";
    struct outline *o = outline_new(OUTLINE_PLAIN);
    outline_add(o, json_parse(a, json, strlen(json), &e), is_long);
    assert_int_equal(outline_rows(o), 5);
    assert_true(outline_toggle(o, 1));
    assert_int_equal(outline_rows(o), 8);
    assert_int_equal(outline_index(o, 4), 2);
    assert_int_equal(outline_index(o, 2), 0);
    outline_fold_all(o);
    assert_int_equal(outline_rows(o), 3);
    outline_free(o);
    arena_free(a);
}

static void outline_find__pointers__the_longest_part_that_exists(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct err e;
    bool found;
    const char *json = "{\"a~\":[1,{\"/\":2}],\"a\":3}";
    struct outline *o = outline_new(OUTLINE_PLAIN);
    outline_add(o, json_parse(a, json, strlen(json), &e), NULL);
    static const struct {
        const char *pointer;
        uint32_t entry;
        bool found;
    } cases[] = {{"", 0, true},          {"/a~0", 1, true}, {"/a~0/0", 2, true},
                 {"/a~0/1/~1", 4, true}, {"/a", 5, true},   {"/a~0/1/~", 3, false},
                 {"/a~0/2", 1, false},   {"/b", 0, false},  {"/a/b", 5, false},
                 {"/a~0/x", 1, false},   {"/a~", 1, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t got = outline_find(o, 0, cases[i].pointer, &found);
        if (got != cases[i].entry || found != cases[i].found)
            fail_msg("expected '%s' at %u, got %u", cases[i].pointer, cases[i].entry, got);
    }
    assert_int_equal(outline_find(o, 1, "", &found), OUTLINE_NONE);
    outline_free(o);
    arena_free(a);
}

static void outline_show__folded__unfolds_only_its_ancestors(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct err e;
    const char *json = "{\"a\":[[1],[2]],\"b\":[3]}";
    struct outline *o = outline_new(OUTLINE_CLOSERS), *other = outline_new(OUTLINE_PLAIN);
    outline_add(o, json_parse(a, json, strlen(json), &e), NULL);
    outline_add(other, json_parse(a, "[]", 2, &e), NULL);
    outline_fold_all(o);
    struct outline_folds *folds = outline_folds(o);
    assert_int_equal(outline_rows(o), 4);
    assert_true(outline_show(o, 6)); /* the 2: its list and the one around it */
    assert_int_equal(outline_rows(o), 9);
    assert_int_equal(outline_at(o, outline_row_of(o, 6)), 6);
    assert_false(outline_show(o, 6));
    assert_int_equal(outline_parent(o, 6), 5);
    outline_set_folds(o, folds);
    assert_int_equal(outline_rows(o), 4);
    assert_true(outline_is_folded(o, 1));
    outline_set_folds(other, folds);
    assert_int_equal(outline_rows(other), 1);
    outline_folds_free(folds);
    assert_true(outline_show(o, 6));
    folds = outline_folds(o); /* some are folded, some are not */
    outline_unfold_all(o);
    assert_int_not_equal(outline_rows(o), 9);
    outline_set_folds(o, folds);
    assert_int_equal(outline_rows(o), 9);
    assert_false(outline_is_folded(o, 5));
    outline_folds_free(folds);
    outline_free(o);
    outline_free(other);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outline__rows_and_entries_agree),
        cmocka_unit_test(outline_fill__in_steps__as_at_once),
        cmocka_unit_test(outline_add__long_containers__are_folded),
        cmocka_unit_test(outline_find__pointers__the_longest_part_that_exists),
        cmocka_unit_test(outline_show__folded__unfolds_only_its_ancestors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
