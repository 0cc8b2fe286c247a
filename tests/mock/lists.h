/* Lists of calls as the ten providers answer them, and the calls in them.
 *
 * A seed, a provider and an index make a sample (lists_sample.c). What a provider calls its
 * parameters, statuses and members is in lists/NAME.json (lists_spec.c): templates there hold
 * values such as "$started iso", which lists_fill.c puts in. A request selects samples
 * (lists_filter.c, and lists_body.c for a POST), a page is cut out of them (lists_page.c), and a
 * trap named in the path may spoil it (lists_trap.c). Everything but the counting of limited
 * requests is pure. */
#ifndef TESTS_MOCK_LISTS_H
#define TESTS_MOCK_LISTS_H

#include "tests/mock/mock.h"

#include <cjson/cJSON.h>

enum sample_way { WAY_IN, WAY_OUT, WAY_WEB };
enum sample_state { STATE_LIVE, STATE_WAITING, STATE_COMPLETED, STATE_FAILED, STATE_MISSED };

/* A call, without the provider's words for it. Calls count from the newest one. */
struct sample {
    size_t index;
    enum sample_way way;
    enum sample_state state;
    bool planted;         /* the one that the demo looks for */
    int64_t created_ms;   /* since 1970 */
    int64_t started_ms;   /* 0: nobody answered */
    int duration_s;       /* -1: none yet, or nobody answered */
    const char *contact;  /* the name of the other side */
    unsigned customer;    /* the other side */
    unsigned line, agent; /* which of the provider's numbers and agents */
    unsigned topic, word; /* what it is about, and which words of its state it has */
};

/* What is said at the beginning and the end of a call: an even line is the agent's. */
struct sample_topic {
    const char *title, *summary, *lines[6];
};

struct lists_settings {
    unsigned seed;
    int64_t now_ms; /* calls are in the days before this time */
    long calls, days;
};

/* What a trap changes; zero changes nothing. */
struct list_trap {
    long calls;     /* 0: as the settings say */
    long same_time; /* so many calls each have the same time */
    long page_max;  /* 0: the provider's */
    long again;     /* a page begins with so many rows of the page before */
    char *ignored;  /* the filters that are ignored: "*" all, else the kind of one; or NULL */
    bool cursor_twice, empty_page, many, no_ids, one_list, not_objects, no_list;
};

struct list_spec; /* lists/NAME.json */

/* One filter of a request. */
struct list_filter_on {
    const char *kind; /* since, until, status, ... of the table in lists_filter.c */
    bool begun;       /* since and until: of the start, else of the creation */
    bool seconds;     /* since and until: in whole seconds */
    bool ends;        /* the text is the end of the value */
    bool length;      /* a call that has no duration counts as one of 0 s */
    double number;    /* ms of a time, s of a duration */
    char *text;       /* any of these, separated by line ends */
};
enum { LIST_FILTERS = 16 };

struct list_ask {
    const struct call_ref *call;
    const struct list_spec *spec;
    struct list_trap trap;
    struct list_filter_on filters[LIST_FILTERS];
    size_t filter_count;
    long limit;
    bool ascending;
    char *place; /* the offset, page or cursor as sent, or NULL */
};

struct list_page_of {
    struct sample *samples; /* those that were asked for, in order */
    size_t count;
    size_t begin, end;
    long limit;
    bool later; /* not the first page */
    char *next; /* the cursor of the next page, or NULL */
};

/* What a template's values are taken from; each may be NULL. */
struct list_fill {
    const struct list_spec *spec;
    const struct sample *sample;
    const struct list_page_of *page;
    const struct list_trap *trap;
    size_t turn;
};

/* lists_answer.c */
/* Reads DIR/mock/lists/NAME.json for each provider; one that cannot be read has no list. */
void lists_load(const char *dir);
/* Whether the path after the provider's name is that of its list. */
bool lists_path(enum api api, const char *path);
void lists_answer(const struct call_ref *a, struct reply *r);
/* A call of the list, or its messages; false if the ID is not in the list. */
bool lists_call(const struct call_ref *a, struct reply *r);
void lists_traps(void);

/* lists_spec.c */
struct list_spec *spec_read(const char *dir, enum api api);
enum api spec_api(const struct list_spec *spec);
const cJSON *spec_get(const struct list_spec *spec, const char *name);
/* A text of an object within it, such as "limit" "name"; or NULL. */
const char *spec_text(const struct list_spec *spec, const char *object, const char *name);
long spec_number(const struct list_spec *spec, const char *object, const char *name);
/* The provider's words for the sample: its status, and why it ended (or NULL). */
const char *spec_status(const struct list_spec *spec, const struct sample *s);
const char *spec_reason(const struct list_spec *spec, const struct sample *s);
const char *spec_way(const struct list_spec *spec, const struct sample *s);
const char *spec_agent(const struct list_spec *spec, const struct sample *s, bool name);
/* The ID of a sample; the caller frees it. */
char *spec_id(const struct list_spec *spec, const struct sample *s);

/* lists_sample.c */
extern struct lists_settings sample_settings;
/* All calls of a provider, newest first; the caller frees them. */
struct sample *samples_make(const struct list_spec *spec, const struct list_trap *trap,
                            size_t *count);
const struct sample_topic *sample_topic(const struct sample *s);
size_t sample_turns(const struct sample *s);
const char *sample_said(const struct sample *s, size_t turn);
/* Seconds from the start. */
double sample_turn_at(const struct sample *s, size_t turn);
int64_t sample_begun_ms(const struct sample *s);
int64_t sample_ended_ms(const struct sample *s); /* 0: not ended, or never begun */
/* Numbers of both sides, NULL for the other side of a web call. The caller frees them. */
char *sample_contact(const struct sample *s);
char *sample_line(const struct sample *s);
char *sample_from(const struct sample *s);
char *sample_to(const struct sample *s);
char *sample_contact_id(const struct sample *s);
uint64_t sample_hash(uint64_t a, uint64_t b);

/* lists_fill.c: a copy of the template with its values; the caller frees it. */
cJSON *fill_template(const struct list_fill *of, const cJSON *template);

/* lists_filter.c. Both return false when the request cannot be understood. */
bool filter_read_query(struct list_ask *ask);
bool filter_add(struct list_ask *ask, const char *name, const char *value);
bool filter_fits(const struct list_ask *ask, const struct sample *s);
void filter_push(struct list_ask *ask, struct list_filter_on f);
/* Milliseconds since 1970 of a time in this unit: iso, s, ms or date. */
bool filter_time(const char *value, const char *unit, double *ms);

/* lists_body.c */
bool filter_read_body(struct list_ask *ask);

/* lists_page.c */
bool page_cut(const struct list_ask *ask, struct list_page_of *page);
cJSON *page_rows(const struct list_fill *f);

/* lists_trap.c */
/* What the names in the path say, with + between them. */
struct list_trap trap_read(const char *names);
void trap_put_between(const struct list_trap *trap, size_t row, cJSON *rows);
cJSON *trap_spoil_rows(const struct list_trap *trap, cJSON *rows);
void trap_drop_id(const struct list_fill *f, cJSON *row);
/* Answers instead of the list where a trap says so. Here and below `later` is not the first page.
 */
bool trap_answer(const struct call_ref *a, bool later, struct reply *r);
/* Slow, cut off and the like. */
void trap_spoil_reply(const struct call_ref *a, bool later, struct reply *r);

#endif
