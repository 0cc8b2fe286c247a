/* No action needs a function key: each has keys that exist on every keyboard and that every
 * terminal can send. That nothing needs colour is checked for the themes (test_theme) and on a
 * terminal without colours (screen/test_reach). */
#include "base/alloc.h"
#include "keys/key.h"
#include "keys/keymap.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Characters, Ctrl and a character, Enter, Tab, Esc; Alt is Esc and the key. In prompts arrows
 * count too, because characters are text there. */
static bool is_plain(int key, enum key_context context)
{
    bool arrow = key >= K_UP && key <= K_RIGHT;
    return (key & ~K_ALT) < 0x7f || key == K_BACKSPACE || (context == KEYS_PROMPT && arrow);
}

static bool all_plain(const char *word, size_t n, enum key_context context)
{
    for (size_t at = 0, bytes; at < n; at += bytes)
        if (!is_plain(key_parse(word + at, &bytes), context))
            return false;
    return true;
}

static bool any_plain(const struct action_row *a)
{
    for (const char *at = a->keys; *at; at += strspn(at, " ")) {
        size_t n = strcspn(at, " ");
        if (all_plain(at, n, a->context))
            return true;
        at += n;
    }
    return false;
}

static void actions__with_keys__have_one_on_every_keyboard(void **state)
{
    (void)state;
    for (int i = 0; i < ACTION_COUNT; i++)
        if (*actions[i].keys && !any_plain(&actions[i]))
            fail_msg("%s has no key that every terminal sends: '%s'", actions[i].name,
                     actions[i].keys);
}

/* Characters that need AltGr on many keyboards: some people cannot type them with one hand, and
 * some terminals drop them. */
static void actions__on_brackets__have_another_key(void **state)
{
    (void)state;
    for (int i = 0; i < ACTION_COUNT; i++) {
        const char *keys = actions[i].keys;
        bool hard = strlen(keys) == 1 && strchr("{}[]|", *keys);
        if (hard)
            fail_msg("%s has no key but '%s'", actions[i].name, keys);
    }
}

/* An action without a key can be given on the command line. */
static void actions__without_keys__are_for_the_command_line(void **state)
{
    (void)state;
    for (int i = 0; i < ACTION_COUNT; i++)
        if (!*actions[i].keys && actions[i].context != KEYS_MAIN)
            fail_msg("%s can not be reached", actions[i].name);
}

static int set_locale(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "C.UTF-8") ? 0 : 1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(actions__with_keys__have_one_on_every_keyboard),
        cmocka_unit_test(actions__on_brackets__have_another_key),
        cmocka_unit_test(actions__without_keys__are_for_the_command_line),
    };
    return cmocka_run_group_tests(tests, set_locale, NULL);
}
