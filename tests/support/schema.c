#include "tests/support/schema.h"

#include "base/alloc.h"
#include "tests/support/scratch.h"
#include "text/utf8.h"

#include <cJSON.h>
#include <math.h>
#include <regex.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct schema {
    cJSON *root;
};

/* The position in the value, and the reason why it is not valid (NULL: not wanted). */
struct place {
    const cJSON *root; /* of the schema */
    const char *path;
    struct buf *why;
};

static bool check(const struct place *at, const cJSON *schema, const cJSON *value);

struct schema *schema_read(const char *path)
{
    char *text = scratch_read(".", path);
    struct schema *s = xmalloc(sizeof *s);
    *s = (struct schema){.root = text ? cJSON_Parse(text) : NULL};
    if (!s->root)
        fail_msg("%s: expected a JSON Schema", path);
    free(text);
    return s;
}

void schema_free(struct schema *s)
{
    cJSON_Delete(s->root);
    free(s);
}

static bool wrong(const struct place *at, const char *what, const cJSON *value)
{
    if (!at->why)
        return false;
    char *shown = cJSON_PrintUnformatted(value);
    buf_printf(at->why, "%s: %s: %.200s\n", at->path, what, shown ? shown : "");
    cJSON_free(shown);
    return false;
}

/* The same for a member or an element. */
static bool check_member(const struct place *at, const char *name, const cJSON *schema,
                         const cJSON *value)
{
    char *path = xasprintf("%s/%s", at->path, name);
    struct place below = {at->root, path, at->why};
    bool holds = check(&below, schema, value);
    free(path);
    return holds;
}

static const char *type_of(const cJSON *value)
{
    if (cJSON_IsObject(value))
        return "object";
    if (cJSON_IsArray(value))
        return "array";
    if (cJSON_IsString(value))
        return "string";
    if (cJSON_IsNumber(value))
        return "number";
    return cJSON_IsBool(value) ? "boolean" : "null";
}

static bool is_type(const char *name, const cJSON *value)
{
    bool whole = cJSON_IsNumber(value) && value->valuedouble == floor(value->valuedouble);
    return strcmp(name, type_of(value)) == 0 || (whole && strcmp(name, "integer") == 0);
}

static bool check_type(const struct place *at, const cJSON *type, const cJSON *value)
{
    const cJSON *one;
    if (cJSON_IsString(type) && is_type(type->valuestring, value))
        return true;
    cJSON_ArrayForEach(one, type)
    {
        if (is_type(one->valuestring, value))
            return true;
    }
    return wrong(at, "has another type", value);
}

static bool check_const(const struct place *at, const cJSON *expected, const cJSON *value)
{
    return cJSON_Compare(expected, value, true) || wrong(at, "is another value", value);
}

static bool check_enum(const struct place *at, const cJSON *list, const cJSON *value)
{
    const cJSON *one;
    cJSON_ArrayForEach(one, list)
    {
        if (cJSON_Compare(one, value, true))
            return true;
    }
    return wrong(at, "is none of the values", value);
}

static bool check_properties(const struct place *at, const cJSON *list, const cJSON *value)
{
    const cJSON *one;
    bool holds = true;
    cJSON_ArrayForEach(one, list)
    {
        const cJSON *member = cJSON_GetObjectItemCaseSensitive(value, one->string);
        holds = (!member || check_member(at, one->string, one, member)) && holds;
    }
    return holds;
}

static bool check_required(const struct place *at, const cJSON *names, const cJSON *value)
{
    const cJSON *one;
    cJSON_ArrayForEach(one, names)
    {
        if (cJSON_IsObject(value) && !cJSON_GetObjectItemCaseSensitive(value, one->valuestring))
            return wrong(at, one->valuestring, value);
    }
    return true;
}

/* Our schemas only use `false`. A name that appears twice is an error too. */
static bool check_no_others(const struct place *at, const cJSON *schema, const cJSON *value)
{
    const cJSON *known = cJSON_GetObjectItemCaseSensitive(schema, "properties"), *one;
    const cJSON *object = cJSON_IsObject(value) ? value : NULL;
    cJSON_ArrayForEach(one, object)
    {
        if (!cJSON_GetObjectItemCaseSensitive(known, one->string))
            return wrong(at, "has a member that is not known", one);
        if (cJSON_GetObjectItemCaseSensitive(value, one->string) != one)
            return wrong(at, "has a member twice", one);
    }
    return true;
}

