/* Calls made from a seed. The calls of a provider are spread evenly over the days before `now`:
 * each has a slot of the same length, and is created in the middle half of it. */
#include "tests/mock/lists.h"

#include "base/alloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_MS = 86400000, PLANTED_MS = (15 * 60 + 20) * 60000, CUSTOMERS = 60, LINES = 3 };
enum { LIVE_CALLS = 2, WAITING_CALLS = 3, FAILED_PERCENT = 9, MISSED_PERCENT = 16 };

/* Sun 29 Nov 2026 14:40:12 UTC. */
struct lists_settings sample_settings = {
    .seed = 1, .now_ms = 1795963212000, .calls = 300, .days = 2};

static const struct sample_topic topics[] = {
    {"Parcel missing",
     "A parcel that was marked as delivered did not arrive. A trace was opened.",
     {"Harbour Home Delivery, this is Mia. How can I help?",
      "My parcel is marked as delivered, but I never got it.",
      "I am sorry about that. Could a neighbour have taken it?",
      "No, I asked everybody in the house.",
      "I am opening a trace with the driver. You will get a text message.",
      "Thank you, I will wait for it."}},
    {"Address changed",
     "The customer moved, and the delivery address was changed before the van left.",
     {"Harbour Home Delivery, how can I help?",
      "We moved last week, and the order still has our old address.",
      "I can change that. Which street is it now?", "Mühlweg 7, second floor.",
      "Done, the van has not left yet.", "Wonderful, thanks a lot."}},
    {"Refund asked for",
     "A refund for a damaged lamp was promised within five working days.",
     {"Harbour Home Delivery, this is the service desk.",
      "The lamp came broken, and I want my money back.", "Could you send us a picture of it?",
      "I sent it by mail this morning.", "I see it. The refund takes five working days.",
      "All right, goodbye."}},
    {"Visit booked",
     "A visit of the technician was booked for Tuesday morning.",
     {"Hello, this is Mia about the repair of your washing machine.",
      "Yes, when can somebody come?", "Tuesday between nine and eleven, or Thursday after four.",
      "Tuesday is fine.", "Then it is booked for Tuesday at nine.", "See you then."}},
    {"Complaint about the driver",
     "A complaint about a driver who left without ringing was passed to the depot.",
     {"Harbour Home Delivery, what can I do for you?",
      "Your driver left without ringing the bell. That is the third time.",
      "I understand, that should not happen. I am writing it down.",
      "I want somebody to call me back.", "The depot will call you today.", "I hope so."}},
};

/* What is said between the beginning and the end of a longer call. */
static const char *const between[] = {
    "Could you spell the name for me, please?",
    "Yes, it is on the letter as well.",
    "One moment, I am looking at the order.",
    "Take your time.",
    "I can see it now. It was on the second van.",
    "And what does that mean for me?",
    "I am asking the depot, please stay on the line.",
    "I have another question in the meantime.",
    "Of course, go ahead.",
    "Can I see all of this in my account?",
    "Yes, under orders, with every step.",
    "Good to know, I will have a look.",
};
enum { BETWEEN = sizeof between / sizeof *between, TURN_S = 7, BEGINNING = 4, END = 2 };

static const char *const names[] = {
    "Ana Ruiz",    "Jonas Weber",   "Priya Nair",   "Zoë Müller",     "Tom Okafor", "Léa Fontaine",
    "Kenji Sato",  "Maria Rossi",   "Ivan Petrov",  "Sara Lindqvist", "Dev Patel",  "Ruth Cohen",
    "Omar Haddad", "Nina Kowalska", "Paul O'Brien", "Mei-Ling Chen",
};

