/* The links of a call: where they are found, where they end and when they expire. */
#include "base/alloc.h"
#include "call/links.h"
#include "provider/json.h"
#include "tests/support/cpu_time.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { CHECKED = 20000 }; /* the limit of links that are checked, repeated ones included */

#define LEN(a) (sizeof(a) / sizeof *(a))
#define LONG_NAME "X-Amz-Security-Token-that-is-longer-than-any-date-is"
#define LONG_ZEROS "0000000000000000000000000000000000000000000000000000"

static void link_find__rows(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want; /* NULL if there is no link */
    } rows[] = {
        {"", NULL},
        {"no link: a://b, http:/x, https://", NULL},
        {"ftp://x.example/ javascript:alert(1)", NULL},
        {"https://a.example", "https://a.example"},
        {"see https://a.example/x. Then", "https://a.example/x"},
        {"really https://a.example/x?!", "https://a.example/x"},
        {"(https://a.example/x)", "https://a.example/x"},
        {"(https://a.example/x_(y))", "https://a.example/x_(y)"},
        {"[text](https://a.example/x) more", "https://a.example/x"},
        {"[https://a.example](https://b.example)", "https://a.example"},
        {"https://[2001:db8::1]/x]", "https://[2001:db8::1]/x"},
        {"<https://a.example/x>", "https://a.example/x"},
        {"\"https://a.example/x\"", "https://a.example/x"},
        {"'https://a.example/x'", "https://a.example/x"},
        {"**https://a.example/x**", "https://a.example/x"},
        {"HTTP://a.example/x,y;z=1,", "HTTP://a.example/x,y;z=1"},
        {"https://a.example/x\xe3\x80\x82", "https://a.example/x"},
        {"https://a.example/\x1b[31mx", "https://a.example/"},
        {"https:// http://b.example", "http://b.example"},
        {"://://http://c", "http://c"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        size_t begin = 0, n = links_find_first(rows[i].text, strlen(rows[i].text), &begin);
        const char *want = rows[i].want ? rows[i].want : "";
        if (n != strlen(want) || memcmp(rows[i].text + begin, want, n) != 0)
            fail_msg("'%s': got '%.*s', expected '%s'", rows[i].text, (int)n, rows[i].text + begin,
                     want);
    }
}

static void link_expires__rows(void **state)
{
    (void)state;
    static const struct {
        const char *query, *want; /* NULL: the time is unknown */
    } rows[] = {
        {"", NULL},
        {"?a=b", NULL},
        {"?X-Amz-Date=20240115T103000Z&X-Amz-Expires=3600&X-Amz-Signature=0",
         "2024-01-15T11:30:00Z"},
        {"?x-amz-expires=0&x-amz-date=20240115T103000Z#a", "2024-01-15T10:30:00Z"},
        {"?X-Amz-Date=20240115T103000Z", NULL},
        {"?X-Amz-Expires=3600", NULL},
        {"?X-Amz-Date=20241315T103000Z&X-Amz-Expires=3600", NULL},
        {"?X-Amz-Date=2024&X-Amz-Expires=3600", NULL},
        {"?X-Amz-Date=20240115T103000Z&X-Amz-Expires=-5", NULL},
        {"?X-Amz-Date=20240115T103000Z&X-Amz-Expires=99999999999999999999", NULL},
        {"?X-Amz-Date=20240115T103000Z&X-Amz-Expires=5s", NULL},
        {"?X-Goog-Date=20240115T103000Z&X-Goog-Expires=60", "2024-01-15T10:31:00Z"},
        {"?Expires=1705314600&Signature=x", "2024-01-15T10:30:00Z"},
        {"?exp=1705314600", "2024-01-15T10:30:00Z"},
        {"?exp=%31705314600", "2024-01-15T10:30:00Z"},
        {"?exp=0", NULL},
        {"?exp=never", NULL},
        {"?exp=1e400", NULL},
        {"?exp=nan", NULL},
        {"?texp=1705314600", NULL},
        {"#?exp=1705314600", NULL},
        {"?se=2024-01-15T10%3A30%3A00Z&sig=abc", "2024-01-15T10:30:00Z"},
        {"?se=2024-01-15T10%3A30%3A00Z", NULL},
        {"?exp=1705314600&exp=1805314600", "2024-01-15T10:30:00Z"},
        {"?exp=&exp=1705314600", NULL},
        {"?exp&=&exp=1705314600", "2024-01-15T10:30:00Z"},
        {"?" LONG_NAME "=1&X-Goog-Expirez=1&EXPIRES=1705314600", "2024-01-15T10:30:00Z"},
        {"?sig=" LONG_NAME LONG_NAME LONG_NAME LONG_NAME "&se=2024-01-15T10:30:00Z",
         "2024-01-15T10:30:00Z"},
        {"?exp=1705314600." LONG_ZEROS LONG_ZEROS LONG_ZEROS LONG_ZEROS, NULL},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct instant t = {.us = 7};
        char *url = xasprintf("https://a.example/x.mp3%s", rows[i].query),
             text[TIME_TEXT_BYTES] = "";
        bool says = links_expiry(url, &t);
        time_rfc3339(&t, text);
        if (says != (rows[i].want != NULL) || strcmp(text, says ? rows[i].want : "") != 0)
            fail_msg("'%s': got '%s', expected '%s'", rows[i].query, text,
                     rows[i].want ? rows[i].want : "nothing");
        assert_true(says || t.us == 7);
        free(url);
    }
}

