/* Keys, their names, sequences and counts, and the user's [keys]. Runs in a UTF-8 locale. */
#include "base/alloc.h"
#include "config/ini.h"
#include "keys/key.h"
#include "keys/keymap.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static void key_parse__names(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int key;
        const char *name; /* as shown; NULL: as written */
    } rows[] = {
        {"g", 'g', NULL},
        {"G", 'G', NULL},
        {">", '>', NULL},
        {"|", '|', NULL},
        {"\xc3\xa4", 0xe4, NULL},
        {"\xe2\x82\xac", 0x20ac, NULL},
        {"\xf0\x9f\x98\x80", 0x1f600, NULL},
        {"<C-d>", 4, NULL},
        {"<C-D>", 4, "<C-d>"},
        {"<c-d>", 4, "<C-d>"},
        {"<C-i>", K_TAB, "<Tab>"},
        {"<C-m>", K_ENTER, "<Enter>"},
        {"<C-[>", K_ESC, "<Esc>"},
        {"<C-]>", 0x1d, NULL},
        {"<C-_>", 0x1f, NULL},
        {"<C-Space>", 0, "<C-@>"},
        {"<C-?>", K_BACKSPACE, "<BS>"},
        {"<A-f>", K_ALT | 'f', NULL},
        {"<M-f>", K_ALT | 'f', "<A-f>"},
        {"<A-F>", K_ALT | 'F', NULL},
        {"<A-1>", K_ALT | '1', NULL},
        {"<A-C-x>", K_ALT | 24, NULL},
        {"<A-Left>", K_ALT | K_LEFT, NULL},
        {"<A-lt>", K_ALT | '<', NULL},
        {"<F1>", K_F0 + 1, NULL},
        {"<f24>", K_F0 + 24, "<F24>"},
        {"<PgDn>", K_PGDN, NULL},
        {"<pagedown>", K_PGDN, "<PgDn>"},
        {"<Space>", ' ', NULL},
        {"<Semicolon>", ';', NULL},
        {"<lt>", '<', NULL},
        {"<S-Tab>", K_BACKTAB, NULL},
        {"<Del>", K_DELETE, NULL},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        size_t bytes = 0;
        struct buf name = {0};
        int key = key_parse(rows[i].text, &bytes);
        key_put_name(&name, key);
        const char *want = rows[i].name ? rows[i].name : rows[i].text;
        if (key != rows[i].key || bytes != strlen(rows[i].text) ||
            strcmp(buf_str(&name), want) != 0)
            fail_msg("'%s': key %#x, %zu bytes, named '%s', expected %#x, '%s'", rows[i].text,
                     (unsigned)key, bytes, buf_str(&name), (unsigned)rows[i].key, want);
        buf_done(&name);
    }
}

/* What has no name is named by nothing, and what has no key has none. */
static void key_put_name__no_key__nothing(void **state)
{
    (void)state;
    static const int keys[] = {-1, K_NAMED + 9999};
    for (size_t i = 0; i < LEN(keys); i++) {
        struct buf name = {0};
        key_put_name(&name, keys[i]);
        assert_int_equal(name.len, 0);
        buf_done(&name);
    }
}

static void keymap_first_keys__no_key__none(void **state)
{
    (void)state;
    int keys[KEY_SEQUENCE_MAX];
    struct keymap *k = keymap_new(NULL, NULL);
    assert_int_equal(keymap_first_keys(k, ACT_MESSAGES, keys), 0);
    assert_int_equal(keymap_first_keys(k, ACT_COPY_ID, keys), 2);
    assert_int_equal(keys[0], 'y');
    assert_int_equal(keys[1], 'i');
    keymap_free(k);
}

static void key_parse__refuses(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "\x1b",   "\x7f",    "\xc2\x8a", "<A-\xc2\x9b>", "\xe2\x80\xae", "",
        " ",      "<",       "<>",       "<x>",          "<C->",         "<C-1>",
        "<F0>",   "<F25>",   "<Foo>",    "<A->",         "<A-A-x>",      "\x01",
        "<C-F1>", "<C-C-x>", "<A-xy>",   "<A-\x01>",     "<A-\x7f>",     "<abc>"};
    for (size_t i = 0; i < LEN(rows); i++) {
        size_t bytes;
        int key = key_parse(rows[i], &bytes);
        if (key != K_NONE)
            fail_msg("'%s': key %#x, expected none", rows[i], (unsigned)key);
    }
}

