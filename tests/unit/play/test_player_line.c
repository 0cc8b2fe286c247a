/* Lines of mpv's JSON IPC: what they say, and lines that say nothing. */
#include "play/player_line.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct player_line read_line(const char *line)
{
    struct player_line out;
    player_line_read(line, strlen(line), &out);
    return out;
}

/* Lines as mpv 0.35.1 and 0.40 wrote them. */
static void line__read__what_mpv_writes(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        struct player_line want;
    } rows[] = {
        {"{\"request_id\":1,\"error\":\"success\"}",
         {.kind = PLAYER_LINE_ANSWER, .number = 1, .text = "success"}},
        {"{\"data\":null,\"request_id\":11,\"error\":\"success\"}",
         {.kind = PLAYER_LINE_ANSWER, .number = 11, .text = "success"}},
        {"{\"data\":{\"playlist_entry_id\":1},\"request_id\":9,\"error\":\"success\"}",
         {.kind = PLAYER_LINE_ANSWER, .number = 9, .text = "success"}},
        {"{\"request_id\":15,\"error\":\"invalid parameter\"}",
         {.kind = PLAYER_LINE_ANSWER, .number = 15, .text = "invalid parameter"}},
        {"{\"event\":\"property-change\",\"id\":1,\"name\":\"time-pos\",\"data\":20.041505}",
         {.kind = PLAYER_LINE_PROPERTY,
          .number = 1,
          .value = PLAYER_NUMBER,
          .as_number = 20.041505}},
        {"{\"event\":\"property-change\",\"id\":2,\"name\":\"pause\",\"data\":true}",
         {.kind = PLAYER_LINE_PROPERTY, .number = 2, .value = PLAYER_BOOL, .as_bool = true}},
        {"{\"event\":\"property-change\",\"id\":4,\"name\":\"eof-reached\",\"data\":false}",
         {.kind = PLAYER_LINE_PROPERTY, .number = 4, .value = PLAYER_BOOL}},
        {"{\"event\":\"property-change\",\"id\":3,\"name\":\"duration\"}",
         {.kind = PLAYER_LINE_PROPERTY, .number = 3}},
        {"{\"event\":\"property-change\",\"id\":7,\"name\":\"current-ao\",\"data\":\"pipewire\"}",
         {.kind = PLAYER_LINE_PROPERTY, .number = 7, .value = PLAYER_TEXT, .text = "pipewire"}},
        {"{\"event\":\"playback-restart\"}",
         {.kind = PLAYER_LINE_EVENT, .text = "playback-restart"}},
        {"{\"event\":\"end-file\",\"reason\":\"error\",\"playlist_entry_id\":1,\"file_error\":"
         "\"audio output initialization failed\"}",
         {.kind = PLAYER_LINE_EVENT,
          .text = "end-file",
          .reason = "audio output initialization failed"}},
        {"{\"event\":\"end-file\",\"reason\":\"quit\",\"playlist_entry_id\":1}",
         {.kind = PLAYER_LINE_EVENT, .text = "end-file", .reason = "quit"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct player_line got = read_line(rows[i].line);
        const struct player_line *want = &rows[i].want;
        if (got.kind != want->kind || got.number != want->number || got.value != want->value ||
            got.as_number < want->as_number || got.as_number > want->as_number ||
            got.as_bool != want->as_bool || strcmp(got.text, want->text) != 0 ||
            strcmp(got.reason, want->reason) != 0)
            fail_msg("%s: kind %d number %ld value %d %f '%s' '%s'", rows[i].line, got.kind,
                     got.number, got.value, got.as_number, got.text, got.reason);
    }
}

static void line__read__members_in_any_order(void **state)
{
    (void)state;
    struct player_line got =
        read_line(" { \"data\" : -1.5e2 ,\"x\":[{\"id\":9,\"a\":\"]}\\\"\"},[]]"
                  ",\"name\":\"time-pos\",\"id\":3, \"event\":\t"
                  "\"property-change\" } \r");
    assert_int_equal(got.kind, PLAYER_LINE_PROPERTY);
    assert_int_equal(got.number, 3);
    assert_true(got.as_number <= -150 && got.as_number >= -150);
    got = read_line("{\"event\":\"property-change\",\"id\":3,\"data\":{\"id\":4,\"data\":[1,2]}}");
    assert_int_equal(got.kind, PLAYER_LINE_PROPERTY);
    assert_int_equal(got.number, 3);
    assert_int_equal(got.value, PLAYER_NOTHING);
}

static void line__read__other_things(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "",
        " ",
        "{",
        "{}",
        "[]",
        "null",
        "not JSON",
        "{\"event\"}",
        "{\"event\":}",
        "{\"event\":\"seek\"",
        "{\"event\":\"seek}",
        "{\"event\":\"seek\\",
        "{\"event\":\"seek\"}}",
        "{\"event\":\"seek\"} {}",
        "{\"event\":\"seek\",}",
        "{event:\"seek\"}",
        "{\"event\":17}",
        "{\"event\":\"seek\",\"data\":[[[[}",
        "{\"event\":\"seek\",\"data\":[\"x}",
        "{\"event\":\"seek\",\"data\":[[]",
        "{\"error\":\"success\"}",
        "{\"request_id\":1,\"error\":null}",
        "{\"request_id\":0,\"error\":\"success\"}",
        "{\"request_id\":-4,\"error\":\"success\"}",
        "{\"request_id\":1e300,\"error\":\"success\"}",
        "{\"request_id\":\"1\",\"error\":\"success\"}",
        "{\"event\":\"property-change\",\"id\":1,\"data\":nan}",
        "{\"event\":\"property-change\",\"id\":1,\"data\":-nan}",
        "{\"event\":\"property-change\",\"id\":1,\"data\":inf}",
        "{\"event\":\"property-change\",\"id\":1,\"data\":-inf}",
        "{\"event\":\"property-change\",\"id\":1,\"data\":1e999}",
        "{\"event\":\"property-change\",\"id\":1,\"data\":0x10}",
        "{\"event\":\"property-change\",\"id\":1,\"data\":1-2}",
        "{\"event\":\"property-change\",\"id\":1,\"data\":-}",
        "{\"event\":\"property-change\",\"id\":1,\"data\":.5}",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (read_line(lines[i]).kind != PLAYER_LINE_OTHER)
            fail_msg("'%s' was read, expected it to be refused", lines[i]);
}

/* The longest number that is read has 63 characters. */
static void line__read__huge_numbers(void **state)
{
    (void)state;
    struct buf line = {0};
    buf_puts(&line, "{\"event\":\"property-change\",\"id\":1,\"data\":");
    size_t begin = line.len;
    for (int digits = 1; digits <= 2000; digits++) {
        line.len = begin;
        for (int i = 0; i < digits; i++)
            buf_putc(&line, '9');
        buf_putc(&line, '}');
        struct player_line got = read_line(buf_str(&line));
        assert_int_equal(got.kind, digits < 64 ? PLAYER_LINE_PROPERTY : PLAYER_LINE_OTHER);
    }
    buf_done(&line);
}

static void line__read__escapes(void **state)
{
    (void)state;
    static const struct {
        const char *json, *want;
    } rows[] = {
        {"\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t"},
        {"\\u0041\\u00e9\\u20AC", "A\xc3\xa9\xe2\x82\xac"},
        {"\\u0000\\ud800\\udfff\\u12g4\\q\\u1", "??????1"}, /* the last one is cut */
        {"caf\xc3\xa9 \xff", "caf\xc3\xa9 \xff"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf line = {0};
        buf_printf(&line, "{\"event\":\"%s\"}", rows[i].json);
        struct player_line got = read_line(buf_str(&line));
        assert_int_equal(got.kind, PLAYER_LINE_EVENT);
        assert_string_equal(got.text, rows[i].want);
        buf_done(&line);
    }
}

static void line__read__long_texts_are_cut(void **state)
{
    (void)state;
    struct buf line = {0};
    buf_puts(&line, "{\"event\":\"end-file\",\"reason\":\"");
    for (int i = 0; i < 1000; i++)
        buf_puts(&line, i % 3 ? "x" : "\\u20ac");
    buf_puts(&line, "\"}");
    struct player_line got = read_line(buf_str(&line));
    assert_int_equal(got.kind, PLAYER_LINE_EVENT);
    assert_in_range(strlen(got.reason), PLAYER_TEXT_BYTES - 8, PLAYER_TEXT_BYTES - 1);
    buf_done(&line);
}

/* Deep values and every cut of a line; the sanitizers see a byte that is read beyond it. */
static void line__read__deep_and_cut(void **state)
{
    (void)state;
    struct buf line = {0};
    buf_puts(&line, "{\"event\":\"property-change\",\"id\":1,\"x\":");
    for (int i = 0; i < 20000; i++)
        buf_puts(&line, "[{");
    buf_puts(&line, "\"\\u00e9\\\\\"");
    for (int i = 0; i < 20000; i++)
        buf_puts(&line, "}]");
    buf_puts(&line, ",\"data\":\"a\\u00e9\\n\"}");
    struct player_line got = read_line(buf_str(&line));
    assert_int_equal(got.kind, PLAYER_LINE_PROPERTY);
    assert_string_equal(got.text, "a\xc3\xa9\n");
    static const char small[] = "{\"id\":1,\"event\":\"property-change\",\"data\":\"\\u00e9\\\\\"}";
    for (size_t n = 0; n < sizeof small - 1; n++) {
        char *cut = malloc(n + 1); /* one more, as malloc(0) may be NULL */
        assert_non_null(cut);
        memcpy(cut + 1, small, n);
        player_line_read(cut + 1, n, &got);
        assert_int_equal(got.kind, PLAYER_LINE_OTHER);
        free(cut);
    }
    buf_done(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line__read__what_mpv_writes),
        cmocka_unit_test(line__read__members_in_any_order),
        cmocka_unit_test(line__read__other_things),
        cmocka_unit_test(line__read__huge_numbers),
        cmocka_unit_test(line__read__escapes),
        cmocka_unit_test(line__read__long_texts_are_cut),
        cmocka_unit_test(line__read__deep_and_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
