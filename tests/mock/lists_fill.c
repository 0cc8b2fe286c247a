/* Puts values into a template. A text that begins with $ is one: "$NAME UNIT", and with a ? at the
 * end the member is left out where there is no value. */
#include "tests/mock/lists.h"

#include "base/alloc.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static cJSON *text_or_null(const char *text)
{
    return text ? cJSON_CreateString(text) : cJSON_CreateNull();
}

static cJSON *take_text(char *text)
{
    cJSON *made = text_or_null(text);
    free(text);
    return made;
}

static char *iso_text(int64_t ms, const char *form)
{
    time_t s = (time_t)(ms / 1000);
    struct tm tm;
    char text[32];
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", gmtime_r(&s, &tm));
    if (strcmp(form, "iso_s") == 0)
        return xasprintf("%sZ", text);
    if (strcmp(form, "iso_utc") == 0)
        return xasprintf("%s.%03d000+00:00", text, (int)(ms % 1000));
    return xasprintf("%s.%03dZ", text, (int)(ms % 1000));
}

static cJSON *give_time(int64_t ms, const char *unit)
{
    if (!ms)
        return cJSON_CreateNull();
    if (strcmp(unit, "ms") == 0)
        return cJSON_CreateNumber((double)ms);
    if (strcmp(unit, "s") == 0)
        return cJSON_CreateNumber(floor((double)ms / 1000));
    if (strcmp(unit, "ms_text") == 0)
        return take_text(xasprintf("%" PRId64, ms));
    return take_text(iso_text(ms, unit));
}

static cJSON *give_seconds(double s, const char *unit)
{
    if (s < 0)
        return cJSON_CreateNull();
    if (strcmp(unit, "ms") == 0)
        return cJSON_CreateNumber(s * 1000);
    if (strcmp(unit, "min") == 0)
        return cJSON_CreateNumber(s / 60);
    if (strcmp(unit, "s_text") == 0)
        return take_text(xasprintf("%d", (int)s));
    if (strcmp(unit, "hms") == 0)
        return take_text(xasprintf("%02d:%02d:%02d", (int)s / 3600, (int)s / 60 % 60, (int)s % 60));
    return cJSON_CreateNumber(s);
}

static cJSON *give_created(const struct list_fill *f, const char *unit)
{
    return give_time(f->sample->created_ms, unit);
}

static cJSON *give_started(const struct list_fill *f, const char *unit)
{
    return give_time(f->sample->started_ms, unit);
}

static cJSON *give_begun(const struct list_fill *f, const char *unit)
{
    return give_time(sample_begun_ms(f->sample), unit);
}

static cJSON *give_ended(const struct list_fill *f, const char *unit)
{
    return give_time(sample_ended_ms(f->sample), unit);
}

static cJSON *give_duration(const struct list_fill *f, const char *unit)
{
    return give_seconds(f->sample->duration_s, unit);
}

/* As the one before, but 0 where nobody answered. */
static cJSON *give_length(const struct list_fill *f, const char *unit)
{
    int s = f->sample->duration_s;
    return give_seconds(s < 0 ? 0 : s, unit);
}

/* The same, but null as long as the call is not over. */
static cJSON *give_talked(const struct list_fill *f, const char *unit)
{
    return f->sample->state < STATE_COMPLETED ? cJSON_CreateNull() : give_length(f, unit);
}

/* The end of a duration that begins when the call is created. */
static cJSON *give_over(const struct list_fill *f, const char *unit)
{
    int s = f->sample->duration_s;
    return give_time(s < 0 ? 0 : f->sample->created_ms + (int64_t)s * 1000, unit);
}

static cJSON *give_id(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return take_text(spec_id(f->spec, f->sample));
}

static cJSON *give_status(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return text_or_null(spec_status(f->spec, f->sample));
}

static cJSON *give_reason(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return text_or_null(spec_reason(f->spec, f->sample));
}

static cJSON *give_way(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return text_or_null(spec_way(f->spec, f->sample));
}

static cJSON *give_from(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return take_text(sample_from(f->sample));
}

static cJSON *give_to(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return take_text(sample_to(f->sample));
}

/* The caller's number of an inbound call, and no more. */
static cJSON *give_inbound_from(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return take_text(f->sample->way == WAY_IN ? sample_from(f->sample) : NULL);
}

static cJSON *give_contact(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return take_text(sample_contact(f->sample));
}

static cJSON *give_contact_id(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return take_text(sample_contact_id(f->sample));
}

static cJSON *give_contact_name(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return text_or_null(f->sample->contact);
}

static cJSON *give_line(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return take_text(sample_line(f->sample));
}

static cJSON *give_agent(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return text_or_null(spec_agent(f->spec, f->sample, false));
}

