/* The line editor: keys in, text and cursor out. Runs in a UTF-8 locale. */
#include "keys/key.h"
#include "ui/prompt/prompt.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))
#define ZHONG "\xe4\xb8\xad"
#define E_ACUTE "e\xcc\x81"

static struct keymap *keymap;
static struct prompt prompt;

static int end(void **state)
{
    (void)state;
    prompt_done(&prompt);
    return 0;
}

/* Types keys, written as in [keys], and returns the result of the last one. */
static enum prompt_result type(const char *keys)
{
    enum prompt_result result = PROMPT_IGNORED;
    for (size_t at = 0, bytes; keys[at]; at += bytes) {
        int key = keys[at] == '_' ? ' ' : key_parse(keys + at, &bytes);
        if (keys[at] == '_')
            bytes = 1;
        assert_int_not_equal(key, K_NONE);
        result = prompt_key(&prompt, keymap, key);
    }
    return result;
}

/* The text with '|' where the cursor is. */
static void check(const char *what, const char *want)
{
    struct buf got = {0};
    buf_add(&got, prompt_text(&prompt), prompt.at);
    buf_puts(&got, "|");
    buf_puts(&got, prompt_text(&prompt) + prompt.at);
    if (strcmp(buf_str(&got), want) != 0)
        fail_msg("%s: '%s', expected '%s'", what, buf_str(&got), want);
    buf_done(&got);
}

