/* Generates calls of any number of turns, ended or in progress, in the format of each API. */
#include "tests/mock/mock.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STARTED_AT = 1768473000 /* 2026-01-15T10:30:00Z */, GAP_EVERY = 40, GAP_S = 20 };
#define TURN_S 4.4

static const struct {
    bool agent, with_number;
    const char *text;
} lines[] = {
    {true, false, "Thank you for calling Harbour Home Delivery, this is Mia. How can I help?"},
    {false, false, "Hi, I'm going through all the parcels of our office move with you."},
    {true, false, "Of course, I have the shipment list open. Which parcel shall we check?"},
    {false, true, "The next one on my list is parcel"},
    {true, true, "One moment. I can see parcel"},
    {true, false, "It left the depot this morning and is on the van to you."},
    {false, false, "That is not what the tracking page says. It says it was delivered yesterday."},
    {true, false, "You're right, I see that scan now. Could a neighbour have signed for it?"},
    {false, false, "No, I asked next door and at the reception. Nobody has it."},
    {true, false, "I'm sorry about that. I'm opening a trace with the driver right away."},
    {false, false, "How long does a trace take? We need the monitors on Monday."},
    {true, false, "Usually one working day. I'll mark it as urgent and you'll get a text message."},
    {false, false, "Fine. Can you send it to my own number and not to the office?"},
    {true, false, "Done. The message goes to the mobile number ending in 4567."},
    {false, true, "And for the claim, is this the right reference:"},
    {true, true, "Yes, the claim has the reference"},
};
enum { LINES = sizeof lines / sizeof *lines };

void make_string(struct buf *out, const char *s)
{
    buf_putc(out, '"');
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            buf_printf(out, "\\%c", *s);
        else if ((unsigned char)*s < 0x20)
            buf_printf(out, "\\u%04x", (unsigned char)*s);
        else
            buf_putc(out, *s);
    }
    buf_putc(out, '"');
}

static void stamp(struct buf *out, double s)
{
    time_t when = STARTED_AT + (time_t)s;
    struct tm tm;
    char text[32];
    gmtime_r(&when, &tm);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
    buf_printf(out, "\"%s\"", text);
}

static double turn_at(long i)
{
    long gaps = i / GAP_EVERY;
    return (double)i * TURN_S + (double)gaps * GAP_S;
}

static void say(struct buf *out, long i)
{
    buf_puts(out, lines[i % LINES].text);
    if (lines[i % LINES].with_number)
        buf_printf(out, " HH-%06ld.", 104000 + i);
}

static bool by_agent(long i)
{
    return lines[i % LINES].agent;
}

static void ringg_turns(struct buf *out, long turns)
{
    buf_putc(out, '[');
    for (long i = 0; i < turns; i++) {
        buf_printf(out, "%s{\"%s\":\"", i ? "," : "", by_agent(i) ? "bot" : "user");
        say(out, i);
        buf_puts(out, "\"}");
    }
    buf_putc(out, ']');
}

static void ringyo_turns(struct buf *out, long turns)
{
    buf_putc(out, '[');
    for (long i = 0; i < turns; i++) {
        buf_printf(out, "%s{\"role\":\"%s\",\"content\":\"", i ? "," : "",
                   by_agent(i) ? "agent" : "user");
        say(out, i);
        buf_printf(out, "\",\"timestamp\":%.1f}", turn_at(i));
    }
    buf_putc(out, ']');
}

static void voxworks_turns(struct buf *out, long turns)
{
    buf_putc(out, '"');
    for (long i = 0; i < turns; i++) {
        buf_printf(out, "%s%s: ", i ? "\\n" : "", by_agent(i) ? "Agent" : "Customer");
        say(out, i);
    }
    buf_putc(out, '"');
}

static void comet_people(struct buf *out, long people)
{
    buf_putc(out, '[');
    for (long i = 0; i < people; i++)
        buf_printf(out,
                   "%s{\"uid\":\"guest-%ld\",\"name\":\"Guest %ld\",\"isJoined\":true,"
                   "\"state\":\"ended\",\"joinedAt\":%ld,\"totalDurationInMinutes\":%.4f}",
                   i ? "," : "", i + 1, i + 1, (long)STARTED_AT + i, 31.5);
    buf_putc(out, ']');
}

/* A member with a time, or null while the call is in progress. */
static void end_stamp(struct buf *out, const char *name, long turns, bool live)
{
    buf_printf(out, ",\"%s\":", name);
    if (live)
        buf_puts(out, "null");
    else
        stamp(out, turn_at(turns));
}

static void make_ringg(struct buf *out, const char *id, long turns, bool live)
{
    buf_puts(out, "{\"status\":\"success\",\"data\":{\"id\":");
    make_string(out, id);
    buf_printf(out,
               ",\"call_status\":\"%s\",\"call_direction\":\"inbound\","
               "\"from_number\":\"+14155551234\",\"to_number\":\"+18005550199\","
               "\"callee_name\":\"Jonas Weber\",\"agent_id\":\"agent-mia\",\"initiation_time\":",
               live ? "ongoing" : "completed");
    stamp(out, 0);
    buf_puts(out, ",\"recording_url\":null,\"custom_args_values\":{\"team\":\"parcels\"},"
                  "\"transcription_url\":");
    ringg_turns(out, turns);
    buf_puts(out, "}}");
}

