/* The recordings of the mock's calls: what is heard at a moment is what the call says of it. */
#include "base/alloc.h"
#include "tests/support/http.h"
#include "tests/support/mock.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

#define HOTEL "/media/sound~retell-call_5e1b7c9d04f2a8e6b3d7c1f09a4.wav"
#define METER "/elevenlabs/v1/convai/conversations/conv_8301kq4v7s2e9t6m5r0x3n1w8b/audio"

enum { HEADER_BYTES = 44, RATE = 8000, AGENT_HZ = 392, PERSON_HZ = 262, OTHER_HZ = 330 };

static struct mock mock;

static void get(const char *path, const char *header, struct http_reply *out)
{
    char *url = xasprintf("http://127.0.0.1:%d%s", mock.port, path);
    http_request(url, &header, header ? 1 : 0, NULL, out);
    free(url);
}

static unsigned number(const struct buf *wav, size_t at, size_t bytes)
{
    unsigned n = 0;
    assert_true(at + bytes <= wav->len);
    while (bytes-- > 0)
        n = n << 8 | (unsigned char)wav->data[at + bytes];
    return n;
}

static int sample(const struct buf *wav, size_t i)
{
    return (int16_t)number(wav, HEADER_BYTES + 2 * i, 2);
}

static void expect_wav(const struct http_reply *r, double seconds)
{
    const struct buf *wav = &r->body;
    unsigned bytes = (unsigned)lround(seconds * RATE) * 2;
    assert_int_equal(r->status, 200);
    assert_string_equal(r->content_type, "audio/wav");
    assert_int_equal(wav->len, HEADER_BYTES + bytes);
    assert_memory_equal(wav->data, "RIFF", 4);
    assert_int_equal(number(wav, 4, 4), wav->len - 8);
    assert_memory_equal(wav->data + 8, "WAVEfmt ", 8);
    assert_int_equal(number(wav, 20, 2), 1);
    assert_int_equal(number(wav, 22, 2), 1);
    assert_int_equal(number(wav, 24, 4), RATE);
    assert_int_equal(number(wav, 28, 4), RATE * 2);
    assert_int_equal(number(wav, 34, 2), 16);
    assert_memory_equal(wav->data + 36, "data", 4);
    assert_int_equal(number(wav, 40, 4), bytes);
}

/* The pitch of a tenth of a second, by how often it crosses zero; 0: it is silent, -1: in part. */
static double pitch_at(const struct buf *wav, double at_s)
{
    enum { SAMPLES = RATE / 10 };
    size_t begin = (size_t)(at_s * RATE), last = 0, first = 0, crossings = 0;
    for (size_t i = begin; i < begin + SAMPLES; i++) {
        if (sample(wav, i) >= 0 || sample(wav, i + 1) < 0)
            continue;
        first = crossings++ ? first : i;
        last = i;
    }
    if (crossings == 0)
        return 0;
    return last - first > SAMPLES * 9 / 10
               ? (double)((crossings - 1) * RATE) / (double)(last - first)
               : -1;
}

static void expect_pitch(const struct buf *wav, double at_s, double hz)
{
    double is = pitch_at(wav, at_s);
    if (fabs(is - hz) > hz / 50)
        fail_msg("%.1f Hz is heard at %.2f s, not %.1f Hz", is, at_s, hz);
}

/* From its first tone to its last, and no further. */
static void expect_turn(const struct buf *wav, double start_s, double end_s, double hz)
{
    expect_pitch(wav, start_s + 0.02, hz);
    expect_pitch(wav, end_s - 0.17, hz);
    expect_pitch(wav, start_s - 0.11, 0);
    expect_pitch(wav, end_s + 0.01, 0);
}

/* The times are those of the first and last words in the call's file. */
static void sound__turns__heard_when_the_call_says(void **state)
{
    (void)state;
    static const struct {
        double start_s, end_s, hz;
    } turns[] = {{0.6, 4.2, AGENT_HZ},    {5, 10.9, PERSON_HZ},   {11.9, 14.6, AGENT_HZ},
                 {20, 21, PERSON_HZ},     {33.8, 35.6, AGENT_HZ}, {37.9, 43.6, AGENT_HZ},
                 {44.5, 48.2, PERSON_HZ}, {50.4, 55.9, AGENT_HZ}, {56.8, 61.5, PERSON_HZ},
                 {64.9, 67.8, AGENT_HZ}};
    struct http_reply r;
    get(HOTEL, NULL, &r);
    expect_wav(&r, 71.2);
    for (size_t i = 0; i < LEN(turns); i++)
        expect_turn(&r.body, turns[i].start_s, turns[i].end_s, turns[i].hz);
    expect_pitch(&r.body, 16, 0); /* tool calls */
    http_reply_done(&r);
}

