/* Calls of 60 turns that are kept: random words of the README, with times as providers send them.
 * One call has a word of its own. */
#include "tests/bench/corpus.h"

#include "base/alloc.h"
#include "keep/kept_writer.h"
#include "tests/bench/bench.h"
#include "tests/support/scratch.h"
#include "text/ascii.h"
#include "text/time.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 8000, MARKED_TURN = 30 };

static const int64_t apart_us = INT64_C(600) * 1000000;

static char *text, *words[WORDS_MAX];
static size_t word_count;
static unsigned seed = 7;

unsigned corpus_pick(unsigned below)
{
    seed = seed * 1103515245 + 12345;
    return (seed >> 8) % below;
}

/* Cuts the README into its words; `text` holds them. */
static void read_words(void)
{
    text = scratch_read(".", "README.md");
    if (!text)
        give_up("there is no README.md");
    for (char *at = text; *at && word_count < WORDS_MAX;) {
        size_t n = 0;
        while (ascii_is_alnum(at[n]))
            n++;
        char *end = at + n + (at[n] != '\0');
        at[n] = '\0';
        if (n > 1)
            words[word_count++] = at;
        at = end;
    }
}

static void put_words(struct buf *out)
{
    for (unsigned n = 4 + corpus_pick(16); n > 0; n--)
        buf_printf(out, "%s%c", words[corpus_pick((unsigned)word_count)], n > 1 ? ' ' : '.');
}

static void put_turn(struct buf *out, int turn, double at_s, bool marked)
{
    int64_t ms = corpus_start_us / 1000 + (int64_t)(at_s * 1000);
    buf_printf(out, "%s{\"role\":\"%s\",\"message\":\"%s", turn ? "," : "",
               turn % 2 ? "user" : "bot", marked ? "zanzibar " : "");
    put_words(out);
    buf_printf(out, "\",\"time\":%lld,\"endTime\":%lld,\"secondsFromStart\":%.2f}", (long long)ms,
               (long long)ms + 2000 + corpus_pick(3000), at_s);
}

/* An answer of Vapi about call number i. */
static void put_answer(struct buf *out, int i)
{
    char at[TIME_TEXT_BYTES];
    double at_s = 0;
    time_rfc3339(&(struct instant){.us = corpus_start_us - i * apart_us, .known = true}, at);
    buf_printf(out,
               "{\"id\":\"call_%d\",\"type\":\"inboundPhoneCall\",\"status\":\"ended\","
               "\"endedReason\":\"customer-ended-call\",\"startedAt\":\"%s\",\"customer\":{"
               "\"number\":\"+1415555%04u\"},\"cost\":0.05,\"artifact\":{\"recordingUrl\":"
               "\"https://storage.vapi.ai/%u.wav\",\"messages\":[",
               i, at, corpus_pick(10000), corpus_pick(UINT32_MAX));
    for (int turn = 0; turn < CORPUS_TURNS; turn++, at_s += 2 + corpus_pick(400) / 100.0)
        put_turn(out, turn, at_s, i == CORPUS_MARKED && turn == MARKED_TURN);
    buf_puts(out, "]}}");
}

/* Returns the bytes of the file. */
static size_t keep(const char *dir, int i, const struct buf *body, long *us)
{
    struct err e;
    char *id = xasprintf("call_%d", i);
    struct kept_document d = {"call", body->data, body->len, 200};
    struct kept_order order = {
        .dir = dir,
        .call = {.head = {.provider = "vapi", .id = id}, .documents = &d, .document_count = 1},
        .now_us = corpus_start_us,
        .call_us = corpus_start_us - i * apart_us,
        .max_bytes = CORPUS_MAX_BYTES};
    long begin = now_us();
    struct kept_writer *w = kept_writer_new(&order);
    if (kept_writer_step(w, INT64_MAX, &e) != KEPT_WRITER_KEPT)
        give_up(e.text);
    size_t bytes = kept_writer_bytes(w);
    kept_writer_free(w);
    *us = now_us() - begin;
    free(id);
    return bytes;
}

double corpus_keep(const char *dir, int from, int end, long *us)
{
    size_t bytes = 0;
    struct buf body = {0};
    if (!text)
        read_words();
    for (int i = from; i < end; i++) {
        buf_clear(&body);
        put_answer(&body, i);
        bytes += keep(dir, i, &body, &us[i - from]);
    }
    buf_done(&body);
    return (double)bytes / (end - from);
}

void corpus_done(void)
{
    free(text);
    text = NULL;
    word_count = 0;
}
