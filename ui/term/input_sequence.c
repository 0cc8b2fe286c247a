#include "ui/term/input_sequence.h"

#include "keys/key.h"

#include <ctype.h>
#include <string.h>

/* The bits of a modifier parameter less 1. Locks have no effect. */
enum { SHIFT = 1, ALT = 2, CTRL = 4, LOCKS = 64 | 128, RELEASED = 3, PARAMS_MAX = 3 };

/* Bits of a mouse report. */
enum { MODIFIERS = 4 | 8 | 16, MOVED = 32, NO_BUTTON = 3 };

struct params {
    int values[PARAMS_MAX]; /* 0: none given */
    int event;              /* after ":" in the second one */
    bool valid;
};

static struct params read_params(const char *s)
{
    struct params p = {.valid = true};
    int at = 0, sub = 0;
    for (; *s; s++) {
        int *value = sub == 0 ? &p.values[at] : at == 1 && sub == 1 ? &p.event : NULL;
        if (isdigit((unsigned char)*s) && value && *value < 1000000)
            *value = 10 * *value + (*s - '0');
        else if (*s == ':')
            sub++;
        else if (*s == ';' && at + 1 < PARAMS_MAX)
            at++, sub = 0;
        else if (!isdigit((unsigned char)*s) || value)
            p.valid = false;
    }
    return p;
}

static const struct {
    char final;
    int number, key;
} keys[] = {
    {'A', 0, K_UP},       {'B', 0, K_DOWN},       {'C', 0, K_RIGHT},      {'D', 0, K_LEFT},
    {'H', 0, K_HOME},     {'F', 0, K_END},        {'Z', 0, K_BACKTAB},    {'P', 0, K_F0 + 1},
    {'Q', 0, K_F0 + 2},   {'S', 0, K_F0 + 4},     {'~', 1, K_HOME},       {'~', 7, K_HOME},
    {'~', 4, K_END},      {'~', 8, K_END},        {'~', 2, K_INSERT},     {'~', 3, K_DELETE},
    {'~', 5, K_PGUP},     {'~', 6, K_PGDN},       {'~', 11, K_F0 + 1},    {'~', 12, K_F0 + 2},
    {'~', 13, K_F0 + 3},  {'~', 14, K_F0 + 4},    {'~', 15, K_F0 + 5},    {'~', 17, K_F0 + 6},
    {'~', 18, K_F0 + 7},  {'~', 19, K_F0 + 8},    {'~', 20, K_F0 + 9},    {'~', 21, K_F0 + 10},
    {'~', 23, K_F0 + 11}, {'~', 24, K_F0 + 12},   {'u', 57414, K_ENTER},  {'u', 57415, '='},
    {'u', 57416, ','},    {'u', 57417, K_LEFT},   {'u', 57418, K_RIGHT},  {'u', 57419, K_UP},
    {'u', 57420, K_DOWN}, {'u', 57421, K_PGUP},   {'u', 57422, K_PGDN},   {'u', 57423, K_HOME},
    {'u', 57424, K_END},  {'u', 57425, K_INSERT}, {'u', 57426, K_DELETE}, {'u', 57409, '.'},
    {'u', 57410, '/'},    {'u', 57411, '*'},      {'u', 57412, '-'},      {'u', 57413, '+'},
};
enum { KEYS = sizeof keys / sizeof *keys };

static int find_key(char final, int number)
{
    for (size_t i = 0; i < KEYS; i++)
        if (keys[i].final == final && keys[i].number == number)
            return keys[i].key;
    return K_NONE;
}

/* The key of a character with modifiers, as CSI u and modifyOtherKeys report it. */
static int character_key(int code, int modifiers)
{
    enum { KEYPAD_0 = 57399, SURROGATE_FIRST = 0xd800, PRIVATE_LAST = 0xf8ff, LAST = 0x10ffff };
    int named = find_key('u', code), alt = modifiers & ALT ? K_ALT : 0;
    if (code >= KEYPAD_0 && code < KEYPAD_0 + 10)
        named = '0' + code - KEYPAD_0;
    if (named != K_NONE)
        return modifiers & ~ALT ? K_NONE : named | alt;
    if (code <= 0 || code > LAST || (code >= SURROGATE_FIRST && code <= PRIVATE_LAST))
        return K_NONE;
    if (code == K_TAB && modifiers & SHIFT)
        return K_BACKTAB | alt;
    if (modifiers & CTRL && key_is_text(code))
        code = key_with_control(code);
    else if (modifiers & SHIFT && code >= 'a' && code <= 'z')
        code -= 'a' - 'A';
    return code == K_NONE ? K_NONE : code | alt;
}

static bool set_mouse(struct input_mouse *mouse, int bits, int x, int y)
{
    *mouse = (struct input_mouse){.button = bits & ~MODIFIERS, .y = y - 1, .x = x - 1};
    return x > 0 && y > 0 && mouse->button != NO_BUTTON && !(bits & MOVED);
}

bool input_sequence_mouse(const char *bytes, struct input_mouse *mouse)
{
    const unsigned char *b = (const unsigned char *)bytes;
    return set_mouse(mouse, b[0] - ' ', b[1] - ' ', b[2] - ' ');
}

int input_sequence_csi(const char *params, char final, struct input_mouse *mouse)
{
    bool is_mouse = params[0] == '<' && final == 'M';
    struct params p = read_params(params + is_mouse);
    if (is_mouse && p.valid)
        return set_mouse(mouse, p.values[0], p.values[1], p.values[2]) ? K_MOUSE : K_NONE;
    if (params[0] == '[') /* the Linux console */
        return final >= 'A' && final <= 'E' ? K_F0 + 1 + (final - 'A') : K_NONE;
    int modifiers = (p.values[1] ? p.values[1] - 1 : 0) & ~LOCKS;
    if (!p.valid || p.event == RELEASED || modifiers & ~(SHIFT | ALT | CTRL))
        return K_NONE;
    if (final == 'u')
        return character_key(p.values[0], modifiers);
    if (final == '~' && p.values[0] == 27)
        return character_key(p.values[2], modifiers);
    int number = final == '~' || p.values[0] != 1 ? p.values[0] : 0;
    int key = find_key(final, number);
    if (key == K_NONE || modifiers & ~ALT)
        return K_NONE;
    return key | (modifiers & ALT ? K_ALT : 0);
}

/* The keypad's characters have their own numbers plus 0x40. */
int input_sequence_ss3(char final)
{
    if (final >= 'j' && final <= 'y')
        return final - 0x40;
    static const struct {
        char final;
        int key;
    } others[] = {{'M', K_ENTER}, {'X', '='}, {'I', K_TAB}, {' ', ' '}, {'R', K_F0 + 3}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].final == final)
            return others[i].key;
    return final >= 'A' && final <= 'Z' ? find_key(final, 0) : K_NONE;
}

bool input_sequence_begins(char introducer, char byte)
{
    static const struct {
        char introducer;
        const char *bytes;
    } second[] = {{'[', "0123456789<=>?ABCDEFHIMOPQSZ"},
                  {'O', "ABCDEFHMPQRSXabcdjklmnopqrstuvwxy0123456789"},
                  {']', "0123456789"},
                  {'P', "0123456789>$!+|"},
                  {'_', "G"}}; /* kitty's graphics protocol answers so */
    for (size_t i = 0; i < sizeof second / sizeof *second; i++)
        if (second[i].introducer == introducer)
            return byte && strchr(second[i].bytes, byte);
    return false;
}