static int loudest(const struct buf *wav, double from_s, double to_s)
{
    int most = 0;
    for (size_t i = (size_t)(from_s * RATE); i < (size_t)(to_s * RATE); i++)
        most = abs(sample(wav, i)) > most ? abs(sample(wav, i)) : most;
    return most;
}

/* The agent is heard from 25.6 to 31.9 s, the person from 30.7 to 33 s. */
static void sound__both_speak__both_are_heard(void **state)
{
    (void)state;
    struct http_reply r;
    get(HOTEL, NULL, &r);
    expect_pitch(&r.body, 25.62, AGENT_HZ);
    expect_pitch(&r.body, 32.83, PERSON_HZ);
    assert_true(loudest(&r.body, 31, 31.9) > loudest(&r.body, 26, 30) * 3 / 2);
    http_reply_done(&r);
}

/* Its turns have starts and no ends. */
static void sound__behind_the_key__needs_it(void **state)
{
    (void)state;
    static const struct {
        double start_s, hz;
    } turns[] = {{0, AGENT_HZ},  {4, PERSON_HZ},  {9, AGENT_HZ},  {12, PERSON_HZ},
                 {15, AGENT_HZ}, {24, PERSON_HZ}, {31, AGENT_HZ}, {51, AGENT_HZ}};
    struct http_reply r;
    get(METER, NULL, &r);
    assert_int_equal(r.status, 401);
    http_reply_done(&r);
    get(METER, "xi-api-key: demo-elevenlabs", &r);
    expect_wav(&r, 53);
    for (size_t i = 0; i < LEN(turns); i++) {
        expect_pitch(&r.body, turns[i].start_s + 0.02, turns[i].hz);
        if (i > 0)
            expect_pitch(&r.body, turns[i].start_s - 0.11, 0);
    }
    http_reply_done(&r);
}

/* The times of Diga's turns are in its second document: seconds after 09:12:31.48. */
static void sound__second_document__has_the_times(void **state)
{
    (void)state;
    struct http_reply r;
    get("/media/sound~diga-550e8400-e29b-41d4-a716-446655440000.wav", NULL, &r);
    expect_wav(&r, 151);
    expect_pitch(&r.body, 0.02, AGENT_HZ);
    expect_pitch(&r.body, 6.44, PERSON_HZ);
    expect_pitch(&r.body, 37.84, AGENT_HZ);
    expect_pitch(&r.body, 37.7, 0);
    http_reply_done(&r);
}

/* The call has no duration, and its last turn begins at 67.3 s and has 31 bytes. */
static void sound__no_duration__last_turn_is_heard(void **state)
{
    (void)state;
    struct http_reply r;
    get("/media/sound~ringg-8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f64.wav", NULL, &r);
    expect_wav(&r, 67.3 + 31.0 / 15);
    expect_pitch(&r.body, 67.32, AGENT_HZ);
    http_reply_done(&r);
}

static void sound__no_times__one_pitch_all_along(void **state)
{
    (void)state;
    struct http_reply r;
    get("/media/sound~voxworks-call_9d2e41.wav", NULL, &r);
    expect_wav(&r, 165);
    expect_pitch(&r.body, 0.02, OTHER_HZ);
    expect_pitch(&r.body, 100.02, OTHER_HZ);
    expect_pitch(&r.body, 164.77, OTHER_HZ);
    http_reply_done(&r);
}

static void sound__range__is_the_rest(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        long status;
        size_t from;
    } rows[] = {
        {"Range: bytes=70001-", 206, 70001},
        {"Range: bytes=1139243-", 206, 1139243},
        {"Range: bytes=0-", 200, 0},
    };
    struct http_reply all, r;
    get(HOTEL, NULL, &all);
    assert_int_equal(all.body.len, 1139244);
    for (size_t i = 0; i < LEN(rows); i++) {
        get(HOTEL, rows[i].header, &r);
        assert_int_equal(r.status, rows[i].status);
        assert_int_equal(r.body.len, all.body.len - rows[i].from);
        assert_memory_equal(r.body.data, all.body.data + rows[i].from, r.body.len);
        http_reply_done(&r);
    }
    http_reply_done(&all);
}