static void link_expires__too_long__is_ignored(void **state)
{
    (void)state;
    struct buf url = {0};
    struct instant t;
    buf_puts(&url, "https://a.example/?exp=1705314600&x=");
    while (url.len < LINK_MAX_BYTES)
        buf_putc(&url, 'x');
    assert_true(links_expiry(buf_str(&url), &t));
    buf_putc(&url, 'x');
    assert_false(links_expiry(buf_str(&url), &t));
    buf_done(&url);
}

static void expiry_text__rows(void **state)
{
    (void)state;
    static const struct {
        int left_s;
        const char *want;
    } rows[] = {
        {1, "expires in 1 s"},         {59, "expires in 59 s"},
        {60, "expires in 1 min"},      {3540, "expires in 59 min"},
        {7199, "expires in 119 min"},  {7200, "expires in 2 h"},
        {172800, "expires in 2 days"}, {0, "expired 0 s ago"},
        {-7300, "expired 2 h ago"},    {-86400 * 30, "expired 30 days ago"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct instant t = {.us = 1000000LL * (2000000000LL + rows[i].left_s), .known = true};
        struct buf out = {0};
        links_put_expiry(&out, &t, 1000000LL * 2000000000LL);
        assert_string_equal(buf_str(&out), rows[i].want);
        buf_done(&out);
    }
    struct buf empty = {0};
    links_put_expiry(&empty, &(struct instant){0}, 5);
    assert_int_equal(empty.len, 0);
}

static struct turn turn_of(const char *text)
{
    return (struct turn){.text = text, .bytes = strlen(text)};
}

static void links__everywhere__each_once_with_its_place(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct err e;
    static const char json[] =
        "{\"transcriptions\":[{\"transcriptUrl\":\"https://t.example/1.vtt?exp=1705314600\"}],"
        "\"a/b\":{\"again\":\"https://s.example/rec.mp3\",\"words\":\"at https://w.example/, "
        "or\"}}";
    static const char result[] = "{\"page\":\"https://tool.example/9\"}";
    const struct tool tool = {.name = "find",
                              .payload = json_parse(arena, result, strlen(result), &e)};
    struct turn turns[] = {turn_of("nothing"),
                           turn_of("https://u.example/a and (https://u.example/b)"), turn_of("")};
    turns[2].tool = &tool;
    const struct recording recordings[] = {{.url = "https://s.example/rec.mp3"},
                                           {.url = NULL},
                                           {.url = "javascript:alert(1)\x1b[31m"}};
    struct call c = {.arena = arena,
                     .summary = "See https://v.example.",
                     .turns = turns,
                     .turn_count = LEN(turns),
                     .recordings = recordings,
                     .recording_count = LEN(recordings),
                     .other = json_parse(arena, json, strlen(json), &e)};
    static const char *const want[][3] = {
        {"recording 1", "https://s.example/rec.mp3", "s.example"},
        {"recording 3", "javascript:alert(1)[31m", ""},
        {"/transcriptions/0/transcriptUrl", "https://t.example/1.vtt?exp=1705314600", "t.example"},
        {"/a~1b/words", "https://w.example/", "w.example"},
        {"summary", "https://v.example", "v.example"},
        {"turn 2", "https://u.example/a", "u.example"},
        {"turn 2", "https://u.example/b", "u.example"},
        {"turn 3 /page", "https://tool.example/9", "tool.example"},
    };
    const struct links *l = links_find(&c);
    for (size_t i = 0; i < l->count && i < LEN(want); i++) {
        assert_string_equal(l->list[i].where, want[i][0]);
        assert_string_equal(l->list[i].url, want[i][1]);
        assert_string_equal(l->list[i].host, want[i][2]);
        assert_ptr_equal(l->list[i].recording, i < 2 ? &recordings[2 * i] : NULL);
        assert_false(l->list[i].is_given);
        assert_int_equal(l->list[i].expires.known, i == 2);
    }
    assert_int_equal(l->count, LEN(want));
    assert_false(l->more);
    arena_free(arena);
}

static void links__given__after_the_recordings_by_name(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct err e;
    static const char json[] = "{\"a\":\"https://s.example/1.vtt\",\"b\":\"https://s.example/9\"}";
    const struct recording recordings[] = {{.url = "https://s.example/rec.mp3"}};
    const struct given_link given[] = {
        {"transcript", "https://s.example/1.vtt"},
        {NULL, "https://s.example/2.vtt"},
        {"again", "https://s.example/1.vtt"},
        {"recording", "https://s.example/rec.mp3"},
        {"\xe2\x80\x8b", "https://s.example/3"},
        {"line\none\x1b[31m", "https://s.example/4"},
        {"empty", ""},
        {"\xc2\xa0 ", "https://s.example/5"},
    };
    struct call c = {.arena = arena,
                     .recordings = recordings,
                     .recording_count = LEN(recordings),
                     .given_links = given,
                     .given_link_count = LEN(given),
                     .other = json_parse(arena, json, strlen(json), &e)};
    static const char *const want[][2] = {
        {"recording", "https://s.example/rec.mp3"},
        {"transcript", "https://s.example/1.vtt"},
        {"link 2", "https://s.example/2.vtt"},
        {"link 5", "https://s.example/3"},
        {"line one[31m", "https://s.example/4"},
        {"link 8", "https://s.example/5"},
        {"/b", "https://s.example/9"},
    };
    const struct links *l = links_find(&c);
    assert_int_equal(l->count, LEN(want));
    for (size_t i = 0; i < LEN(want); i++) {
        assert_string_equal(l->list[i].where, want[i][0]);
        assert_string_equal(l->list[i].url, want[i][1]);
        assert_int_equal(l->list[i].is_given, i >= 1 && i <= 5);
    }
    arena_free(arena);
}

/* The end of a long name is cut, and it stays valid UTF-8. */
static void links__given__long_name_is_cut(void **state)
{
    (void)state;
    struct buf name = {0};
    buf_puts(&name, "x");
    for (int i = 0; i < 300; i++)
        buf_puts(&name, "\xc3\xa9");
    const struct given_link given = {buf_str(&name), "https://s.example/1"};
    struct call c = {.arena = arena_new(), .given_links = &given, .given_link_count = 1};
    const char *where = links_find(&c)->list[0].where;
    assert_int_equal(strlen(where), 199);
    assert_memory_equal(where, name.data, 199);
    arena_free(c.arena);
    buf_done(&name);
}

/* Of a long place the end is kept, from a whole character on. */
static void links__long_place__its_end(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct err e;
    for (int lead = 0; lead < 2; lead++) {
        struct buf json = {0};
        buf_puts(&json, lead ? "{\"x" : "{\"");
        for (int i = 0; i < 150; i++)
            buf_puts(&json, "\xc3\xa9");
        buf_puts(&json, "\":{\"page\":\"https://a.example/\"}}");
        struct call c = {.arena = arena, .other = json_parse(arena, buf_str(&json), json.len, &e)};
        const char *where = links_find(&c)->list[0].where;
        assert_memory_equal(where, "..\xc3\xa9", 4);
        assert_string_equal(where + strlen(where) - 7, "\xc3\xa9/page");
        assert_in_range(strlen(where), 200, 202);
        buf_done(&json);
    }
    arena_free(arena);
}

static void links__behind_the_key__has_no_url(void **state)
{
    (void)state;
    const struct recording recordings[] = {
        {.url = "https://s.example/a.mp3", .by_key = true}, {.url = NULL}, {.by_key = true}};
    struct call c = {.arena = arena_new(), .recordings = recordings, .recording_count = 3};
    const struct links *l = links_find(&c);
    assert_int_equal(l->count, 2);
    assert_string_equal(l->list[0].where, "recording 1");
    assert_string_equal(l->list[0].url, "https://s.example/a.mp3");
    assert_ptr_equal(l->list[0].recording, &recordings[0]);
    assert_string_equal(l->list[1].where, "recording 3");
    assert_string_equal(l->list[1].url, "");
    assert_string_equal(l->list[1].host, "");
    assert_false(l->list[1].expires.known);
    assert_ptr_equal(l->list[1].recording, &recordings[2]);
    arena_free(c.arena);
}

static void links__too_many__are_bounded(void **state)
{
    (void)state;
    struct buf text = {0};
    for (int i = 0; i < LINKS_MAX + 5; i++)
        buf_printf(&text, "https://a.example/%d ", i);
    const struct turn turn = turn_of(buf_str(&text));
    struct call c = {.arena = arena_new(), .turns = &turn, .turn_count = 1};
    const struct links *l = links_find(&c);
    assert_int_equal(l->count, LINKS_MAX);
    assert_true(l->more);
    buf_clear(&text);
    buf_puts(&text, "https://b.example/");
    for (int i = 0; i < LINK_MAX_BYTES; i++)
        buf_putc(&text, 'x');
    const struct turn one = turn_of(buf_str(&text));
    c.turns = &one;
    assert_int_equal(links_find(&c)->count, 0);
    arena_free(c.arena);
    buf_done(&text);
}

static void links__repeated__are_checked_up_to_a_limit(void **state)
{
    (void)state;
    struct buf text = {0};
    for (int i = 1; i < CHECKED; i++)
        buf_puts(&text, "https://a.example/ ");
    size_t before = text.len;
    buf_puts(&text, "https://b.example/");
    const struct turn last = turn_of(buf_str(&text));
    struct call c = {.arena = arena_new(), .turns = &last, .turn_count = 1};
    const struct links *l = links_find(&c);
    assert_int_equal(l->count, 2);
    assert_false(l->more);
    text.len = before;
    buf_puts(&text, "https://a.example/ https://b.example/");
    const struct turn later = turn_of(buf_str(&text));
    c.turns = &later;
    l = links_find(&c);
    assert_int_equal(l->count, 1);
    assert_true(l->more);
    arena_free(c.arena);
    buf_done(&text);
}

/* In ascending and descending order, short and long, each link twice. */
static void links__in_any_order__each_once(void **state)
{
    (void)state;
    enum { MANY = 400, STEP = 157 }; /* STEP and MANY have no common divisor */
    struct buf text = {0};
    for (int i = 0; i < 2 * MANY; i++)
        buf_printf(&text, "https://a.example/%d ", (i < MANY ? i * STEP : i) % MANY);
    const struct turn turn = turn_of(buf_str(&text));
    struct call c = {.arena = arena_new(), .turns = &turn, .turn_count = 1};
    const struct links *l = links_find(&c);
    assert_int_equal(l->count, MANY);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(strtol(strrchr(l->list[i].url, '/') + 1, NULL, 10), i * STEP % MANY);
    arena_free(c.arena);
    buf_done(&text);
}

/* The time for 16 MB of links of this length and content: LINKS_MAX different ones, and then one of
 * these repeated. */
static double find_ms(size_t bytes, const char *fill, int repeated)
{
    struct buf text = {0};
    for (int i = 0; text.len < 16u << 20; i++) {
        size_t begin = text.len;
        buf_puts(&text, "https://a.example/?");
        while (text.len - begin < bytes)
            buf_puts(&text, fill);
        buf_printf(&text, "%03d ", i < LINKS_MAX ? i : repeated);
    }
    const struct turn turn = turn_of(buf_str(&text));
    struct call c = {.arena = arena_new(), .turns = &turn, .turn_count = 1};
    double begin = cpu_time_ms();
    links_find(&c);
    double ms = cpu_time_ms() - begin;
    arena_free(c.arena);
    buf_done(&text);
    return ms;
}

/* All other transfers wait while links are found, so the time must not depend on their content. */
static void links__made_to_be_slow__are_not(void **state)
{
    (void)state;
    static const struct {
        size_t bytes;
        const char *fill;
        int repeated;
    } rows[] = {{1600, "x", LINKS_MAX - 1}, {16000, "&", 0}, {16000, "a=&", 0}};
    double usual = find_ms(1600, "x", 0);
    for (size_t i = 0; i < LEN(rows); i++) {
        double ms = find_ms(rows[i].bytes, rows[i].fill, rows[i].repeated);
        print_message("    %.1f ms, usual %.1f ms\n", ms, usual);
        if (ms > 8 * usual)
            fail_msg("row %zu: took %.1f ms, %.1f ms are usual", i, ms, usual);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(link_find__rows),
        cmocka_unit_test(link_expires__rows),
        cmocka_unit_test(link_expires__too_long__is_ignored),
        cmocka_unit_test(expiry_text__rows),
        cmocka_unit_test(links__everywhere__each_once_with_its_place),
        cmocka_unit_test(links__too_many__are_bounded),
        cmocka_unit_test(links__given__after_the_recordings_by_name),
        cmocka_unit_test(links__given__long_name_is_cut),
        cmocka_unit_test(links__behind_the_key__has_no_url),
        cmocka_unit_test(links__repeated__are_checked_up_to_a_limit),
        cmocka_unit_test(links__in_any_order__each_once),
        cmocka_unit_test(links__made_to_be_slow__are_not),
        cmocka_unit_test(links__long_place__its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