static cJSON *give_agent_name(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return text_or_null(spec_agent(f->spec, f->sample, true));
}

/* The IDs of who called and who was called. */
static cJSON *give_caller(const struct list_fill *f, const char *unit)
{
    return f->sample->way == WAY_OUT ? give_agent(f, unit) : give_contact_id(f, unit);
}

static cJSON *give_called(const struct list_fill *f, const char *unit)
{
    return f->sample->way == WAY_OUT ? give_contact_id(f, unit) : give_agent(f, unit);
}

static cJSON *give_summary(const struct list_fill *f, const char *unit)
{
    (void)unit;
    bool told = f->sample->state == STATE_COMPLETED;
    return text_or_null(told ? sample_topic(f->sample)->summary : NULL);
}

static cJSON *give_title(const struct list_fill *f, const char *unit)
{
    (void)unit;
    bool told = f->sample->state == STATE_COMPLETED;
    return text_or_null(told ? sample_topic(f->sample)->title : NULL);
}

/* 0.0018 USD for each second. */
static cJSON *give_cost(const struct list_fill *f, const char *unit)
{
    int s = f->sample->duration_s;
    if (s < 0)
        return cJSON_CreateNull();
    if (strcmp(unit, "cents") == 0)
        return cJSON_CreateNumber(s * 18 / 100.0);
    return cJSON_CreateNumber(s * 18 / 10000.0);
}

/* "$is in": true or false. */
static cJSON *give_is(const struct list_fill *f, const char *what)
{
    bool in = f->sample->way == WAY_IN, done = f->sample->state > STATE_WAITING;
    bool good = f->sample->state == STATE_COMPLETED;
    return cJSON_CreateBool(strcmp(what, "in") == 0 ? in : strcmp(what, "done") == 0 ? done : good);
}

/* "$success YES NO": one of the words, or null as long as the call is not over. */
static cJSON *give_success(const struct list_fill *f, const char *words)
{
    size_t first = strcspn(words, " ");
    if (f->sample->state < STATE_COMPLETED)
        return cJSON_CreateNull();
    bool good = f->sample->state == STATE_COMPLETED;
    return take_text(good ? xstrndup(words, first) : xstrdup(words + first + 1));
}

static cJSON *give_turns(const struct list_fill *f, const char *unit)
{
    (void)unit;
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; i < sample_turns(f->sample); i++) {
        struct list_fill turn = *f;
        turn.turn = i;
        cJSON_AddItemToArray(
            list, fill_template(&turn, cJSON_GetArrayItem(spec_get(f->spec, "turns"), i % 2)));
    }
    return list;
}

/* The same as JSON in a text. */
static cJSON *give_turns_text(const struct list_fill *f, const char *unit)
{
    cJSON *list = give_turns(f, unit);
    char *text = sample_turns(f->sample) ? cJSON_PrintUnformatted(list) : NULL;
    cJSON *made = text_or_null(text);
    cJSON_free(text);
    cJSON_Delete(list);
    return made;
}

/* "$transcript AGENT PERSON": lines with who speaks. */
static cJSON *give_transcript(const struct list_fill *f, const char *labels)
{
    struct buf out = {0};
    size_t first = strcspn(labels, " "), turns = sample_turns(f->sample);
    for (size_t i = 0; i < turns; i++) {
        buf_puts(&out, i ? "\n" : "");
        buf_add(&out, i % 2 ? labels + first + 1 : labels,
                i % 2 ? strlen(labels + first + 1) : first);
        buf_printf(&out, ": %s", sample_said(f->sample, i));
    }
    cJSON *made = text_or_null(turns ? buf_str(&out) : NULL);
    buf_done(&out);
    return made;
}

static cJSON *give_text(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return text_or_null(sample_said(f->sample, f->turn));
}

static cJSON *give_at(const struct list_fill *f, const char *unit)
{
    double s = sample_turn_at(f->sample, f->turn);
    if (strcmp(unit, "s") == 0)
        return cJSON_CreateNumber(s);
    return give_time(f->sample->started_ms + (int64_t)(s * 1000), unit);
}

static cJSON *give_turn_id(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return take_text(xasprintf("msg-%zu", f->turn));
}

static cJSON *give_last_turn_id(const struct list_fill *f, const char *unit)
{
    struct list_fill last = *f;
    last.turn = sample_turns(f->sample);
    if (!last.turn--)
        return cJSON_CreateNull();
    return give_turn_id(&last, unit);
}

static cJSON *give_template(const struct list_fill *f, const char *name)
{
    return fill_template(f, spec_get(f->spec, name));
}

