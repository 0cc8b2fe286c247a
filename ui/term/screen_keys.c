/* Maps the codes of ncurses to keys. */
#include "ui/term/screen_keys.h"

#include "text/time.h"
#include "ui/term/input.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include <ncurses.h>

enum { ESC_DELAY_MS = 25, DOUBLE_CLICK_MS = 400, PASTE_CODE = KEY_MAX + 1 };

static struct {
    WINDOW *pad; /* wgetch on a pad does not repaint the screen; NULL: not open */
    int fd;
    struct input input;
    struct screen_mouse mouse;
    int64_t clicked_ms; /* time of the last single click; 0: there was none */
} k;

/* `extended` is the terminfo name of the key with Alt, whose code is known only at run time. */
static const struct {
    int code, key;
    const char *extended;
} codes[] = {
    {KEY_UP, K_UP, "kUP3"},
    {KEY_DOWN, K_DOWN, "kDN3"},
    {KEY_LEFT, K_LEFT, "kLFT3"},
    {KEY_RIGHT, K_RIGHT, "kRIT3"},
    {KEY_HOME, K_HOME, "kHOM3"},
    {KEY_END, K_END, "kEND3"},
    {KEY_PPAGE, K_PGUP, "kPRV3"},
    {KEY_NPAGE, K_PGDN, "kNXT3"},
    {KEY_IC, K_INSERT, "kIC3"},
    {KEY_DC, K_DELETE, "kDC3"},
    {KEY_BTAB, K_BACKTAB, NULL},
    {KEY_ENTER, K_ENTER, NULL},
    {KEY_BACKSPACE, K_BACKSPACE, NULL},
    {PASTE_CODE, INPUT_PASTE_BEGIN, NULL},
};
enum { CODES = sizeof codes / sizeof *codes };

/* ncurses itself combines reports that have arrived already, so each of these is possible. */
#define CLICKS (BUTTON1_PRESSED | BUTTON1_CLICKED)
#define CLICKS_TWICE (BUTTON1_DOUBLE_CLICKED | BUTTON1_TRIPLE_CLICKED)

/* The second of two clicks in one cell is a double click; a third one counts as a first. */
static enum screen_mouse_act click(int y, int x)
{
    int64_t now_ms = time_now_ms();
    bool again = k.clicked_ms && now_ms - k.clicked_ms < DOUBLE_CLICK_MS && k.mouse.y == y &&
                 k.mouse.x == x && k.mouse.act == SCREEN_MOUSE_CLICK;
    k.clicked_ms = again ? 0 : now_ms;
    return again ? SCREEN_MOUSE_DOUBLE : SCREEN_MOUSE_CLICK;
}

static int mouse_key(void)
{
    MEVENT event;
    if (getmouse(&event) != OK)
        return K_NONE;
    struct screen_mouse now = {.y = event.y, .x = event.x};
    if (event.bstate & CLICKS_TWICE)
        now.act = SCREEN_MOUSE_DOUBLE;
    else if (event.bstate & CLICKS)
        now.act = click(event.y, event.x);
    else if (event.bstate & BUTTON4_PRESSED)
        now.act = SCREEN_MOUSE_UP;
    else if (event.bstate & BUTTON5_PRESSED)
        now.act = SCREEN_MOUSE_DOWN;
    else
        return K_NONE;
    k.mouse = now;
    return K_MOUSE;
}

static int extended_key(int code)
{
    const char *name = code > PASTE_CODE ? keyname(code) : NULL;
    for (int i = 0; name && i < CODES; i++)
        if (codes[i].extended && strcmp(codes[i].extended, name) == 0)
            return codes[i].key | K_ALT;
    return K_NONE;
}

/* K_NONE for a code that is not used here. */
static int key_of_code(int code)
{
    if (code == KEY_MOUSE)
        return mouse_key();
    if (code > KEY_F0 && code <= KEY_F(24))
        return K_F0 + (code - KEY_F0);
    for (int i = 0; i < CODES; i++)
        if (codes[i].code == code)
            return codes[i].key;
    return extended_key(code);
}

/* After ERR, which ncurses returns both for silence and for a closed terminal: K_NONE for silence,
 * K_EOF for a closed terminal, 0 when bytes have arrived meanwhile. */
static int reason_of_err(void)
{
    struct pollfd p = {.fd = k.fd, .events = POLLIN};
    if (poll(&p, 1, 0) <= 0)
        return K_NONE;
    int bytes = 0;
    if (!(p.revents & POLLIN) || ioctl(p.fd, FIONREAD, &bytes) < 0 || bytes <= 0)
        return K_EOF;
    return 0;
}

/* The next byte or named key, for input.c. */
static int next_code(void)
{
    for (;;) {
        int code = wgetch(k.pad);
        if (code >= 0 && code < 0x100)
            return code;
        int key = code == ERR ? reason_of_err() : key_of_code(code);
        if (code == ERR && key)
            return key;
        if (code != ERR && key != K_NONE)
            return key;
    }
}

bool screen_can_send(int key)
{
    int plain = key >= K_ALT ? key - K_ALT : key;
    if (!k.pad || plain < K_NAMED || plain == K_ENTER || plain == K_BACKSPACE)
        return true;
    if (plain > K_F0 && plain <= K_F0 + 24)
        return has_key(KEY_F(plain - K_F0));
    for (int i = 0; i < CODES; i++)
        if (codes[i].key == plain)
            return has_key(codes[i].code);
    return true;
}

const char *screen_paste(size_t *bytes)
{
    *bytes = k.input.paste.len;
    return buf_str(&k.input.paste);
}

void screen_keys_open(int fd, bool utf8)
{
    k.fd = fd;
    k.pad = newpad(1, 1);
    keypad(k.pad, TRUE);
    nodelay(k.pad, TRUE);
    if (!getenv("ESCDELAY"))
        set_escdelay(ESC_DELAY_MS);
    define_key("\x1b[200~", PASTE_CODE);
    mouseinterval(0); /* double clicks are found in click(), without waiting for a second one */
    input_init(&k.input, next_code, fd, get_escdelay(), utf8);
}

void screen_keys_close(void)
{
    delwin(k.pad);
    k.pad = NULL;
    input_done(&k.input);
}

int screen_keys_next(void)
{
    return input_key(&k.input);
}

struct screen_mouse screen_mouse(void)
{
    return k.mouse;
}

/* While reports are off, input.c drops those that still arrive. */
void screen_set_mouse(bool on)
{
    const char *begins = tigetstr("kmous");
    if (!k.pad)
        return;
    if (on && begins && begins != (const char *)-1)
        define_key(begins, KEY_MOUSE);
    else
        define_key(NULL, KEY_MOUSE);
    mousemask(on ? CLICKS | CLICKS_TWICE | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
}
