/* Reads and writes the names of keys. Pure. */
#include "keys/key.h"

#include "config/problems.h"
#include "text/clean.h"
#include "text/utf8.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *name; /* as written, including the brackets */
    int key;
} rows[] = {
#define KEY(member, name) {name, K_##member},
#define ALIAS(name, key) {name, key},
#include "keys/key.def"
};
enum { ROWS = sizeof rows / sizeof *rows };

/* The key of a name without its brackets, in any case. */
static int find_named(const char *s, size_t n)
{
    for (size_t i = 0; i < ROWS; i++)
        if (strlen(rows[i].name) == n + 2 && strncasecmp(rows[i].name + 1, s, n) == 0)
            return rows[i].key;
    return K_NONE;
}

/* The character that s consists of, which has to be one that can be shown. */
static int find_character(const char *s, size_t n)
{
    int key;
    return n && utf8_decode(s, n, &key) == n && clean_is_clean(s, n, 0) ? key : K_NONE;
}

int key_with_control(int key)
{
    if (key == ' ')
        return 0;
    if (key == '?')
        return K_BACKSPACE;
    if ((key >= '@' && key <= '_') || (key >= 'a' && key <= 'z'))
        return key & 0x1f;
    return K_NONE;
}

static bool has_prefix(const char *s, size_t n, char letter)
{
    return n > 2 && (s[0] | 0x20) == letter && s[1] == '-';
}

/* The key of a name without its brackets, which may begin with "A-", "M-" or "C-". */
static int parse_inner(const char *s, size_t n)
{
    if (has_prefix(s, n, 'a') || has_prefix(s, n, 'm')) {
        int key = parse_inner(s + 2, n - 2);
        if (key == K_NONE)
            key = find_character(s + 2, n - 2);
        return key == K_NONE || (key & K_ALT) ? K_NONE : key | K_ALT;
    }
    if (has_prefix(s, n, 'c')) {
        int key = find_named(s + 2, n - 2);
        return key_with_control(key == K_NONE ? find_character(s + 2, n - 2) : key);
    }
    return find_named(s, n);
}

int key_parse(const char *s, size_t *bytes)
{
    const char *end = s[0] == '<' ? strchr(s, '>') : NULL;
    if (end) {
        *bytes = (size_t)(end - s) + 1;
        return parse_inner(s + 1, *bytes - 2);
    }
    int key;
    *bytes = *s ? utf8_decode(s, strlen(s), &key) : 0;
    return *s == ' ' || *s == '<' ? K_NONE : find_character(s, *bytes);
}

static const char *name_of(int key)
{
    for (size_t i = 0; i < ROWS; i++)
        if (rows[i].key == key)
            return rows[i].name;
    return NULL;
}

size_t key_utf8(char out[4], int key)
{
    if (key < 0x80) {
        out[0] = (char)key;
        return 1;
    }
    size_t n = key < 0x800 ? 2 : key < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, key >>= 6)
        out[i] = (char)(0x80 | (key & 0x3f));
    out[0] = (char)((0xf0 << (4 - n) & 0xf0) | key);
    return n;
}

void key_put_name(struct buf *out, int key)
{
    bool alt = key >= K_ALT;
    int plain = alt ? key - K_ALT : key;
    const char *name = plain == '>' || plain == '|' ? NULL : name_of(plain);
    if (plain < 0 || (plain >= K_NAMED && !name))
        return;
    char utf8[4] = {(char)(plain | 0x60)};
    bool control = !name && plain < ' ';
    size_t n = control ? 1 : key_utf8(utf8, plain);
    if (control && (plain == 0 || plain > 26))
        utf8[0] = (char)(plain + '@');
    bool bracket = alt || control;
    buf_puts(out, !bracket ? "" : alt && control ? "<A-C-" : alt ? "<A-" : "<C-");
    if (name)
        buf_add(out, name + bracket, strlen(name) - 2 * (size_t)bracket);
    else
        buf_add(out, utf8, n);
    buf_puts(out, bracket ? ">" : "");
}

/* Appends what key_put_name wrote between brackets, but with "Ctrl-" for "C-" and the like. */
static void put_spelled(struct buf *out, const char *name, size_t n)
{
    static const struct {
        const char *shorter, *longer;
    } forms[] = {{"A-", "Alt-"}, {"C-", "Ctrl-"}, {"S-", "Shift-"}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (n > 2 && strncmp(name, forms[i].shorter, 2) == 0) {
            buf_puts(out, forms[i].longer);
            name += 2;
            n -= 2;
        }
    }
    buf_add(out, name, n);
}

void key_put_label(struct buf *out, int key)
{
    struct buf name = {0};
    if (key == ';' || key == '<')
        buf_putc(&name, (char)key);
    else
        key_put_name(&name, key);
    if (strncmp(buf_str(&name), "<C-", 3) == 0 && name.len == 5) /* "<C-d>" */
        name.data[3] = (char)(key + '@');
    if (name.len > 2 && name.data[0] == '<')
        put_spelled(out, name.data + 1, name.len - 2);
    else
        buf_puts(out, buf_str(&name));
    buf_done(&name);
}

bool key_is_text(int key)
{
    return key >= ' ' && key != K_BACKSPACE && key < K_NAMED;
}

const char *key_nearest(const char *word)
{
    const char *names[ROWS + 1] = {0};
    for (size_t i = 0; i < ROWS; i++)
        names[i] = rows[i].name;
    return problems_nearest_name(word, names);
}