static void make_diga(struct buf *out, const char *id, long turns, bool live)
{
    buf_puts(out, "{\"id\":");
    make_string(out, id);
    buf_printf(out,
               ",\"agent_id\":\"7b0f9d1e-4c7a-4b51-8f0a-0d8a4e6c2b11\",\"agent_version_id\":null,"
               "\"status\":\"%s\",\"type\":\"inbound\",\"end_reason\":%s,\"contact\":{\"id\":"
               "\"f3c1a0de-95c4-4d0b-8a3e-2f7f1b6c9d20\",\"identifier\":\"+14155551234\","
               "\"contact_type\":\"call\",\"created_date\":",
               live ? "in_progress" : "completed", live ? "null" : "\"user_hangup\"");
    stamp(out, 0);
    buf_puts(out, "},\"phone_register_id\":null,\"dynamic_variables\":{\"team\":\"parcels\"},"
                  "\"recording_url\":null,\"created_date\":");
    stamp(out, 0);
    buf_puts(out, ",\"start_time\":");
    stamp(out, 0);
    end_stamp(out, "end_time", turns, live);
    if (!live)
        buf_printf(out, ",\"duration\":%d", (int)turn_at(turns));
    buf_putc(out, '}');
}

static void make_voxworks(struct buf *out, const char *id, long turns, bool live)
{
    buf_puts(out, "{\"success\":true,\"call\":{\"id\":");
    make_string(out, id);
    buf_printf(out, ",\"type\":\"inbound\",\"status\":\"%s\",\"actual_time\":",
               live ? "in_progress" : "completed");
    stamp(out, 0);
    end_stamp(out, "end_time", turns, live);
    if (!live)
        buf_printf(out, ",\"duration\":%d", (int)turn_at(turns));
    buf_puts(out, ",\"recording_url\":null,\"transcript\":");
    voxworks_turns(out, turns);
    buf_puts(out, "}}");
}

static void make_comet(struct buf *out, const char *id, long people, bool live)
{
    buf_puts(out, "{\"data\":{\"sessionId\":");
    make_string(out, id);
    buf_printf(out,
               ",\"status\":\"%s\",\"type\":\"video\",\"mode\":\"call\",\"initiatedAt\":%d,"
               "\"startedAt\":%d,\"initiator\":\"guest-1\",\"receiver\":\"all-hands\","
               "\"receiverType\":\"group\",\"hasRecording\":false",
               live ? "ongoing" : "ended", STARTED_AT, STARTED_AT + 5);
    if (!live)
        buf_printf(out, ",\"endedAt\":%d,\"totalDuration\":\"00:31:30\"", STARTED_AT + 1895);
    buf_puts(out, ",\"participants\":");
    comet_people(out, people);
    buf_puts(out, "}}");
}

static void make_ringyo(struct buf *out, const char *id, long turns, bool live)
{
    buf_puts(out, "{\"id\":");
    make_string(out, id);
    buf_printf(out,
               ",\"status\":\"%s\",\"phone_number\":\"+18005550199\","
               "\"from_number\":\"+14155551234\",\"agent_id\":\"agent_mia\",\"transcript\":",
               live ? "in_progress" : "completed");
    ringyo_turns(out, turns);
    buf_puts(out, ",\"metadata\":{\"team\":\"parcels\"},\"created_at\":");
    stamp(out, 0);
    if (!live) {
        end_stamp(out, "ended_at", turns, live);
        buf_printf(out, ",\"duration\":%d", (int)turn_at(turns));
    }
    buf_putc(out, '}');
}

void make_call(const struct call_ref *a, long turns, bool live, struct buf *out)
{
    if (a->api == API_RINGG)
        make_ringg(out, a->id, turns, live);
    else if (a->api == API_DIGA)
        make_diga(out, a->id, turns, live);
    else if (a->api == API_VOXWORKS)
        make_voxworks(out, a->id, turns, live);
    else if (a->api == API_COMETCHAT)
        make_comet(out, a->id, turns, live);
    else
        make_ringyo(out, a->id, turns, live);
}

/* The message after the one that the query names. */
static long first_of_page(const struct call_ref *a)
{
    char *after = query_get(a->query, "after");
    long first = after && strncmp(after, "msg-", 4) == 0 ? strtol(after + 4, NULL, 10) + 1 : 0;
    free(after);
    return first < 0 ? 0 : first;
}

void make_messages(const struct call_ref *a, long turns, long page_size, struct buf *out)
{
    long first = first_of_page(a), end = first + page_size < turns ? first + page_size : turns;
    buf_puts(out, "{\"data\":[");
    for (long i = first; i < end; i++) {
        buf_printf(out, "%s{\"id\":\"msg-%ld\",\"created_date\":", i > first ? "," : "", i);
        stamp(out, turn_at(i));
        buf_printf(out, ",\"role\":\"%s\",\"content\":\"", by_agent(i) ? "assistant" : "user");
        say(out, i);
        buf_puts(out, "\",\"tool_call\":null}");
    }
    buf_printf(out,
               "],\"has_more\":%s,\"first_id\":\"msg-%ld\",\"last_id\":\"msg-%ld\","
               "\"current_page\":%ld,\"total_pages\":%ld}",
               end < turns ? "true" : "false", first, end - 1, first / page_size + 1,
               (turns + page_size - 1) / page_size);
}