static void prompt_key__edits(void **state)
{
    (void)state;
    static const struct {
        const char *keys, *want;
    } rows[] = {
        {"abc", "abc|"},
        {"12_3", "12 3|"},
        {"abc<C-a>x", "x|abc"},
        {"abc<Home><End>x", "abcx|"},
        {"abc<Left><Left>x", "ax|bc"},
        {"abc<Left><BS>", "a|c"},
        {"abc<C-h>", "ab|"},
        {"<BS><Left><Del>", "|"},
        {"abc<C-a><Right><Del>", "a|c"},
        {"abc<C-a><C-d>", "|bc"},
        {"abc<C-a><C-f><C-k>", "a|"},
        {"abc<Left><C-u>", "|c"},
        {"one_two__<C-w>", "one |"},
        {"a/b-c<C-w>", "|"},
        {"one_two<A-b>x", "one x|two"},
        {"one-two<A-b><A-b>x", "x|one-two"},
        {"one-two<C-a><A-f>x<A-f>y", "onex-twoy|"},
        {"a" ZHONG "b<Left><Left><BS>", "|" ZHONG "b"},
        {"a" E_ACUTE "<BS>", "a|"},
        {"a" E_ACUTE "<Left>", "a|" E_ACUTE},
        {"a<A-x>b", "ab|"},
        {"a<F5><Tab>b", "ab|"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        prompt_set(&prompt, "");
        type(rows[i].keys);
        check(rows[i].keys, rows[i].want);
    }
}

static void prompt_key__results(void **state)
{
    (void)state;
    assert_int_equal(type("<C-d>"), PROMPT_ENDED);
    assert_int_equal(type("<Del>"), PROMPT_EDITED);
    assert_int_equal(type("a"), PROMPT_EDITED);
    assert_int_equal(type("<C-d>"), PROMPT_EDITED);
    assert_int_equal(type("<Enter>"), PROMPT_ACCEPTED);
    assert_int_equal(type("<Esc>"), PROMPT_CANCELLED);
    assert_int_equal(type("<C-g>"), PROMPT_SCOPE);
    assert_int_equal(type("<Tab>"), PROMPT_COMPLETE);
    assert_int_equal(type("<C-c>"), PROMPT_IGNORED);
    assert_int_equal(type("<A-x>"), PROMPT_IGNORED);
    assert_int_equal(prompt_key(&prompt, keymap, K_RESIZE), PROMPT_IGNORED);
    assert_int_equal(prompt_key(&prompt, keymap, K_EOF), PROMPT_IGNORED);
    check("after all", "a|");
}

static void prompt_key__history(void **state)
{
    (void)state;
    prompt_remember(&prompt, "one");
    prompt_remember(&prompt, "two");
    prompt_remember(&prompt, "");
    prompt_remember(&prompt, "one");
    assert_int_equal(prompt.history_count, 2);
    type("draft");
    type("<Up>");
    check("up", "one|");
    type("<Up>");
    check("up, up", "two|");
    type("<C-p>");
    check("over the top", "two|");
    type("<Down><C-n>");
    check("back", "draft|");
    type("<Down>");
    check("under the bottom", "draft|");
    type("<Up>x");
    prompt_remember(&prompt, prompt_text(&prompt));
    prompt_set(&prompt, "");
    type("<Up>");
    check("an edited line", "onex|");
    type("<Up>");
    check("the line it was made from", "one|");
}

static void prompt_remember__is_bounded(void **state)
{
    (void)state;
    for (int i = 0; i < PROMPT_HISTORY_MAX + 10; i++) {
        char line[16] = {(char)('a' + i % 26), (char)('a' + i / 26 % 26), (char)('a' + i / 676)};
        prompt_remember(&prompt, line);
    }
    assert_int_equal(prompt.history_count, PROMPT_HISTORY_MAX);
    assert_string_equal(prompt.history[0], "kaa");
}

static void prompt_insert__cleans(void **state)
{
    (void)state;
    type("ab<Left>");
    prompt_insert(&prompt, "1\n2\x1b[31m\t\xff\0z", 12);
    check("pasted", "a1 2[31m \xef\xbf\xbdz|b");
    prompt_set(&prompt, "x\r\ny");
    check("set", "x y|");
}

static void prompt_insert__is_bounded(void **state)
{
    (void)state;
    struct buf much = {0};
    while (much.len < 100000)
        buf_puts(&much, ZHONG);
    type("a");
    prompt_insert(&prompt, much.data, much.len);
    assert_int_equal(prompt.text.len, 1 + 3 * ((PROMPT_MAX_BYTES - 1) / 3));
    assert_int_equal(prompt.at, prompt.text.len);
    type(ZHONG);
    assert_true(prompt.text.len <= PROMPT_MAX_BYTES);
    buf_done(&much);
}

static void check_draw(int cols, const char *want, int want_col)
{
    struct line l = {0};
    int col = prompt_draw(&prompt, &l, cols);
    if (strcmp(buf_str(&l.text), want) != 0 || col != want_col || l.cols > cols)
        fail_msg("at %d columns: '%s', cursor %d, expected '%s', %d", cols, buf_str(&l.text), col,
                 want, want_col);
    line_done(&l);
}

static void prompt_draw__shows_the_cursor(void **state)
{
    (void)state;
    check_draw(10, "", 0);
    type("abcdefghi");
    check_draw(10, "abcdefghi", 9);
    type("j");
    check_draw(10, "fghij", 5);
    type("<C-a>");
    check_draw(10, "abcdefghij", 0);
    check_draw(0, "", 0);
    type("klmnopqrst");
    check_draw(12, "..stabcdef..", 4);
    type("<C-a>");
    check_draw(12, "klmnopqrst..", 0);
    type("<C-e>");
    check_draw(12, "..efghij", 8);
    prompt_set(&prompt, ZHONG ZHONG ZHONG);
    type("<Left>");
    check_draw(4, ZHONG ZHONG, 2);
    check_draw(1, "", 0);
}

static void prompt_draw__cursor_is_always_inside(void **state)
{
    (void)state;
    prompt_set(&prompt, "ab" ZHONG "c" E_ACUTE ZHONG ZHONG "\xf0\x9f\x98\x80 xyz\xe2\x80\x8d!");
    for (int left = 0; left < 20; left++) {
        for (int cols = 1; cols < 24; cols++) {
            struct line l = {0};
            int col = prompt_draw(&prompt, &l, cols);
            if (col < 0 || col >= cols || l.cols > cols || col > l.cols)
                fail_msg("%d times left, %d columns: cursor %d, text %d columns", left, cols, col,
                         l.cols);
            line_done(&l);
        }
        type("<Left>");
    }
}

static void prompt_key__incomplete_sequence_is_text(void **state)
{
    (void)state;
    static const char text[] = "[keys]\nprompt_cancel = jk\n";
    struct problems problems = {0};
    struct ini_doc doc;
    ini_parse_text(&doc, "k.ini", text, sizeof text - 1, &problems);
    struct keymap *usual = keymap;
    keymap = keymap_new(&doc, &problems);
    type("ajjb<C-a>j<Enter>");
    check("j, j, b", "j|ajjb");
    assert_int_equal(type("jk"), PROMPT_CANCELLED);
    keymap_free(keymap);
    keymap = usual;
    ini_doc_done(&doc);
    problems_done(&problems);
}

#define TEST(f) cmocka_unit_test_teardown(f, end)

int main(void)
{
    struct problems problems = {0};
    setlocale(LC_ALL, "C.UTF-8");
    keymap = keymap_new(NULL, &problems);
    const struct CMUnitTest tests[] = {
        TEST(prompt_key__edits),
        TEST(prompt_key__results),
        TEST(prompt_key__history),
        TEST(prompt_remember__is_bounded),
        TEST(prompt_insert__cleans),
        TEST(prompt_insert__is_bounded),
        TEST(prompt_draw__shows_the_cursor),
        TEST(prompt_draw__cursor_is_always_inside),
        TEST(prompt_key__incomplete_sequence_is_text),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    keymap_free(keymap);
    problems_done(&problems);
    return failed;
}
