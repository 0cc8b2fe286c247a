/* Which calls a request asks for. The names of a provider's parameters are in its file, each with
 * the kind of filter that it is: "since created iso", "status", "longer s". */
#include "tests/mock/lists.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static bool any_text(const struct list_filter_on *f, const char *value)
{
    for (const char *at = f->text; value;) {
        size_t n = strcspn(at, "\n"), all = strlen(value);
        if (f->ends ? n <= all && strncmp(value + all - n, at, n) == 0
                    : n == all && strncmp(value, at, n) == 0)
            return true;
        if (!at[n])
            return false;
        at += n + 1;
    }
    return false;
}

static bool any_taken(const struct list_filter_on *f, char *value)
{
    bool fits = any_text(f, value);
    free(value);
    return fits;
}

static int64_t time_of(const struct list_filter_on *f, const struct sample *s)
{
    int64_t ms = f->begun ? sample_begun_ms(s) : s->created_ms;
    return f->seconds ? ms / 1000 * 1000 : ms;
}

static bool fits_since(const struct list_ask *ask, const struct list_filter_on *f,
                       const struct sample *s)
{
    (void)ask;
    return (double)time_of(f, s) >= f->number;
}

static bool fits_until(const struct list_ask *ask, const struct list_filter_on *f,
                       const struct sample *s)
{
    (void)ask;
    return (double)time_of(f, s) <= f->number;
}

static bool fits_ended(const struct list_ask *ask, const struct list_filter_on *f,
                       const struct sample *s)
{
    (void)ask;
    return sample_ended_ms(s) && (double)sample_ended_ms(s) <= f->number;
}

static bool fits_status(const struct list_ask *ask, const struct list_filter_on *f,
                        const struct sample *s)
{
    return any_text(f, spec_status(ask->spec, s));
}

static bool fits_way(const struct list_ask *ask, const struct list_filter_on *f,
                     const struct sample *s)
{
    return any_text(f, spec_way(ask->spec, s));
}

static bool fits_agent(const struct list_ask *ask, const struct list_filter_on *f,
                       const struct sample *s)
{
    return any_text(f, spec_agent(ask->spec, s, false));
}

static bool fits_from(const struct list_ask *ask, const struct list_filter_on *f,
                      const struct sample *s)
{
    (void)ask;
    return any_taken(f, sample_from(s));
}

static bool fits_to(const struct list_ask *ask, const struct list_filter_on *f,
                    const struct sample *s)
{
    (void)ask;
    return any_taken(f, sample_to(s));
}

static bool fits_number(const struct list_ask *ask, const struct list_filter_on *f,
                        const struct sample *s)
{
    (void)ask;
    return any_taken(f, sample_contact(s));
}

static bool fits_contact(const struct list_ask *ask, const struct list_filter_on *f,
                         const struct sample *s)
{
    (void)ask;
    return any_taken(f, sample_contact_id(s));
}

/* Either side's ID. */
static bool fits_person(const struct list_ask *ask, const struct list_filter_on *f,
                        const struct sample *s)
{
    return fits_contact(ask, f, s) || fits_agent(ask, f, s);
}

static bool has_duration(const struct list_filter_on *f, const struct sample *s)
{
    return f->length || s->duration_s >= 0;
}

static bool fits_longer(const struct list_ask *ask, const struct list_filter_on *f,
                        const struct sample *s)
{
    (void)ask;
    return has_duration(f, s) && s->duration_s >= f->number;
}

static bool fits_shorter(const struct list_ask *ask, const struct list_filter_on *f,
                         const struct sample *s)
{
    (void)ask;
    return has_duration(f, s) && s->duration_s <= f->number;
}

/* Somewhere in what was said, or in the summary. */
static bool fits_text(const struct list_ask *ask, const struct list_filter_on *f,
                      const struct sample *s)
{
    (void)ask;
    const struct sample_topic *topic = sample_topic(s);
    if (s->state == STATE_COMPLETED &&
        (strcasestr(topic->summary, f->text) || strcasestr(topic->title, f->text)))
        return true;
    for (size_t i = 0; i < sample_turns(s); i++)
        if (strcasestr(sample_said(s, i), f->text))
            return true;
    return false;
}

