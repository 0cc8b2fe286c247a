/* A sequence is collected in `part` and evaluated at its end. */
#include "tests/support/term_scan.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

bool scan_mode(const struct scan *s, int mode)
{
    for (size_t i = 0; i < s->mode_count; i++)
        if (s->modes[i] == mode)
            return true;
    return false;
}

static void set_mode(struct scan *s, int mode, bool on)
{
    if (on && !scan_mode(s, mode) && s->mode_count < SCAN_MODES)
        s->modes[s->mode_count++] = mode;
    for (size_t i = 0; !on && i < s->mode_count; i++)
        if (s->modes[i] == mode)
            s->modes[i--] = s->modes[--s->mode_count];
}

static void end_csi(struct scan *s, char final)
{
    const char *at = buf_str(&s->part);
    if (final == 'b')
        s->repeat = strtol(at, NULL, 10) > 0 ? strtol(at, NULL, 10) : 1;
    if (*at++ != '?' || (final != 'h' && final != 'l'))
        return;
    for (char *end;; at = end + 1) {
        set_mode(s, (int)strtol(at, &end, 10), final == 'h');
        if (*end != ';')
            break;
    }
}

static void end_osc(struct scan *s)
{
    s->osc = xreallocarray(s->osc, s->osc_count + 1, sizeof *s->osc);
    s->osc[s->osc_count++] = xstrdup(buf_str(&s->part));
    s->state = SCAN_TEXT;
}

static void feed_esc(struct scan *s, char c)
{
    buf_clear(&s->part);
    s->state = c == '[' ? SCAN_CSI : c == ']' ? SCAN_OSC : c == '\x1b' ? SCAN_ESC : SCAN_TEXT;
}

static void feed_csi(struct scan *s, char c)
{
    if (c >= 0x40 && c <= 0x7e) {
        end_csi(s, c);
        s->state = SCAN_TEXT;
    } else if (c == '\x1b') {
        s->state = SCAN_ESC;
    } else {
        buf_putc(&s->part, c);
    }
}

static void feed_osc(struct scan *s, char c)
{
    if (c == '\a')
        end_osc(s);
    else if (c == '\x1b')
        s->state = SCAN_OSC_ESC;
    else
        buf_putc(&s->part, c);
}

static void feed_byte(struct scan *s, char c)
{
    s->repeat = 0;
    if (s->state == SCAN_TEXT && c == '\x1b')
        s->state = SCAN_ESC;
    else if (s->state == SCAN_ESC)
        feed_esc(s, c);
    else if (s->state == SCAN_CSI)
        feed_csi(s, c);
    else if (s->state == SCAN_OSC)
        feed_osc(s, c);
    else if (s->state == SCAN_OSC_ESC)
        end_osc(s);
}

void scan_feed(struct scan *s, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        feed_byte(s, bytes[i]);
}

void scan_done(struct scan *s)
{
    for (size_t i = 0; i < s->osc_count; i++)
        free(s->osc[i]);
    free(s->osc);
    buf_done(&s->part);
}
