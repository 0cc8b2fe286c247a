/* Names of keys and the section [keys]: a name that was read and is written again is the same key,
 * and the keys of a map do what the map says. The input is the lines of [keys], of which each value
 * is read as a name, too. */
#include "keys/keymap.h"

#include "base/alloc.h"
#include "keys/key.h"
#include "tests/fuzz/fuzz.h"
#include "text/clean.h"

#include <stdlib.h>
#include <string.h>

static void check_name(const char *s)
{
    size_t bytes = 0, again = 0;
    int key = key_parse(s, &bytes);
    struct buf name = {0}, label = {0};
    if (key == K_NONE) {
        key_nearest(s);
        return;
    }
    FUZZ_CHECK(bytes > 0 && bytes <= strlen(s));
    key_put_name(&name, key);
    key_put_label(&label, key);
    FUZZ_CHECK(label.len);
    FUZZ_CHECK(key_parse(buf_str(&name), &again) == key);
    FUZZ_CHECK(again == name.len);
    buf_done(&label);
    buf_done(&name);
}

/* Types the first keys of an action; "" if that does not run it. */
static void check_action(const struct keymap *k, enum action a)
{
    int keys[KEY_SEQUENCE_MAX], got = ACT_NONE;
    struct key_state state = {0};
    long count = 0;
    int n = keymap_first_keys(k, a, keys);
    for (int i = 0; i < n; i++)
        got = keymap_feed(k, actions[a].context, &state, keys[i], &count);
    FUZZ_CHECK(!n || got == (int)a);
}

static void check_map(const struct ini_doc *doc)
{
    struct problems problems = {0};
    struct keymap *k = keymap_new(doc, &problems);
    for (int a = 0; a < ACTION_COUNT; a++) {
        struct buf label = {0}, text = {0};
        keymap_keys_label(k, (enum action)a, &label);
        keymap_keys_text(k, (enum action)a, &text);
        fuzz_check_clean(&label, 0);
        if (!problems.count) /* which may be that keys cannot be reached */
            check_action(k, (enum action)a);
        buf_done(&text);
        buf_done(&label);
    }
    for (size_t i = 0; i < problems.count; i++)
        FUZZ_CHECK(clean_is_clean(problems.list[i].text, strlen(problems.list[i].text), 0));
    problems_done(&problems);
    keymap_free(k);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *lines = fuzz_text(fuzz_begin(data, size)), *text = xasprintf("[keys]\n%s", lines);
    struct problems problems = {0};
    struct ini_doc doc;
    ini_parse_text(&doc, "x.ini", text, strlen(text), &problems);
    for (size_t i = 0; i < doc.count; i++)
        check_name(doc.entries[i].value);
    check_map(&doc);
    ini_doc_done(&doc);
    problems_done(&problems);
    free(text);
    free(lines);
    return 0;
}

void fuzz_seeds(fuzz_seed *seed)
{
    struct buf all = {0};
    for (int a = 0; a < ACTION_COUNT; a++)
        buf_printf(&all, "%s = %s\n", actions[a].name, actions[a].keys);
    seed("the defaults", all.data, all.len);
    buf_done(&all);
    static const char *const texts[] = {
        "quit = q <C-c> gg\nhelp = <F1> <A-x> <lt> <PgDwn>\n",
        "down = \xc3\xa9 <C-\xc3\xa9> <A-<lt>>\n",
        "down = <S-Tab> <C-Space> <Bar> <C-[> <A-C-d>\nup = g\ntop = gg\n", "no = x\ndown =\n",
        NULL};
    fuzz_seed_texts(seed, texts);
}
