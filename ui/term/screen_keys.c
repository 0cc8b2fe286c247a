/* The keys of this terminal by terminfo, and what the mouse did. */
#include "ui/term/screen_keys.h"

#include "base/int.h"
#include "os/os.h"
#include "text/time.h"
#include "ui/term/input.h"
#include "ui/term/screen_paint.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <ncurses.h>
#include <term.h>

enum { DOUBLE_CLICK_MS = 400, NAMES_MAX = 64, NAME_MAX_BYTES = 16, ESC_MAX_MS = 10000 };
enum { ANSWER_MAX_MS = 1000, LAST_WAIT_MS = 100, LAST_READY_MS = 1000 };
enum { WHEEL_UP = 64, WHEEL_DOWN = 65 };

static struct {
    bool open, mouse_on;
    struct input input;
    struct input_name names[NAMES_MAX];
    struct screen_mouse mouse;
    int64_t clicked_ms; /* time of the last single click; 0: there was none */
    int64_t asked_ms;   /* when the terminal was asked for its background; 0: no answer is due */
    int64_t key_ms;     /* when the last key came */
    int ready_due;      /* answers that it is ready, since the last one of them */
    bool has_been_ready;
} k;

/* The terminfo names of a key, and of the key with Alt. */
static const struct {
    int key;
    const char *name, *with_alt;
} named[] = {
    {K_UP, "kcuu1", "kUP3"},     {K_DOWN, "kcud1", "kDN3"},  {K_LEFT, "kcub1", "kLFT3"},
    {K_RIGHT, "kcuf1", "kRIT3"}, {K_HOME, "khome", "kHOM3"}, {K_END, "kend", "kEND3"},
    {K_PGUP, "kpp", "kPRV3"},    {K_PGDN, "knp", "kNXT3"},   {K_INSERT, "kich1", "kIC3"},
    {K_DELETE, "kdch1", "kDC3"}, {K_BACKTAB, "kcbt", NULL},  {K_ENTER, "kent", NULL},
    {K_BACKSPACE, "kbs", NULL},
};
enum { NAMED = sizeof named / sizeof *named };

static void add_name(const char *name, int key)
{
    const char *bytes = name ? tigetstr(name) : NULL;
    if (bytes && bytes != (const char *)-1 && *bytes && k.input.name_count < NAMES_MAX)
        k.names[k.input.name_count++] = (struct input_name){bytes, key};
}

static void add_names(void)
{
    for (int i = 0; i < NAMED; i++) {
        add_name(named[i].name, named[i].key);
        add_name(named[i].with_alt, named[i].key | K_ALT);
    }
    for (int i = 1; i <= 24; i++) {
        char name[NAME_MAX_BYTES];
        snprintf(name, sizeof name, "kf%d", i);
        add_name(name, K_F0 + i);
    }
}

/* The second of two clicks in one cell is a double click; a third one counts as a first. */
static enum screen_mouse_act click(int y, int x)
{
    int64_t now_ms = time_now_ms();
    bool again = k.clicked_ms && now_ms - k.clicked_ms < DOUBLE_CLICK_MS && k.mouse.y == y &&
                 k.mouse.x == x && k.mouse.act == SCREEN_MOUSE_CLICK;
    k.clicked_ms = again ? 0 : now_ms;
    return again ? SCREEN_MOUSE_DOUBLE : SCREEN_MOUSE_CLICK;
}

/* False for a report that is not used. */
static bool take_mouse(const struct input_mouse *m)
{
    struct screen_mouse now = {.y = m->y, .x = m->x};
    if (!k.mouse_on || (m->button != 0 && m->button != WHEEL_UP && m->button != WHEEL_DOWN))
        return false;
    if (m->button == 0)
        now.act = click(m->y, m->x);
    else
        now.act = m->button == WHEEL_UP ? SCREEN_MOUSE_UP : SCREEN_MOUSE_DOWN;
    k.mouse = now;
    return true;
}

