/* JSON: what is printed and read again is the same, and each value is at the pointer that the
 * outline gives it. */
#include "provider/json.h"

#include "call/outline.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

enum { PRETTY_MAX = 1 << 20, ENTRIES_MAX = 200 };

/* Reads a text that was printed, and compares its compact form. */
static void check_again(const struct buf *text, const struct buf *compact)
{
    struct arena *a = arena_new();
    struct buf again = {0};
    struct err e = {""};
    const struct value *root = json_parse(a, buf_str(text), text->len, &e);
    FUZZ_SAME(e.text, "");
    value_put_json(&again, root);
    FUZZ_SAME(buf_str(compact), buf_str(&again));
    buf_done(&again);
    arena_free(a);
}

static bool has_twin(const struct value *v, const struct value *parent)
{
    return v->name && value_member(parent, v->name) != v;
}

/* The last one of two equal names has no pointer of its own, and neither have its members. */
static bool is_hidden_by_twin(const struct outline *o, uint32_t entry)
{
    for (uint32_t up; (up = outline_parent(o, entry)) != OUTLINE_NONE; entry = up)
        if (has_twin(outline_value(o, entry), outline_value(o, up)))
            return true;
    return false;
}

static void check_pointers(const struct value *root)
{
    struct outline *o = outline_new(OUTLINE_PLAIN);
    outline_add(o, root, NULL);
    size_t n = outline_entries(o);
    for (uint32_t i = 0; i < n && i < ENTRIES_MAX; i++) {
        struct buf pointer = {0};
        bool found = false;
        outline_pointer(o, i, &pointer);
        if (!is_hidden_by_twin(o, i)) {
            FUZZ_CHECK(value_at(root, buf_str(&pointer)) == outline_value(o, i));
            FUZZ_CHECK(outline_find(o, 0, buf_str(&pointer), &found) == i && found);
        }
        buf_done(&pointer);
    }
    outline_free(o);
}

static void check_tree(const struct value *root)
{
    struct buf compact = {0}, pretty = {0}, brief = {0}, text = {0};
    value_put_json(&compact, root);
    check_again(&compact, &compact);
    if (value_put_pretty(&pretty, root, PRETTY_MAX))
        check_again(&pretty, &compact);
    value_put_brief(&brief, root, PRETTY_MAX);
    check_again(&brief, &compact);
    value_put_text(&text, root);
    check_pointers(root);
    buf_putc(&compact, '\n');
    fuzz_check_json(&compact);
    buf_done(&text);
    buf_done(&brief);
    buf_done(&pretty);
    buf_done(&compact);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct err e = {""};
    const struct value *root = json_parse(a, (const char *)data, size, &e);
    FUZZ_CHECK(!root == (*e.text != 0));
    if (root)
        check_tree(root);
    arena_free(a);
    return 0;
}

void fuzz_seeds(fuzz_seed *seed)
{
    fuzz_seed_files(seed, "tests/fixtures/*.json", NULL);
    fuzz_seed_files(seed, "tests/fixtures/field/*.json", NULL);
    static const char *const texts[] = {
        "\xef\xbb\xbf{\"a~/ |\":[-0,1e999,1e-7,123456789012345678901234567890,\"\\ud83d\\ude00\"]}",
        "[[],{},[{}],{\"\":{\"\":null}},\"\\u0000\\ud800\xff\xed\xa0\x80\",true,false]",
        "{\"a\":1,\"a\":2}",
        "0",
        "\"\t\"",
        NULL};
    fuzz_seed_texts(seed, texts);
}