static cJSON *give_number_of_page(const struct list_fill *f, const char *what)
{
    const struct list_page_of *p = f->page;
    size_t limit = (size_t)p->limit;
    if (strcmp(what, "total") == 0 && f->trap->many)
        return cJSON_CreateString("many");
    return cJSON_CreateNumber(strcmp(what, "total") == 0    ? (double)p->count
                              : strcmp(what, "limit") == 0  ? (double)limit
                              : strcmp(what, "offset") == 0 ? (double)p->begin
                              : strcmp(what, "count") == 0  ? (double)(p->end - p->begin)
                              : strcmp(what, "pages") == 0
                                  ? ceil((double)p->count / (double)limit)
                                  : floor((double)p->begin / (double)limit) + 1);
}

static cJSON *give_more(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return cJSON_CreateBool(f->page->next != NULL);
}

static cJSON *give_next(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return text_or_null(f->page->next);
}

static cJSON *give_first_id(const struct list_fill *f, const char *unit)
{
    const struct list_page_of *p = f->page;
    struct list_fill row = {.spec = f->spec, .sample = &p->samples[p->begin]};
    return p->begin < p->end ? give_id(&row, unit) : cJSON_CreateNull();
}

static cJSON *give_last_id(const struct list_fill *f, const char *unit)
{
    const struct list_page_of *p = f->page;
    struct list_fill row = {.spec = f->spec, .sample = &p->samples[p->end ? p->end - 1 : 0]};
    if (p->next)
        return cJSON_CreateString(p->next);
    return p->begin < p->end ? give_id(&row, unit) : cJSON_CreateNull();
}

static cJSON *give_rows(const struct list_fill *f, const char *unit)
{
    (void)unit;
    return page_rows(f);
}

static const struct {
    const char *name;
    cJSON *(*give)(const struct list_fill *f, const char *unit);
} values[] = {
    {"id", give_id},
    {"status", give_status},
    {"reason", give_reason},
    {"way", give_way},
    {"created", give_created},
    {"started", give_started},
    {"begun", give_begun},
    {"ended", give_ended},
    {"duration", give_duration},
    {"length", give_length},
    {"talked", give_talked},
    {"over", give_over},
    {"from", give_from},
    {"to", give_to},
    {"inbound_from", give_inbound_from},
    {"contact", give_contact},
    {"contact_id", give_contact_id},
    {"contact_name", give_contact_name},
    {"line", give_line},
    {"agent", give_agent},
    {"agent_name", give_agent_name},
    {"caller", give_caller},
    {"called", give_called},
    {"summary", give_summary},
    {"title", give_title},
    {"cost", give_cost},
    {"is", give_is},
    {"success", give_success},
    {"turns", give_turns},
    {"turns_text", give_turns_text},
    {"transcript", give_transcript},
    {"text", give_text},
    {"at", give_at},
    {"turn_id", give_turn_id},
    {"last_turn_id", give_last_turn_id},
    {"template", give_template},
    {"rows", give_rows},
    {"page", give_number_of_page},
    {"more", give_more},
    {"next", give_next},
    {"first_id", give_first_id},
    {"last_id", give_last_id},
};

static cJSON *give_value(const struct list_fill *f, const char *text)
{
    size_t all = strcspn(text, "?"), name = strcspn(text, " ?");
    char *unit = text[name] == ' ' ? xstrndup(text + name + 1, all - name - 1) : xstrdup("");
    cJSON *made = NULL;
    for (size_t i = 0; !made && i < sizeof values / sizeof *values; i++)
        if (strlen(values[i].name) == name && strncmp(values[i].name, text, name) == 0)
            made = values[i].give(f, unit);
    free(unit);
    return made ? made : cJSON_CreateString("unknown value in tests/mock/lists");
}

static void fill_member(const struct list_fill *f, const cJSON *template, cJSON *out)
{
    const char *text = cJSON_GetStringValue(template);
    cJSON *made = fill_template(f, template);
    bool optional = text && *text == '$' && text[strlen(text) - 1] == '?';
    if (optional && cJSON_IsNull(made))
        cJSON_Delete(made);
    else if (template->string)
        cJSON_AddItemToObject(out, template->string, made);
    else
        cJSON_AddItemToArray(out, made);
}

cJSON *fill_template(const struct list_fill *f, const cJSON *template)
{
    const char *text = cJSON_GetStringValue(template);
    if (text && *text == '$')
        return give_value(f, text + 1);
    if (!cJSON_IsObject(template) && !cJSON_IsArray(template))
        return cJSON_Duplicate(template, true);
    cJSON *out = cJSON_IsObject(template) ? cJSON_CreateObject() : cJSON_CreateArray();
    const cJSON *item;
    cJSON_ArrayForEach(item, template)
    {
        fill_member(f, item, out);
    }

    return out;
}