uint64_t sample_hash(uint64_t a, uint64_t b)
{
    uint64_t x = a + b * 0x9e3779b97f4a7c15u + 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/* A number below n that depends on the seed, the provider, the call and what it is for. */
static unsigned pick(enum api api, size_t index, unsigned what, unsigned n)
{
    uint64_t call = sample_hash(sample_settings.seed * 64u + (unsigned)api, index);
    return (unsigned)(sample_hash(call, what) % n);
}

static enum sample_state state_of(enum api api, size_t index)
{
    if (index < LIVE_CALLS)
        return STATE_LIVE;
    if (index < WAITING_CALLS)
        return STATE_WAITING;
    unsigned percent = pick(api, index, 1, 100);
    return percent < FAILED_PERCENT   ? STATE_FAILED
           : percent < MISSED_PERCENT ? STATE_MISSED
                                      : STATE_COMPLETED;
}

/* Calls that nobody answered are those of the agents. */
static enum sample_way way_of(const struct list_spec *spec, const struct sample *s)
{
    unsigned percent = pick(spec_api(spec), s->index, 2, 100);
    if (s->state == STATE_MISSED)
        return WAY_OUT;
    if (percent < 6 && spec_text(spec, "ways", "web"))
        return WAY_WEB;
    return percent < 60 ? WAY_IN : WAY_OUT;
}

static int duration_of(enum api api, const struct sample *s)
{
    int seconds = (int)(s->state == STATE_FAILED          ? 4 + pick(api, s->index, 3, 40)
                        : pick(api, s->index, 4, 50) == 0 ? 600 + pick(api, s->index, 3, 900)
                                                          : 20 + pick(api, s->index, 3, 280));
    int64_t most = (sample_settings.now_ms - s->started_ms) / 1000;
    return seconds < most ? seconds : (int)most;
}

static void set_times(enum api api, struct sample *s)
{
    bool answered = s->state != STATE_WAITING && s->state != STATE_MISSED;
    s->started_ms = answered ? s->created_ms + 1000 + pick(api, s->index, 5, 7000) : 0;
    if (answered && s->started_ms > sample_settings.now_ms)
        s->started_ms = s->created_ms;
    s->duration_s = answered && s->state != STATE_LIVE ? duration_of(api, s) : -1;
}

/* Calls of a group have the time of its first call. */
static int64_t created_ms(enum api api, size_t index, long count, const struct list_trap *trap)
{
    int64_t slot = (int64_t)sample_settings.days * DAY_MS / count;
    size_t group = trap->same_time > 1 ? (size_t)trap->same_time : 1;
    index = index / group * group;
    return sample_settings.now_ms - (int64_t)index * slot - slot / 4 -
           pick(api, index, 6, (unsigned)(slot / 2 + 1));
}

static void make_one(const struct list_spec *spec, const struct list_trap *trap, long count,
                     struct sample *s)
{
    enum api api = spec_api(spec);
    s->created_ms = created_ms(api, s->index, count, trap);
    s->state = state_of(api, s->index);
    s->way = way_of(spec, s);
    s->customer = pick(api, s->index, 7, CUSTOMERS);
    s->line = pick(api, s->index, 8, LINES);
    s->agent = s->index < WAITING_CALLS ? 0 : pick(api, s->index, 9, 3);
    s->topic = pick(api, s->index, 10, sizeof topics / sizeof *topics);
    s->word = pick(api, s->index, 11, 12);
    s->contact = names[s->customer % (sizeof names / sizeof *names)];
    set_times(api, s);
}

/* The call that the demo looks for: an inbound one of yesterday afternoon that broke off. */
static void plant(const struct list_spec *spec, struct sample *all, size_t count)
{
    int64_t now = sample_settings.now_ms, at = now - now % DAY_MS - DAY_MS + PLANTED_MS;
    size_t i = 0;
    while (i < count && (all[i].created_ms > at || i < WAITING_CALLS))
        i++;
    if (!spec_get(spec, "planted") || i == count)
        return;
    all[i].planted = true;
    all[i].way = WAY_IN;
    all[i].state = STATE_FAILED;
    all[i].customer = CUSTOMERS;
    all[i].contact = "Jo Marsh";
    set_times(spec_api(spec), &all[i]);
    all[i].duration_s = 41;
}

struct sample *samples_make(const struct list_spec *spec, const struct list_trap *trap,
                            size_t *count)
{
    long calls = trap->calls ? trap->calls : sample_settings.calls;
    struct sample *all = xcalloc((size_t)calls, sizeof *all);
    for (size_t i = 0; i < (size_t)calls; i++) {
        all[i].index = i;
        make_one(spec, trap, calls, &all[i]);
    }
    *count = (size_t)calls;
    plant(spec, all, *count);
    return all;
}

const struct sample_topic *sample_topic(const struct sample *s)
{
    return &topics[s->topic];
}

/* An agent's turn and an answer, as long as the call lasts. */
size_t sample_turns(const struct sample *s)
{
    size_t pairs = s->duration_s > 0 ? (size_t)s->duration_s / TURN_S / 2 : 0;
    size_t least = s->state == STATE_COMPLETED ? 2 : 1;
    if (s->state == STATE_LIVE)
        return 3;
    return s->started_ms ? 2 * (pairs > least ? pairs : least) : 0;
}

const char *sample_said(const struct sample *s, size_t turn)
{
    size_t turns = sample_turns(s), end = s->state == STATE_COMPLETED ? turns - END : turns;
    const char *const *lines = topics[s->topic].lines;
    if (turn >= end)
        return lines[BEGINNING + turn - end];
    return turn < BEGINNING ? lines[turn] : between[(turn - BEGINNING) % BETWEEN];
}

double sample_turn_at(const struct sample *s, size_t turn)
{
    double step = s->duration_s > 0 ? s->duration_s / (double)sample_turns(s) : TURN_S;
    return floor((double)turn * step * 10) / 10;
}

int64_t sample_begun_ms(const struct sample *s)
{
    return s->started_ms ? s->started_ms : s->created_ms;
}

int64_t sample_ended_ms(const struct sample *s)
{
    return s->duration_s < 0 ? 0 : s->started_ms + (int64_t)s->duration_s * 1000;
}

char *sample_contact(const struct sample *s)
{
    static const char *const before[] = {"+1415555", "+1212555", "+4179555", "+4915155",
                                         "+1503555"};
    if (s->way == WAY_WEB)
        return NULL;
    if (s->planted)
        return xstrdup("+14155554321");
    unsigned end = (unsigned)(sample_hash(sample_settings.seed, s->customer) % 4000);
    return xasprintf("%s%04u", before[s->customer % 5], end);
}

char *sample_line(const struct sample *s)
{
    return xasprintf("+18005550%u", 190 + s->line);
}

char *sample_from(const struct sample *s)
{
    return s->way == WAY_OUT ? sample_line(s) : sample_contact(s);
}

char *sample_to(const struct sample *s)
{
    return s->way == WAY_OUT ? sample_contact(s) : sample_line(s);
}

char *sample_contact_id(const struct sample *s)
{
    return xasprintf("cust_%u", 1000 + s->customer);
}
