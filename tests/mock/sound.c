/* Recordings of the mock's calls that can be heard: WAV, 16 bits, 8 kHz, mono. Each spoken turn is
 * a row of short tones from its start to its end, and the rest is silent. The pitch says who
 * speaks. The times are those that the program reads in the call, so that what is heard is what is
 * marked. A call without times is such a row as a whole. */
#include "tests/mock/mock.h"

#include "base/alloc.h"
#include "config/config.h"
#include "provider/extract/extract.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

enum { RATE = 8000, SAMPLE_BYTES = 2, HEADER_BYTES = 44, MAX_S = 2 * 3600 };
static const double PI = 3.14159265358979, LOUDNESS = 9000; /* two voices at once still fit */
static const double TONE_S = 0.25, SOUNDING = 0.85; /* the part of a tone that is not silent */
static const double BYTE_S = 1.0 / 15, GAP_S = 0.3; /* of a turn whose end is not given */

static const double pitches_hz[SPEAKER_CLASSES] = {
    [SPEAKER_AGENT] = 392, [SPEAKER_PERSON] = 262, [SPEAKER_OTHER] = 330};

static const struct provider_set *providers;

static void read_providers(void)
{
    static struct config config;
    providers = provider_set_new(&config);
}

/* One document of the call, as those who have the key get it. */
static struct answer_body read_document(const struct call_ref *of, bool messages, struct reply *r)
{
    struct call_ref a = *of;
    a.audio = false;
    a.messages = messages;
    a.key_right = true;
    case_answer(&a, r);
    return (struct answer_body){.http_status = r->status,
                                .bytes = buf_str(&r->body),
                                .count = r->body.len,
                                .content_type = r->content_type,
                                .retry_after_s = -1};
}

static void reply_done(struct reply *r)
{
    buf_done(&r->body);
    free(r->own_headers);
}

/* NULL if the mock answers with no call. */
static struct call *read_call(const struct call_ref *of)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct reply first = {0}, second = {0};
    pthread_once(&once, read_providers);
    const struct provider *p = provider_find(providers, of->name);
    if (!p)
        return NULL;
    struct answer_body call = read_document(of, false, &first), page = {0};
    if (p->second.path)
        page = read_document(of, true, &second);
    struct turns_answer turns = {.pages = &page, .page_count = 1};
    struct extracted got = extract(p, of->id, &call, p->second.path ? &turns : NULL);
    failure_free(got.failure);
    reply_done(&first);
    reply_done(&second);
    return got.call;
}

/* One that is not given is guessed from the length of the text, before the next turn. */
static double end_of(const struct call *c, size_t turn)
{
    const struct turn *t = &c->turns[turn];
    if (!isnan(t->end_s))
        return t->end_s;
    double end = t->start_s + (double)t->bytes * BYTE_S;
    for (size_t i = turn + 1; i < c->turn_count; i++)
        if (c->turns[i].start_s - GAP_S > t->start_s)
            return fmin(end, c->turns[i].start_s - GAP_S);
    return end;
}

static void add_turn(double *samples, size_t count, double start_s, double end_s, double pitch_hz)
{
    double tones = fmax(1, floor((end_s - start_s) / TONE_S)), tone_s = (end_s - start_s) / tones;
    for (size_t i = (size_t)ceil(start_s * RATE); i < count && (double)i < end_s * RATE; i++) {
        double s = (double)i / RATE - start_s, of_tone = fmod(s, tone_s) / tone_s / SOUNDING;
        double swell = of_tone < 1 ? sin(PI * of_tone) : 0;
        samples[i] += LOUDNESS * swell * sin(2 * PI * pitch_hz * s);
    }
}

static void put_number(struct buf *out, uint32_t n, int bytes)
{
    for (; bytes > 0; bytes--, n >>= 8)
        buf_putc(out, (char)(n & 0xff));
}

/* The chunks that Multimedia Programming Interface 1.0 (IBM, Microsoft 1991) names RIFF, fmt, data.
 */
static void put_wav(struct buf *out, const double *samples, size_t count)
{
    uint32_t bytes = (uint32_t)count * SAMPLE_BYTES;
    buf_puts(out, "RIFF");
    put_number(out, HEADER_BYTES - 8 + bytes, 4);
    buf_puts(out, "WAVEfmt ");
    put_number(out, 16, 4);
    put_number(out, 1, 2); /* PCM */
    put_number(out, 1, 2); /* channel */
    put_number(out, RATE, 4);
    put_number(out, RATE * SAMPLE_BYTES, 4);
    put_number(out, SAMPLE_BYTES, 2);
    put_number(out, 8 * SAMPLE_BYTES, 2);
    buf_puts(out, "data");
    put_number(out, bytes, 4);
    for (size_t i = 0; i < count; i++)
        put_number(out, (uint32_t)(int32_t)lround(samples[i]), SAMPLE_BYTES);
}

/* The last turn may have a start and no end. */
static double length_of(const struct call *c)
{
    double length_s = call_length_s(c);
    if (isnan(c->duration_s) && c->turn_count > 0)
        length_s = fmax(length_s, end_of(c, c->turn_count - 1));
    return length_s;
}

/* `count` samples; the caller frees them. */
static double *samples_of(const struct call *c, size_t count)
{
    double *samples = xcalloc(count + 1, sizeof *samples);
    if (!call_has_times(c))
        add_turn(samples, count, 0, (double)count / RATE, pitches_hz[SPEAKER_OTHER]);
    for (size_t i = 0; i < c->turn_count; i++) {
        double start_s = c->turns[i].start_s, pitch_hz = pitches_hz[c->turns[i].class];
        if (start_s >= 0 && pitch_hz > 0)
            add_turn(samples, count, start_s, end_of(c, i), pitch_hz);
    }
    return samples;
}

bool sound_make(const struct call_ref *of, struct buf *out)
{
    struct call *c = read_call(of);
    double length_s = c ? length_of(c) : 0;
    bool fits = length_s > 0 && length_s < MAX_S;
    if (fits) {
        size_t count = (size_t)lround(length_s * RATE);
        double *samples = samples_of(c, count);
        put_wav(out, samples, count);
        free(samples);
    }
    call_free(c);
    return fits;
}