static void sound__no_such_call__404(void **state)
{
    (void)state;
    static const char *const paths[] = {"/media/sound~ringyo-call_404.wav",
                                        "/media/sound~nobody-call_1.wav", "/media/sound.wav",
                                        "/media/sound~ringyo-call_html.wav"};
    for (size_t i = 0; i < LEN(paths); i++) {
        struct http_reply r;
        get(paths[i], NULL, &r);
        assert_int_equal(r.status, 404);
        http_reply_done(&r);
    }
}

/* The links that the calls give lead to their recordings. */
static void sound__calls__link_to_it(void **state)
{
    (void)state;
    static const struct {
        const char *path, *key, *link;
    } rows[] = {
        {"/retell/v2/get-call/call_5e1b7c9d04f2a8e6b3d7c1f09a4",
         "Authorization: Bearer demo-retell", HOTEL "\""},
        {"/ringyo/v1/calls/call_media_hour", "Authorization: Bearer demo-ringyo",
         "/media/sound~ringyo-call_media_hour.wav?X-Amz-"},
        {"/ringyo/v1/calls/call_media_sound~1", "Authorization: Bearer demo-ringyo",
         "/media/sound~ringyo-call_media_sound~1.wav\""},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct http_reply r;
        char *link = xasprintf("\"http://127.0.0.1:%d%s", mock.port, rows[i].link);
        get(rows[i].path, rows[i].key, &r);
        if (!strstr(buf_str(&r.body), link))
            fail_msg("no %s in %s", link, buf_str(&r.body));
        http_reply_done(&r);
        free(link);
    }
    struct http_reply r;
    get("/media/sound~ringyo-call_media_sound~1.wav", NULL, &r);
    expect_wav(&r, 52); /* twelve turns of 4.4 s, in whole seconds */
    expect_pitch(&r.body, 4.42, PERSON_HZ);
    http_reply_done(&r);
}

/* The query, which may say when a link expires, is kept. */
static void sound__own_links__no_other_host(void **state)
{
    (void)state;
    static const struct {
        const char *path, *key, *link;
    } rows[] = {
        {"/ringyo/v1/calls/call_7f3k29q", "Authorization: Bearer demo-ringyo",
         "media/sound~ringyo-call_7f3k29q.wav\""},
        {"/ringg/calling/call-details?id=8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f64",
         "X-API-KEY: demo-ringg",
         "media/sound~ringg-8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f64.wav?X-Amz-Date=20260310T130512Z"},
        {"/ringyo/v1/calls/call_media_plain", "Authorization: Bearer demo-ringyo", "t.vtt\""},
    };
    struct mock own;
    mock_start_with(&own, (const char *const[]){"--own-links", NULL});
    for (size_t i = 0; i < LEN(rows); i++) {
        struct http_reply r;
        char *url = xasprintf("http://127.0.0.1:%d%s", own.port, rows[i].path);
        char *link = xasprintf("\"http://127.0.0.1:%d/%s", own.port, rows[i].link);
        http_request(url, &rows[i].key, 1, NULL, &r);
        if (!strstr(buf_str(&r.body), link) || strstr(buf_str(&r.body), "https:"))
            fail_msg("expected %s and no other host in %s", link, buf_str(&r.body));
        http_reply_done(&r);
        free(link);
        free(url);
    }
    mock_stop(&own);
}

static int set_up(void **state)
{
    (void)state;
    mock_start(&mock);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    mock_stop(&mock);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound__turns__heard_when_the_call_says),
        cmocka_unit_test(sound__both_speak__both_are_heard),
        cmocka_unit_test(sound__behind_the_key__needs_it),
        cmocka_unit_test(sound__second_document__has_the_times),
        cmocka_unit_test(sound__no_duration__last_turn_is_heard),
        cmocka_unit_test(sound__no_times__one_pitch_all_along),
        cmocka_unit_test(sound__range__is_the_rest),
        cmocka_unit_test(sound__no_such_call__404),
        cmocka_unit_test(sound__calls__link_to_it),
        cmocka_unit_test(sound__own_links__no_other_host),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