static const struct {
    const char *kind, *about; /* about: what an ignored filter is named by */
    bool (*fits)(const struct list_ask *ask, const struct list_filter_on *f,
                 const struct sample *s);
} kinds[] = {
    {"since", "time", fits_since},        {"until", "time", fits_until},
    {"ended", "time", fits_ended},        {"status", "status", fits_status},
    {"way", "direction", fits_way},       {"agent", "agent", fits_agent},
    {"from", "from", fits_from},          {"to", "to", fits_to},
    {"number", "number", fits_number},    {"contact", "contact", fits_contact},
    {"person", "person", fits_person},    {"longer", "longer", fits_longer},
    {"shorter", "shorter", fits_shorter}, {"text", "text", fits_text},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static size_t kind_of(const char *kind)
{
    size_t i = 0;
    while (i < KINDS && strcmp(kinds[i].kind, kind) != 0)
        i++;
    return i;
}

static bool ignored(const struct list_ask *ask, size_t kind)
{
    const char *what = ask->trap.ignored;
    return what && (strcmp(what, "*") == 0 || strcmp(what, kinds[kind].about) == 0);
}

bool filter_fits(const struct list_ask *ask, const struct sample *s)
{
    for (size_t i = 0; i < ask->filter_count; i++) {
        const struct list_filter_on *f = &ask->filters[i];
        size_t kind = kind_of(f->kind);
        if (kind < KINDS && !ignored(ask, kind) && !kinds[kind].fits(ask, f, s))
            return false;
    }
    return true;
}

void filter_push(struct list_ask *ask, struct list_filter_on f)
{
    if (ask->filter_count < LIST_FILTERS)
        ask->filters[ask->filter_count++] = f;
    else
        free(f.text);
}

static bool read_number(const char *value, double *out)
{
    char *end;
    *out = strtod(value, &end);
    return *value && !*end;
}

/* 2026-11-28T13:30:00[.123][Z|+00:00] */
static bool read_iso(const char *value, double *ms)
{
    struct tm tm = {0};
    const char *end = strptime(value, "%Y-%m-%dT%H:%M:%S", &tm);
    if (!end)
        return false;
    *ms = (double)timegm(&tm) * 1000;
    if (*end == '.')
        *ms += strtod(end, NULL) * 1000;
    end += *end == '.' ? 1 + strspn(end + 1, "0123456789") : 0;
    return strcmp(end, "Z") == 0 || strcmp(end, "+00:00") == 0;
}

bool filter_time(const char *value, const char *unit, double *ms)
{
    struct tm tm = {0};
    if (strcmp(unit, "iso") == 0)
        return read_iso(value, ms);
    if (strcmp(unit, "date") == 0) {
        const char *end = strptime(value, "%Y-%m-%d", &tm);
        *ms = (double)timegm(&tm) * 1000;
        return end && !*end;
    }
    if (strspn(value, "0123456789") != strlen(value) || !read_number(value, ms))
        return false;
    *ms *= strcmp(unit, "s") == 0 ? 1000 : 1;
    return true;
}

/* "since created iso 2025-09-25T00:00:00Z": kind, field, unit, and what holds if it is not sent. */
struct filter_words {
    char kind[16], field[16], unit[16], otherwise[32];
};

static struct filter_words words_of(const char *text)
{
    struct filter_words w = {"", "", "", ""};
    char *const parts[] = {w.kind, w.field, w.unit, w.otherwise};
    const size_t sizes[] = {sizeof w.kind, sizeof w.field, sizeof w.unit, sizeof w.otherwise};
    for (size_t i = 0; i < 4 && *text; i++) {
        size_t n = strcspn(text, " ");
        memcpy(parts[i], text, n < sizes[i] ? n : sizes[i] - 1);
        text += n + (text[n] == ' ');
    }
    return w;
}

bool filter_add(struct list_ask *ask, const char *name, const char *value)
{
    const char *text = spec_text(ask->spec, "filters", name);
    struct filter_words w = words_of(text ? text : "");
    struct list_filter_on f = {.begun = strcmp(w.field, "begun") == 0,
                               .seconds = strcmp(w.unit, "s") == 0,
                               .length = strcmp(w.field, "length") == 0};
    size_t kind = kind_of(w.kind);
    if (kind == KINDS)
        return false;
    f.kind = kinds[kind].kind;
    bool timed = strcmp(kinds[kind].about, "time") == 0;
    bool good = timed ? filter_time(value, w.unit, &f.number)
                : kinds[kind].fits == fits_longer || kinds[kind].fits == fits_shorter
                    ? read_number(value, &f.number)
                    : true;
    f.text = xstrdup(value);
    filter_push(ask, f);
    return good;
}

static bool add_if_sent(struct list_ask *ask, const char *name, const char *text)
{
    char *value = query_get(ask->call->query, name);
    struct filter_words w = words_of(text);
    bool good = value          ? filter_add(ask, name, value)
                : *w.otherwise ? filter_add(ask, name, w.otherwise)
                               : true;
    free(value);
    return good;
}

static bool read_limit(struct list_ask *ask)
{
    const char *name = spec_text(ask->spec, "limit", "name");
    long most = ask->trap.page_max ? ask->trap.page_max : spec_number(ask->spec, "limit", "max");
    char *value = name ? query_get(ask->call->query, name) : NULL;
    double n = (double)spec_number(ask->spec, "limit", "default");
    bool good = !value || (read_number(value, &n) && n >= 1);
    ask->limit = n < (double)most ? (long)n : most;
    free(value);
    return good;
}

static void read_order(struct list_ask *ask)
{
    const char *name = spec_text(ask->spec, "order", "name");
    char *value = name ? query_get(ask->call->query, name) : NULL;
    ask->ascending = value && strcmp(value, spec_text(ask->spec, "order", "ascending")) == 0;
    free(value);
}

/* A filter without which the provider does not answer. */
static bool has_needed(const struct list_ask *ask)
{
    const char *needs = cJSON_GetStringValue(spec_get(ask->spec, "needs"));
    char *value = needs ? query_get(ask->call->query, needs) : NULL;
    bool has = !needs || (value && *value);
    free(value);
    return has;
}

bool filter_read_query(struct list_ask *ask)
{
    const char *place = spec_text(ask->spec, "paging", "name");
    const cJSON *filter;
    bool good = read_limit(ask) && has_needed(ask);
    cJSON_ArrayForEach(filter, spec_get(ask->spec, "filters"))
    {
        good = add_if_sent(ask, filter->string, filter->valuestring) && good;
    }

    ask->place = place ? query_get(ask->call->query, place) : NULL;
    read_order(ask);
    return good;
}
