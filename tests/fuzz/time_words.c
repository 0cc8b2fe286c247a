/* Times: a range of a query does not end before it begins and is the same when it is written as
 * seconds; a time that was read from an answer and is written again reads as the same. The first
 * byte is the zone, the next four are the moment that is now. */
#include "find/time_words.h"

#include "tests/fuzz/fuzz.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_BYTES = 128, DAYS = 7, US_PER_S = 1000000 };

static void check_range(const struct time_words *w, const char *text)
{
    struct time_range range, again;
    size_t bytes = 0, used = 0;
    struct err e = {""};
    char resolved[TEXT_BYTES];
    enum time_words_result result = time_words_read(w, text, &bytes, &range, &e);
    FUZZ_CHECK((result == TIME_WORDS_REFUSED) == (*e.text != 0));
    if (result == TIME_WORDS_NONE)
        return;
    FUZZ_CHECK(bytes > 0 && bytes <= strlen(text));
    if (result != TIME_WORDS_READ)
        return;
    FUZZ_CHECK(range.since_us <= range.until_us);
    FUZZ_CHECK(range.since_us >= 0);
    if (range.since_us > w->now_us) /* a range cannot begin there */
        return;
    int64_t until_us = range.until_us;
    if (until_us != INT64_MAX && until_us > w->now_us)
        until_us = w->now_us;
    char until[TEXT_BYTES / 2] = "";
    if (range.until_us != INT64_MAX)
        snprintf(until, sizeof until, "@%" PRId64 ".%06" PRId64, range.until_us / US_PER_S,
                 range.until_us % US_PER_S);
    snprintf(resolved, sizeof resolved, "@%" PRId64 ".%06" PRId64 "..%s", range.since_us / US_PER_S,
             range.since_us % US_PER_S, until);
    FUZZ_CHECK(time_words_read(w, resolved, &used, &again, &e) == TIME_WORDS_READ);
    FUZZ_CHECK(used == strlen(resolved));
    FUZZ_CHECK(again.since_us == range.since_us && again.until_us == until_us);
}

static void check_instant(const struct instant *t)
{
    char text[TIME_TEXT_BYTES];
    struct instant again = {0};
    time_rfc3339(t, text);
    FUZZ_CHECK(time_parse_iso(text, &again));
    int64_t lost = t->us - again.us;
    FUZZ_CHECK(lost == 0 && again.digits == t->digits);
    time_full(t, text);
    FUZZ_CHECK(strlen(text) > 10);
    time_clock(t, text);
    FUZZ_CHECK(strlen(text) >= 8);
    time_zone(t, text);
    FUZZ_CHECK(*text);
}

static void check_answers(const char *text)
{
    struct instant t = {0};
    double seconds = 0;
    char out[TIME_TEXT_BYTES];
    if (time_parse_iso(text, &t))
        check_instant(&t);
    if (time_parse_rfc2822(text, &t))
        check_instant(&t);
    if (time_from_epoch_any(strtod(text, NULL), &t))
        check_instant(&t);
    if (time_parse_hms(text, &seconds))
        FUZZ_CHECK(seconds >= 0 && isfinite(seconds));
    time_duration_text(strtod(text, NULL), out);
    time_short_text(strtod(text, NULL), 1, "s", out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const zones[] = {"UTC", "Europe/Berlin", "Australia/Lord_Howe",
                                        "America/New_York", "Pacific/Apia"};
    struct fuzz_input in = fuzz_begin(data, size);
    time_set_zone(zones[fuzz_byte(&in) % (sizeof zones / sizeof *zones)]);
    int64_t now_s = 0;
    for (int i = 0; i < 4; i++)
        now_s = now_s << 8 | (int64_t)fuzz_byte(&in);
    struct time_words w = {(now_s + 400 * CIVIL_DAY_S) * US_PER_S, &civil_zone_in_force, DAYS};
    char *text = fuzz_text(in);
    check_range(&w, text);
    time_words_is_point(&w, text);
    check_answers(text);
    free(text);
    return 0;
}

void fuzz_seeds(fuzz_seed *seed)
{
    static const char *const texts[] = {"1kkkkyesterday 14:00",
                                        "1kkkk2h",
                                        "2kkkkmon 18:00..wed",
                                        "1kkkk2026-10-25 02:30..",
                                        "3kkkk..14:00",
                                        "4kkkk14:00..yesterday 16:00",
                                        "1kkkk@1795963212.345..now",
                                        "1kkkktoday..@5",
                                        "0kkkk-2d",
                                        "0kkkk2024-01-15T10:30:00.123456+05:30",
                                        "0kkkkMon, 15 Jan 2024 10:30:00 +0100 (CET)",
                                        "0kkkkSunday, 06-Nov-94 08:49:37 GMT",
                                        "0kkkkSun Nov  6 08:49:37 1994",
                                        "0kkkk1705314600000",
                                        "0kkkk1:02:03.5",
                                        "0kkkk25:00",
                                        "0kkkk2026-13-01",
                                        NULL};
    fuzz_seed_texts(seed, texts);
}