static void key_utf8__bytes(void **state)
{
    (void)state;
    static const struct {
        int key;
        const char *bytes;
    } rows[] = {
        {'a', "a"},
        {0x7ff, "\xdf\xbf"},
        {0x800, "\xe0\xa0\x80"},
        {0xffff, "\xef\xbf\xbf"},
        {0x10000, "\xf0\x90\x80\x80"},
        {0x10ffff, "\xf4\x8f\xbf\xbf"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        char out[4];
        assert_int_equal(key_utf8(out, rows[i].key), strlen(rows[i].bytes));
        assert_memory_equal(out, rows[i].bytes, strlen(rows[i].bytes));
    }
}

/* A keymap from lines of a file named k.ini; its problems as lines of text. */
static struct keymap *keymap_from(const char *ini, char **problem_lines)
{
    struct problems problems = {0};
    struct ini_doc doc;
    struct buf text = {0};
    ini_parse_text(&doc, "k.ini", ini, strlen(ini), &problems);
    struct keymap *k = keymap_new(&doc, &problems);
    ini_doc_done(&doc);
    for (size_t i = 0; i < problems.count; i++) {
        char *line = problems_text(&problems.list[i]);
        buf_printf(&text, "%s\n", line);
        free(line);
    }
    problems_done(&problems);
    *problem_lines = buf_take(&text);
    return k;
}

/* The names and counts of the actions that these keys trigger, separated by blanks. */
static void check_typed(const struct keymap *k, enum key_context context, const char *keys,
                        const char *want)
{
    struct buf got = {0};
    struct key_state state = {0};
    for (size_t at = 0, bytes; keys[at]; at += bytes) {
        long count = -1;
        int key = key_parse(keys + at, &bytes);
        assert_int_not_equal(key, K_NONE);
        int a = keymap_feed(k, context, &state, key, &count);
        if (a == ACT_MORE)
            continue;
        buf_puts(&got, got.len ? " " : "");
        if (count)
            buf_printf(&got, "%ld:", count);
        buf_puts(&got, a == ACT_NONE ? "none" : actions[a].name);
    }
    if (state.pending_count || state.count)
        buf_puts(&got, "...");
    if (strcmp(buf_str(&got), want) != 0)
        fail_msg("'%s' did '%s', expected '%s'", keys, buf_str(&got), want);
    buf_done(&got);
}

static void check_main(const struct keymap *k, const char *keys, const char *want)
{
    check_typed(k, KEYS_MAIN, keys, want);
}

static void keymap_new__defaults__have_no_problem(void **state)
{
    (void)state;
    struct problems problems = {0};
    struct keymap *k = keymap_new(NULL, &problems);
    for (size_t i = 0; i < problems.count; i++)
        print_error("%s\n", problems.list[i].text);
    assert_int_equal(problems.count, 0);
    for (int i = 0; i < ACTION_COUNT; i++) {
        struct buf text = {0};
        keymap_keys_text(k, (enum action)i, &text);
        assert_string_equal(buf_str(&text), actions[i].keys);
        buf_done(&text);
    }
    keymap_free(k);
    keymap_free(NULL);
}

/* Defaults are compared with one another only beside a line of the user's. */
static void keymap_new__defaults__share_no_key(void **state)
{
    (void)state;
    char *text,
        *ini = xasprintf("[keys]\n%s = %s\n", actions[ACT_DOWN].name, actions[ACT_DOWN].keys);
    struct keymap *k = keymap_from(ini, &text);
    assert_string_equal(text, "");
    keymap_free(k);
    free(text);
    free(ini);
}

/* In the help each sentence fits beside its keys in one row of 80 columns. */
static void actions__sentences__fit(void **state)
{
    (void)state;
    for (int i = 0; i < ACTION_COUNT; i++)
        if (strlen(actions[i].sentence) > 58)
            fail_msg("%s: '%s' is longer than 58", actions[i].name, actions[i].sentence);
}

static void actions__of_a_group__are_adjacent(void **state)
{
    (void)state;
    int begun = 0;
    for (int i = 0; i < ACTION_COUNT; i++)
        begun += keymap_begins_group(i);
    assert_int_equal(begun, GROUP_COUNT);
}

static void keymap_feed__sequences_and_counts(void **state)
{
    (void)state;
    struct problems problems = {0};
    struct keymap *k = keymap_new(NULL, &problems);
    check_main(k, "jk", "down up");
    check_main(k, "yu", "copy_link");
    check_main(k, "yxj", "none down");
    check_main(k, "y<Esc><Esc>", "none cancel");
    check_main(k, "12G", "12:last");
    check_main(k, "10j", "10:down");
    check_main(k, "3yyj", "3:copy_selected down");
    check_main(k, "0", "none");
    check_main(k, "0j", "none down");
    check_main(k, "5~j", "none down");
    check_main(k, "99999999999999999999j", "999999999:down");
    check_main(k, "1", "...");
    check_main(k, "y", "...");
    check_main(k, "<A-0>", "none");
    check_main(k, "<A-3>j", "3:tab down");
    check_main(k, "4<A-3>", "4:tab");
    check_typed(k, KEYS_PROMPT, "1", "none");
    check_typed(k, KEYS_VISUAL, "yj3Y", "visual_copy none none visual_note");
    check_typed(k, KEYS_PROMPT, "<C-a>j<A-b>", "prompt_begin none prompt_word_left");
    keymap_free(k);
}

static void keymap_keys_label__three_in_a_row__from_to(void **state)
{
    (void)state;
    char *problems;
    struct keymap *k = keymap_from("[keys]\nwrap = A B x <F2> <F3> <F4> yC yD yE\n", &problems);
    struct buf text = {0};
    keymap_keys_label(k, ACT_TAB, &text);
    assert_string_equal(buf_str(&text), "Alt-1..Alt-9");
    buf_clear(&text);
    keymap_keys_label(k, ACT_WRAP, &text);
    assert_string_equal(buf_str(&text), "A B x F2..F4 yC yD yE");
    buf_done(&text);
    free(problems);
    keymap_free(k);
}

/* In the order of the table; the user's keys are among them, others than sequences are not. */
static void keymap_following__the_keys_that_are_missing(void **state)
{
    (void)state;
    char *problems;
    struct keymap *k = keymap_from("[keys]\ncopy_link = <F6> yug yuh\n", &problems);
    struct buf got = {0};
    struct key_state typed = {.pending = {'y'}, .pending_count = 1};
    for (int a = ACT_NONE; (a = keymap_following(k, KEYS_MAIN, &typed, a, &got)) != ACT_NONE;)
        buf_printf(&got, " %s\n", actions[a].name);
    assert_string_equal(buf_str(&got), "y copy_selected\nn copy_note\ni copy_id\nug copy_link\n"
                                       "t copy_transcript\nj copy_raw\np copy_pointer\n"
                                       "v copy_value\nO copy_play\n");
    typed = (struct key_state){.pending = {'q'}, .pending_count = 1};
    assert_int_equal(keymap_following(k, KEYS_MAIN, &typed, ACT_NONE, &got), ACT_NONE);
    buf_done(&got);
    free(problems);
    keymap_free(k);
}

static void keymap_new__user_keys(void **state)
{
    (void)state;
    char *problems;
    struct keymap *k = keymap_from("[keys]\n"
                                   "wrap = <C-w> Zw\n"
                                   "zoom = none\n"
                                   "down = X <C-x><C-s>\n"
                                   "timestamps = 5\n"
                                   "prompt_accept = <C-j>\n",
                                   &problems);
    assert_string_equal(problems, "");
    check_main(k, "<C-w>Zww", "wrap wrap none");
    check_main(k, "z", "none");
    check_main(k, "X<C-x><C-s>j", "down down none");
    check_main(k, "5", "timestamps");
    check_main(k, "15X", "15:down");
    check_typed(k, KEYS_PROMPT, "<C-j><Enter>", "prompt_accept none");
    struct buf text = {0};
    keymap_keys_text(k, ACT_DOWN, &text);
    assert_string_equal(buf_str(&text), "X <C-x><C-s>");
    assert_string_equal(keymap_key_label(k, ACT_DOWN), "X");
    assert_string_equal(keymap_key_label(k, ACT_ZOOM), "");
    buf_done(&text);
    free(problems);
    keymap_free(k);
}

static void check_problems(const char *ini, const char *want)
{
    char *problems;
    struct keymap *k = keymap_from(ini, &problems);
    if (strcmp(problems, want) != 0)
        fail_msg("'%s':\n%s expected:\n%s", ini, problems, want);
    free(problems);
    keymap_free(k);
}

static void keymap_new__names_problems(void **state)
{
    (void)state;
    check_problems("[keys]\n\nzooom = x\n",
                   "k.ini:3: unknown action 'zooom' (did you mean 'zoom'?)\n");
    check_problems("[keys]\nxyzzy_nothing = x\n", "k.ini:2: unknown action 'xyzzy_nothing'\n");
    check_problems("[keys]\nwrap = <PgDwn>\n",
                   "k.ini:2: unknown key '<PgDwn>' for 'wrap' (did you mean '<PgDn>'?)\n");
    check_problems("[keys]\nwrap = x<Rumpelstilz>y\n",
                   "k.ini:2: unknown key '<Rumpelstilz>' for 'wrap'\n");
    check_problems("[keys]\nwrap = o\n",
                   "k.ini:2: 'o' is bound to 'wrap', no longer to 'open_recording'\n");
    check_problems("[keys]\nwrap = X\nzoom = X\n",
                   "k.ini:3: 'X' is already bound to 'wrap' (k.ini:2), not to 'zoom'\n");
    check_problems("[keys]\nwrap = X X\n", "");
    check_problems("[keys]\nwrap = Xy\nzoom = X\n",
                   "k.ini:2: 'Xy' (wrap) cannot be reached: it begins with 'X' (zoom)\n");
    check_problems("[keys]\nwrap = gx\n",
                   "k.ini:2: 'gx' (wrap) cannot be reached: it begins with 'g' (first)\n");
    check_problems("[keys]\nwrap = abcdefABC\n", "k.ini:2: a sequence of keys is longer than 8\n");
    check_problems("[keys]\nwrap = \"\"\n", "k.ini:2: no key given; 'none' unbinds the action\n");
    check_problems("[keys]\nprompt_accept = j\n", "");
}

static void keymap_new__bad_line__its_good_part_is_used(void **state)
{
    (void)state;
    char *problems;
    struct keymap *k = keymap_from("[keys]\nwrap = <Nothing>\nzoom = <Nothing> X\n"
                                   "refetch = X\ntimestamps = o\n",
                                   &problems);
    check_main(k, "wX", "wrap zoom");
    check_main(k, "z", "none");
    check_main(k, "o", "timestamps");
    free(problems);
    keymap_free(k);
}

static bool no_function_keys(int key)
{
    return key < K_F0 || key > K_F0 + 24;
}

static void keymap_check_terminal__names_the_users_keys(void **state)
{
    (void)state;
    char *text;
    struct problems problems = {0};
    struct keymap *k = keymap_from("[keys]\nwrap = w <F7>\n", &text);
    keymap_check_terminal(k, no_function_keys, &problems);
    assert_int_equal(problems.count, 1); /* the defaults <F1> and <F5> are not reported */
    char *line = problems_text(&problems.list[0]);
    assert_string_equal(line, "k.ini:2: this terminal cannot send '<F7>'");
    free(line);
    free(text);
    problems_done(&problems);
    keymap_free(k);
}

static int set_locale(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "C.UTF-8") ? 0 : 1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key_parse__names),
        cmocka_unit_test(key_parse__refuses),
        cmocka_unit_test(key_utf8__bytes),
        cmocka_unit_test(keymap_new__defaults__have_no_problem),
        cmocka_unit_test(keymap_new__defaults__share_no_key),
        cmocka_unit_test(actions__sentences__fit),
        cmocka_unit_test(actions__of_a_group__are_adjacent),
        cmocka_unit_test(keymap_feed__sequences_and_counts),
        cmocka_unit_test(keymap_keys_label__three_in_a_row__from_to),
        cmocka_unit_test(keymap_following__the_keys_that_are_missing),
        cmocka_unit_test(keymap_new__user_keys),
        cmocka_unit_test(keymap_new__names_problems),
        cmocka_unit_test(keymap_new__bad_line__its_good_part_is_used),
        cmocka_unit_test(keymap_check_terminal__names_the_users_keys),
        cmocka_unit_test(key_put_name__no_key__nothing),
        cmocka_unit_test(keymap_first_keys__no_key__none),
    };
    return cmocka_run_group_tests(tests, set_locale, NULL);
}
