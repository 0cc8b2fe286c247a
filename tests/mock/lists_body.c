/* The filters of a POST: members of filter_criteria, each {"type", "op", "value"} as Retell has
 * them. https://docs.retellai.com/api-references/list-calls */
#include "tests/mock/lists.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

static const char *text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text ? text : "";
}

static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* {"type":"range","op":"bt","value":[SINCE,UNTIL]}, in milliseconds. */
static bool add_range(struct list_ask *ask, const cJSON *filter)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(filter, "value");
    const cJSON *since = cJSON_GetArrayItem(value, 0), *until = cJSON_GetArrayItem(value, 1);
    if (!is(text_of(filter, "type"), "range") || !is(text_of(filter, "op"), "bt") ||
        cJSON_GetArraySize(value) != 2 || !cJSON_IsNumber(since) || !cJSON_IsNumber(until))
        return false;
    filter_push(
        ask, (struct list_filter_on){.kind = "since", .begun = true, .number = since->valuedouble});
    filter_push(
        ask, (struct list_filter_on){.kind = "until", .begun = true, .number = until->valuedouble});
    return true;
}

/* {"type":"number","op":"ge","value":MILLISECONDS} */
static bool add_duration(struct list_ask *ask, const cJSON *filter)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(filter, "value");
    bool longer = is(text_of(filter, "op"), "ge"), shorter = is(text_of(filter, "op"), "le");
    if (!is(text_of(filter, "type"), "number") || !cJSON_IsNumber(value) || !(longer || shorter))
        return false;
    filter_push(ask, (struct list_filter_on){.kind = longer ? "longer" : "shorter",
                                             .number = value->valuedouble / 1000});
    return true;
}

/* {"type":"string","op":"eq" or "ew","value":TEXT} */
static bool add_string(struct list_ask *ask, const char *kind, const cJSON *filter)
{
    const char *value = text_of(filter, "value"), *op = text_of(filter, "op");
    if (!is(text_of(filter, "type"), "string") || !*value || !(is(op, "eq") || is(op, "ew")))
        return false;
    filter_push(
        ask, (struct list_filter_on){.kind = kind, .ends = is(op, "ew"), .text = xstrdup(value)});
    return true;
}

/* The texts of an array, or of that member of its objects, with line ends between them. */
static char *joined(const cJSON *array, const char *member)
{
    struct buf out = {0};
    const cJSON *item;
    cJSON_ArrayForEach(item, array)
    {
        const char *text = member ? text_of(item, member) : cJSON_GetStringValue(item);
        buf_printf(&out, "%s%s", out.len ? "\n" : "", text ? text : "");
    }
    return buf_take(&out);
}

/* {"type":"enum","op":"in","value":[TEXT, ...]} */
static bool add_enum(struct list_ask *ask, const char *kind, const cJSON *filter)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(filter, "value");
    if (!is(text_of(filter, "type"), "enum") || !is(text_of(filter, "op"), "in") ||
        cJSON_GetArraySize(value) < 1)
        return false;
    filter_push(ask, (struct list_filter_on){.kind = kind, .text = joined(value, NULL)});
    return true;
}

/* [{"agent_id":TEXT}, ...] */
static bool add_agent(struct list_ask *ask, const cJSON *filter)
{
    if (cJSON_GetArraySize(filter) < 1)
        return false;
    filter_push(ask, (struct list_filter_on){.kind = "agent", .text = joined(filter, "agent_id")});
    return true;
}

static bool add(struct list_ask *ask, const cJSON *filter)
{
    const char *name = filter->string;
    return is(name, "start_timestamp") ? add_range(ask, filter)
           : is(name, "duration_ms")   ? add_duration(ask, filter)
           : is(name, "from_number")   ? add_string(ask, "from", filter)
           : is(name, "to_number")     ? add_string(ask, "to", filter)
           : is(name, "call_status")   ? add_enum(ask, "status", filter)
           : is(name, "direction")     ? add_enum(ask, "way", filter)
           : is(name, "agent")         ? add_agent(ask, filter)
                                       : false;
}

static bool read_limit(struct list_ask *ask, const cJSON *body)
{
    const cJSON *sent = cJSON_GetObjectItemCaseSensitive(body, "limit");
    long most = ask->trap.page_max ? ask->trap.page_max : spec_number(ask->spec, "limit", "max");
    long n = sent ? (long)sent->valuedouble : spec_number(ask->spec, "limit", "default");
    ask->limit = n < most ? n : most;
    return n >= 1 && (!sent || cJSON_IsNumber(sent));
}

bool filter_read_body(struct list_ask *ask)
{
    cJSON *body = cJSON_Parse(ask->call->body);
    const cJSON *filter, *filters = cJSON_GetObjectItemCaseSensitive(body, "filter_criteria");
    const char *key = text_of(body, "pagination_key");
    bool good = cJSON_IsObject(body) && read_limit(ask, body);
    cJSON_ArrayForEach(filter, filters)
    {
        good = add(ask, filter) && good;
    }

    ask->place = *key ? xstrdup(key) : NULL;
    ask->ascending = is(text_of(body, "sort_order"), "ascending");
    cJSON_Delete(body);
    return good;
}
