/* Calls of any length, as the providers send them: Ringyo with everything in one object, Diga with
 * pages of messages, Vapi with all members of a message, Retell with each word. */
#include "tests/bench/bench.h"

#include <string.h>

static const long long start_ms = 1735732800000; /* 2025-01-01 12:00 UTC */

void body_put_turn(struct buf *out, int n)
{
    buf_printf(out,
               "Turn %d of a long call, with enough words in it to be wrapped on a terminal of "
               "eighty columns.",
               n + 1);
}

static void put_ringyo(struct buf *out, int i)
{
    buf_printf(out, "{\"role\":\"%s\",\"content\":\"", i % 2 ? "user" : "agent");
    body_put_turn(out, i);
    buf_printf(out, "\",\"timestamp\":%d.5}", i * 2);
}

static void put_vapi(struct buf *out, int i)
{
    long long ms = start_ms + i * 2000LL;
    buf_printf(out, "{\"role\":\"%s\",\"message\":\"", i % 2 ? "user" : "bot");
    body_put_turn(out, i);
    buf_printf(out,
               "\",\"time\":%lld,\"endTime\":%lld,\"secondsFromStart\":%d.5,\"duration\":1500,"
               "\"source\":\"\"}",
               ms + 500, ms + 2000, i * 2);
}

/* A short text, because each word is an object. */
static void put_retell(struct buf *out, int i)
{
    static const char *const words[] = {"of", "a", "long", "call"};
    buf_printf(out,
               "{\"role\":\"%s\",\"content\":\"Turn %d of a long call\",\"words\":["
               "{\"word\":\"Turn\",\"start\":%d.5,\"end\":%d.7},"
               "{\"word\":\"%d\",\"start\":%d.7,\"end\":%d.8}",
               i % 2 ? "user" : "agent", i + 1, i * 2, i * 2, i + 1, i * 2, i * 2);
    for (int w = 0; w < 4; w++)
        buf_printf(out, ",{\"word\":\"%s\",\"start\":%d.%d,\"end\":%d.%d}", words[w], i * 2 + 1, w,
                   i * 2 + 1, w + 1);
    buf_puts(out, "]}");
}

static const struct {
    const char *provider, *begin, *end;
    void (*put)(struct buf *out, int i);
} forms[] = {
    {"ringyo", "{\"id\":\"call_long\",\"status\":\"completed\",\"transcript\":[", "]}", put_ringyo},
    {"vapi",
     "{\"id\":\"call_long\",\"status\":\"ended\",\"type\":\"inboundPhoneCall\","
     "\"startedAt\":\"2025-01-01T12:00:00.000Z\",\"artifact\":{\"messages\":[",
     "]}}", put_vapi},
    {"retell",
     "{\"call_id\":\"call_long\",\"call_status\":\"ended\",\"start_timestamp\":1735732800000,"
     "\"transcript_object\":[",
     "]}", put_retell},
    {"diga",
     "{\"id\":\"550e8400-e29b-41d4-a716-446655440000\",\"status\":\"completed\","
     "\"start_time\":\"2025-01-01T12:00:00Z\",\"type\":\"outbound\"",
     "}", NULL},
};

void body_put(struct buf *out, const char *provider, int turns)
{
    for (size_t at = 0; at < sizeof forms / sizeof *forms; at++) {
        if (strcmp(forms[at].provider, provider) != 0)
            continue;
        buf_puts(out, forms[at].begin);
        for (int i = 0; forms[at].put && i < turns; i++) {
            buf_puts(out, i ? "," : "");
            forms[at].put(out, i);
        }
        buf_puts(out, forms[at].end);
    }
}

static void put_time(struct buf *out, long long s)
{
    buf_printf(out, "2025-01-%02lldT%02lld:%02lld:%02lldZ", 1 + s / 86400, s / 3600 % 24,
               s / 60 % 60, s % 60);
}

void body_put_messages(struct buf *out, int first, int turns)
{
    enum { PAGE = 1000 };
    int end = first + PAGE < turns ? first + PAGE : turns;
    buf_puts(out, "{\"data\":[");
    for (int i = first; i < end; i++) {
        buf_printf(out, "%s{\"id\":\"m%d\",\"created_date\":\"", i > first ? "," : "", i);
        put_time(out, 43200 + i * 2LL);
        buf_printf(out, "\",\"role\":\"%s\",\"content\":\"", i % 2 ? "user" : "assistant");
        body_put_turn(out, i);
        buf_puts(out, "\",\"tool_call\":null}");
    }
    buf_printf(out, "],\"has_more\":%s,\"first_id\":\"m%d\",\"last_id\":\"m%d\"}",
               end < turns ? "true" : "false", first, end - 1);
}

/* A minute passes between two calls. */
void body_put_list(struct buf *out, int first, int total)
{
    enum { PAGE = 100, APART_S = 60 };
    int end = first + PAGE < total ? first + PAGE : total;
    buf_puts(out, "{\"data\":[");
    for (int i = first; i < end; i++) {
        buf_printf(out,
                   "%s{\"id\":\"call_%d\",\"status\":\"completed\",\"phone_number\":"
                   "\"+1415555%04d\",\"from_number\":\"+18005551234\",\"agent_id\":\"agent_abc\","
                   "\"duration\":%d,\"created_at\":\"",
                   i > first ? "," : "", i, i % 10000, 10 + i % 300);
        put_time(out, (long long)(total - i) * APART_S);
        buf_puts(out, "\"}");
    }
    buf_printf(out, "],\"has_more\":%s,\"next_cursor\":\"%d\",\"total\":%d}",
               end < total ? "true" : "false", end, total);
}