bool screen_can_send(int key)
{
    int plain = key >= K_ALT ? key - K_ALT : key;
    if (!k.open || plain < K_NAMED || plain == K_ENTER || plain == K_BACKSPACE)
        return true;
    for (size_t i = 0; i < k.input.name_count; i++)
        if (k.names[i].key == plain)
            return true;
    return false;
}

const char *screen_paste(size_t *bytes)
{
    *bytes = k.input.paste.len;
    return buf_str(&k.input.paste);
}

void screen_keys_open(bool utf8)
{
    /* Bytes that were sent together may arrive apart on a slow line. */
    bool slow = os_variable("SSH_CONNECTION") || os_variable("SSH_TTY");
    const char *wanted = os_variable("ESCDELAY");
    long ms = wanted ? strtol(wanted, NULL, 10) : slow ? 100 : 25;
    k.input = (struct input){.fd = STDIN_FILENO, .utf8 = utf8, .names = k.names};
    k.input.esc_ms = int_clamp(ms < ESC_MAX_MS ? (int)ms : ESC_MAX_MS, 1, ESC_MAX_MS);
    k.input.hold_ms = slow ? 300 : 100;
    add_names();
    k.open = true;
}

void screen_keys_close(void)
{
    k.open = false;
    input_done(&k.input);
}

/* Returns K_RESIZE, as the screen is to be drawn again, or K_NONE. */
static int take_answer(int64_t now_ms)
{
    bool in_time = k.asked_ms && now_ms - k.asked_ms <= ANSWER_MAX_MS;
    if (in_time)
        screen_paint_set_background(background_of_answer(k.input.answer));
    k.asked_ms = 0;
    return in_time ? K_RESIZE : K_NONE;
}

int screen_keys_next(void)
{
    for (;;) {
        int64_t now_ms = time_now_ms();
        int key = input_key(&k.input, now_ms);
        if (key == INPUT_READY) {
            k.ready_due = int_max(k.ready_due - 1, 0);
            k.has_been_ready = true;
        }
        if (key == INPUT_ANSWER)
            key = take_answer(now_ms);
        else if (key == K_NONE || key == INPUT_READY || key == INPUT_MARGINS)
            return key;
        else
            k.key_ms = now_ms;
        if (key != K_NONE && (key != K_MOUSE || take_mouse(&k.input.mouse)))
            return key;
    }
}

int64_t screen_keys_last_ms(void)
{
    return k.key_ms;
}

void screen_keys_expect_ready(void)
{
    k.ready_due++;
}

void screen_keys_expect_answer(void)
{
    k.asked_ms = time_now_ms();
}

/* How long an answer is awaited; a terminal that never says that it is ready is not waited for. */
static int due_ms(int64_t waited_ms, int64_t now_ms)
{
    bool background = k.asked_ms && now_ms - k.asked_ms <= ANSWER_MAX_MS;
    int most_ms = k.ready_due && k.has_been_ready ? LAST_READY_MS : background ? LAST_WAIT_MS : 0;
    return most_ms > waited_ms ? most_ms - (int)waited_ms : 0;
}

/* Keys that come before the answers are lost: their bytes would be keys for the next program. */
void screen_keys_await_answers(void)
{
    struct pollfd p = {.fd = k.input.fd, .events = POLLIN};
    int64_t began_ms = time_now_ms(), now_ms = began_ms;
    for (int ms; (ms = due_ms(now_ms - began_ms, now_ms)) > 0; now_ms = time_now_ms())
        if (poll(&p, 1, ms) > 0 && screen_keys_next() == K_EOF)
            return;
    k.ready_due = 0;
}

void screen_keys_reset(void)
{
    input_reset(&k.input);
    k.ready_due = 0;
}

int screen_wait_ms(void)
{
    return k.open ? input_wait_ms(&k.input, time_now_ms()) : -1;
}

struct screen_mouse screen_mouse(void)
{
    return k.mouse;
}

/* Reports that still arrive while they are off are dropped. */
void screen_set_mouse(bool on)
{
    if (!k.open)
        return;
    k.mouse_on = on;
    mousemask(on ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
}