static bool check_items(const struct place *at, const cJSON *schema, const cJSON *value)
{
    const cJSON *one, *array = cJSON_IsArray(value) ? value : NULL;
    bool holds = true;
    size_t i = 0;
    cJSON_ArrayForEach(one, array)
    {
        char *number = xasprintf("%zu", i++);
        holds = check_member(at, number, schema, one) && holds;
        free(number);
    }
    return holds;
}

static bool check_one_of(const struct place *at, const cJSON *list, const cJSON *value)
{
    const struct place quiet = {at->root, at->path, NULL};
    const cJSON *one;
    int fits = 0;
    cJSON_ArrayForEach(one, list)
    {
        fits += check(&quiet, one, value);
    }
    if (fits == 1)
        return true;
    wrong(at, fits ? "is several of the choices" : "is none of the choices, for", value);
    cJSON_ArrayForEach(one, list)
    {
        check(at, one, value);
    }
    return false;
}

static bool check_pattern(const struct place *at, const cJSON *pattern, const cJSON *value)
{
    regex_t compiled;
    if (!cJSON_IsString(value))
        return true;
    if (regcomp(&compiled, pattern->valuestring, REG_EXTENDED | REG_NOSUB) != 0)
        fail_msg("the schema's pattern '%s' is none", pattern->valuestring);
    bool fits = regexec(&compiled, value->valuestring, 0, NULL, 0) == 0;
    regfree(&compiled);
    return fits || wrong(at, "does not fit the pattern", value);
}

static double chars_of(const char *s)
{
    size_t n = strlen(s);
    double chars = 0;
    for (int codepoint; n > 0; chars++) {
        size_t bytes = utf8_read(s, n, &codepoint);
        s += bytes;
        n -= bytes;
    }
    return chars;
}

static bool check_bound(const struct place *at, const cJSON *bound, const cJSON *value)
{
    bool length = strstr(bound->string, "Length") != NULL;
    if (length ? !cJSON_IsString(value) : !cJSON_IsNumber(value))
        return true;
    double size = length ? chars_of(value->valuestring) : value->valuedouble;
    bool fits = strncmp(bound->string, "min", 3) == 0 ? size >= bound->valuedouble
                                                      : size <= bound->valuedouble;
    return fits || wrong(at, bound->string, value);
}

static bool check_ref(const struct place *at, const cJSON *ref, const cJSON *value)
{
    static const char place[] = "#/$defs/";
    const cJSON *all = cJSON_GetObjectItemCaseSensitive(at->root, "$defs"), *named = NULL;
    if (strncmp(ref->valuestring, place, strlen(place)) == 0)
        named = cJSON_GetObjectItemCaseSensitive(all, ref->valuestring + strlen(place));
    if (!named)
        fail_msg("the schema has no '%s'", ref->valuestring);
    return check(at, named, value);
}

static const struct {
    const char *name;
    bool (*check)(const struct place *at, const cJSON *keyword, const cJSON *value);
} keywords[] = {
    {"type", check_type},
    {"const", check_const},
    {"enum", check_enum},
    {"required", check_required},
    {"items", check_items},
    {"oneOf", check_one_of},
    {"pattern", check_pattern},
    {"minLength", check_bound},
    {"maxLength", check_bound},
    {"minimum", check_bound},
    {"maximum", check_bound},
    {"$ref", check_ref},
    {"$schema", NULL},
    {"$defs", NULL},
    {"title", NULL},
    {"description", NULL},
    {"additionalProperties", NULL},
    {"properties", check_properties},
};

static bool check_keyword(const struct place *at, const cJSON *keyword, const cJSON *value)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (strcmp(keywords[i].name, keyword->string) == 0)
            return !keywords[i].check || keywords[i].check(at, keyword, value);
    fail_msg("the schema has the keyword '%s', which is not checked here", keyword->string);
    return false;
}

static bool check(const struct place *at, const cJSON *schema, const cJSON *value)
{
    const cJSON *keyword;
    bool holds = true;
    cJSON_ArrayForEach(keyword, schema)
    {
        holds = check_keyword(at, keyword, value) && holds;
    }
    if (cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(schema, "additionalProperties")))
        holds = check_no_others(at, schema, value) && holds;
    return holds;
}

bool schema_holds(const struct schema *s, const char *json, size_t bytes, struct buf *why)
{
    const struct place top = {s->root, "", why};
    const char *end = NULL;
    cJSON *value = cJSON_ParseWithLengthOpts(json, bytes, &end, false);
    bool whole = value && end && end + strspn(end, " \n") >= json + bytes;
    bool holds = whole && check(&top, s->root, value);
    if (!whole)
        buf_printf(why, "no JSON: %.200s\n", json);
    cJSON_Delete(value);
    return holds;
}
