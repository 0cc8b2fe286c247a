/* WebVTT, https://www.w3.org/TR/webvtt1/: one cue for each turn. Pure. */
#include "print/print.h"

#include "base/alloc.h"
#include "call/facts.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LAST_CUE_MS = 5000, HOUR_MS = 3600 * 1000 };

struct cue {
    const struct turn *turn;
    int64_t start_ms;
    size_t order; /* in the transcript */
};

/* Limited to a time that every player can read. */
static int64_t milliseconds(double seconds)
{
    return seconds <= 0 ? 0 : seconds > 1e9 ? (int64_t)1e12 : llround(seconds * 1000);
}

static int by_start(const void *a, const void *b)
{
    const struct cue *x = a, *y = b;
    if (x->start_ms != y->start_ms)
        return x->start_ms < y->start_ms ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

/* Makes a cue of each turn, but not of system rows. A turn without a time gets the time of
 * the turn before it, or else of the first turn with a time. Returns how many, 0 if no turn has a
 * time. */
static size_t make_cues(const struct call *c, struct cue *cues)
{
    size_t count = 0;
    int64_t at_ms = -1, first_ms = -1;
    for (size_t i = 0; i < c->turn_count; i++) {
        const struct turn *t = call_turn(c, i);
        if (t->class == SPEAKER_SYSTEM)
            continue;
        if (isfinite(t->start_s))
            at_ms = milliseconds(t->start_s);
        first_ms = first_ms < 0 ? at_ms : first_ms;
        cues[count++] = (struct cue){t, at_ms, i};
    }
    for (size_t i = 0; i < count && cues[i].start_ms < 0; i++)
        cues[i].start_ms = first_ms;
    qsort(cues, count, sizeof *cues, by_start);
    return first_ms < 0 ? 0 : count;
}

static void put_time(struct buf *out, int64_t ms)
{
    buf_printf(out, "%02lld:%02lld:%02lld.%03lld", (long long)(ms / HOUR_MS),
               (long long)(ms / 60000 % 60), (long long)(ms / 1000 % 60), (long long)(ms % 1000));
}

/* An empty line would end the cue. */
static void put_words(struct buf *out, const char *s)
{
    for (; *s; s++) {
        if (*s == '&')
            buf_puts(out, "&amp;");
        else if (*s == '<')
            buf_puts(out, "&lt;");
        else if (*s == '>')
            buf_puts(out, "&gt;");
        else if (*s != '\n' || (s[1] && s[1] != '\n'))
            buf_putc(out, *s);
    }
}

/* The name in the tag is trimmed by whoever reads it, so that a blank after it prevents "-->". */
static void put_voice(struct buf *out, const char *speaker)
{
    size_t n = strlen(speaker);
    if (strspn(speaker, " ") == n)
        return;
    buf_puts(out, "<v ");
    put_words(out, speaker);
    buf_puts(out, speaker[n - 1] == '-' ? " >" : ">");
}

static void put_cue(struct buf *out, const struct cue *cue, int64_t end_ms)
{
    struct buf words = {0};
    char *speaker = facts_speaker_source(cue->turn);
    facts_turn_source(&words, cue->turn);
    buf_putc(out, '\n');
    put_time(out, cue->start_ms);
    buf_puts(out, " --> ");
    put_time(out, end_ms);
    buf_putc(out, '\n');
    put_voice(out, speaker);
    put_words(out, buf_str(&words) + strspn(buf_str(&words), "\n"));
    buf_putc(out, '\n');
    free(speaker);
    buf_done(&words);
}

/* The end of a turn if it is given, else the start of the next cue, else the call's end. */
static int64_t end_of(const struct call *c, const struct cue *cue, const struct cue *next)
{
    int64_t end_ms = isfinite(cue->turn->end_s) ? milliseconds(cue->turn->end_s) : 0;
    if (end_ms <= cue->start_ms && next)
        end_ms = next->start_ms;
    else if (end_ms <= cue->start_ms && isfinite(c->duration_s))
        end_ms = milliseconds(c->duration_s);
    return end_ms > cue->start_ms ? end_ms : cue->start_ms + LAST_CUE_MS;
}

bool print_vtt(struct buf *out, const struct call *c, struct err *e)
{
    struct cue *cues = xcalloc(c->turn_count + 1, sizeof *cues);
    size_t count = make_cues(c, cues);
    if (!count)
        err_set(e, "the vtt form needs a transcript%s",
                call_count_turns(c) ? " with times"
                : c->turns_error    ? ", which was not fetched"
                                    : "");
    if (count)
        buf_puts(out, "WEBVTT\n");
    for (size_t i = 0, next = 0; i < count; i++) {
        while (next < count && cues[next].start_ms <= cues[i].start_ms)
            next++;
        put_cue(out, &cues[i], end_of(c, &cues[i], next < count ? &cues[next] : NULL));
    }
    free(cues);
    return count > 0;
}
