/* Only the delay of the oldest question counts, not the time to the terminal and back: a line may
 * be fast and long. What a byte takes is the median of three samples, so that a terminal that was
 * busy once is not taken for a slow line. */
#include "ui/term/pace.h"

#include <math.h>
#include <string.h>

enum {
    KEYS_PAUSE_MS = 150, /* no key for so long: the keys have stopped coming */
    UNKNOWN_MS = 100,    /* between frames while keys come and the terminal answers nothing */
    QUEUE_MS = 200,      /* so much may be on the line beyond the way to the terminal and back */
    LATE_MS = 100,       /* an answer so late shows that the line is slower than it was */
    LOST_MS = 5000,      /* one so late will not come */
    JITTER_MS = 20,      /* by chance */
    SAMPLE_BYTES = 100,  /* fewer bytes tell nothing */
    ASKED_BYTES = 400,   /* a question follows so many, as it takes bytes itself, */
    ASKED_MS = 100       /* or what takes so long */
};

double pace_ms_per_byte(const struct pace *p)
{
    double a = p->ms_per_byte[0], b = p->ms_per_byte[1], c = p->ms_per_byte[2];
    if (p->samples < PACE_SAMPLES)
        return p->samples < 2 ? a : fmin(a, b);
    return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

static size_t bytes_on_way(const struct pace *p)
{
    size_t sum = p->unasked_bytes;
    for (size_t i = 0; i < p->asked_count; i++)
        sum += p->asked[i].bytes;
    return p->asked_count ? sum : 0;
}

/* How much later than expected the oldest answer is by now. */
static int64_t late_ms(const struct pace *p, int64_t now_ms)
{
    const struct pace_question *oldest = &p->asked[0];
    int64_t began_ms = oldest->sent_ms > p->answered_ms ? oldest->sent_ms : p->answered_ms;
    double takes_ms = (double)oldest->bytes * pace_ms_per_byte(p);
    return p->asked_count ? now_ms - began_ms - p->round_trip_ms - (int64_t)takes_ms : 0;
}

/* What is sent in any case takes so long that nothing is to follow it yet. */
static bool is_full(const struct pace *p, size_t bytes)
{
    double takes_ms = (double)bytes * pace_ms_per_byte(p);
    return takes_ms > (double)(p->round_trip_ms + QUEUE_MS) || p->asked_count == PACE_ASKED_MAX;
}

void pace_forget(struct pace *p)
{
    p->asked_count = 0;
    p->unasked_bytes = 0;
    p->is_late = false;
}

int pace_wait_ms(struct pace *p, size_t bytes, int64_t key_ms, int64_t now_ms)
{
    int64_t pause_ms = key_ms + KEYS_PAUSE_MS - now_ms, late = late_ms(p, now_ms);
    if (late > LOST_MS) {
        p->answers = false;
        pace_forget(p);
    }
    if (!p->answers) {
        int64_t left_ms = p->sent_ms + UNKNOWN_MS - now_ms;
        return pause_ms > 0 && left_ms > 0 ? (int)left_ms : 0;
    }
    p->is_late = p->asked_count && (p->is_late || late > LATE_MS);
    if (p->is_late || is_full(p, bytes_on_way(p)))
        return LATE_MS;
    return pause_ms > 0 && is_full(p, bytes_on_way(p) + bytes) ? (int)pause_ms : 0;
}

bool pace_can_probe(const struct pace *p)
{
    return p->answers && !p->asked_count;
}

void pace_asked(struct pace *p, size_t bytes, int64_t now_ms)
{
    p->sent_ms = now_ms;
    p->unasked_bytes += bytes;
    if (p->asked_count < PACE_ASKED_MAX)
        p->asked[p->asked_count++] = (struct pace_question){now_ms, p->unasked_bytes};
    p->unasked_bytes = 0;
}

bool pace_sent(struct pace *p, size_t bytes, int64_t now_ms)
{
    size_t all = p->unasked_bytes + bytes;
    bool asks =
        p->asked_count || all >= ASKED_BYTES || (double)all * pace_ms_per_byte(p) > ASKED_MS;
    if (asks && p->asked_count < PACE_ASKED_MAX) {
        pace_asked(p, bytes, now_ms);
        return true;
    }
    p->sent_ms = now_ms;
    p->unasked_bytes += bytes;
    return false;
}

/* The line had nothing else to carry before the oldest question, or the one before it. */
static void take_sample(struct pace *p, const struct pace_question *q, int64_t now_ms)
{
    int64_t alone_ms = q->sent_ms + p->round_trip_ms;
    int64_t began_ms = alone_ms > p->answered_ms ? alone_ms : p->answered_ms;
    int64_t took_ms = now_ms - began_ms - JITTER_MS;
    p->ms_per_byte[p->samples++ % PACE_SAMPLES] =
        took_ms > 0 ? (double)took_ms / (double)q->bytes : 0;
}

void pace_answered(struct pace *p, int64_t now_ms)
{
    struct pace_question q = p->asked[0];
    p->answers = true;
    if (!p->asked_count)
        return;
    p->asked_count--;
    memmove(p->asked, p->asked + 1, p->asked_count * sizeof *p->asked);
    if (q.bytes < SAMPLE_BYTES && q.sent_ms < p->answered_ms && p->asked_count) {
        p->asked[0].bytes += q.bytes; /* a sample together with the next ones */
        return;
    }
    int64_t took_ms = now_ms - q.sent_ms;
    bool is_alone = q.sent_ms >= p->answered_ms, is_small = q.bytes < SAMPLE_BYTES;
    if (!is_small)
        take_sample(p, &q, now_ms);
    if (is_alone && (is_small || took_ms < p->round_trip_ms))
        p->round_trip_ms = took_ms;
    p->answered_ms = now_ms;
}
