#include "provider/describe_readers.h"

#include "call/failure.h"
#include "provider/sources.h"
#include "provider/variable.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { HEADERS_MAX = 16, MISSING_STATUS_MIN = 400, MISSING_STATUS_MAX = 599, LIST_ROWS_MAX = 1000 };

#define COUNT(array) (sizeof(array) / sizeof *(array))

static enum read read_as(bool ok)
{
    return ok ? READ_DONE : READ_BAD;
}

/* A header name consists of letters, digits, - and _, which is a subset of a token (RFC
 * 9110 5.6.2). Headers that decide where a request goes or how its body is framed are refused. */
static bool header_name_check(const char *name, struct err *e)
{
    static const char *const refused[] = {"Host",       "Content-Length", "Transfer-Encoding",
                                          "Connection", "Expect",         "Accept-Encoding",
                                          "TE",         "Upgrade"};
    for (size_t i = 0; i < COUNT(refused); i++)
        if (strcasecmp(refused[i], name) == 0)
            return err_set(e, "the header '%s' cannot be set", name);
    for (const char *c = name; *c; c++)
        if (!isalnum((unsigned char)*c) && *c != '-' && *c != '_')
            return err_set(e, "'%.40s' is not a header name", name);
    return *name ? true : err_set(e, "a header has the form NAME: VALUE");
}

static bool header_parse(struct draft *d, const char *text, struct header *out, struct err *e)
{
    const char *colon = strchr(text, ':');
    if (!colon)
        return err_set(e, "a header has the form NAME: VALUE");
    char *name = arena_strndup(d->arena, text, (size_t)(colon - text));
    const char *value = colon + 1 + strspn(colon + 1, " \t");
    if (!header_name_check(name, e))
        return false;
    for (const char *c = value; *c; c++)
        if (*c < ' ' || *c > '~')
            return err_set(e, "a header's value must be visible ASCII");
    if (!*value)
        return err_set(e, "a header has the form NAME: VALUE");
    *out = (struct header){name, arena_strdup(d->arena, value)};
    return true;
}

/* A decimal number from 0 to `max` without a sign or leading zeros; -1 if it is not one. */
static int small_number(const char *s, int max)
{
    int n = 0;
    for (const char *c = s; *c; c++) {
        if (!isdigit((unsigned char)*c) || (c > s && n == 0))
            return -1;
        n = n * 10 + (*c - '0');
        if (n > max)
            return -1;
    }
    return *s ? n : -1;
}

/* header, header.2, header.3 ...: an empty value removes the header. */
enum read describe_read_header(struct draft *d, const char *rest, const char *value, struct err *e)
{
    int number = *rest ? small_number(rest + 1, HEADERS_MAX) : 1;
    if (number < 1 || (*rest && (*rest != '.' || number < 2)))
        return READ_UNKNOWN;
    struct header made = {0};
    if (*value && !header_parse(d, value, &made, e))
        return READ_BAD;
    struct provider *p = &d->made;
    size_t count = p->header_count > (size_t)number ? p->header_count : (size_t)number;
    struct header *list = draft_grown(d, p->headers, p->header_count, count, sizeof *list);
    list[number - 1] = made;
    p->headers = list;
    p->header_count = count;
    return READ_DONE;
}

enum read describe_read_error(struct draft *d, const char *code, const char *value, struct err *e)
{
    struct provider *p = &d->made;
    for (int i = 0; i < KIND_COUNT; i++) {
        if (strcmp(kind_rows[i].name, value) != 0)
            continue;
        struct error_code *list =
            draft_grown(d, p->codes, p->code_count, p->code_count + 1, sizeof *list);
        /* The first match wins, so a later row goes to the front and overrides a copied one. */
        memmove(list + 1, list, p->code_count * sizeof *list);
        list[0] = (struct error_code){arena_strdup(d->arena, code), kind_rows[i].kind};
        p->codes = list;
        p->code_count++;
        return READ_DONE;
    }
    return read_as(
        err_set(e,
                "'%.40s' is not a kind of failure: use usage, not_found, auth, rate_limited, "
                "network, provider, refused or other",
                value));
}

/* The variable of that name, added if it is new, in a list that belongs to this draft alone. NULL
 * if there are too many. */
static struct variable *variable_own(struct draft *d, const char *name)
{
    struct provider *p = &d->made;
    const struct variable *old = variable_find(p, name, strlen(name));
    size_t at = old ? (size_t)(old - p->variables) : p->variable_count;
    size_t count = old ? p->variable_count : p->variable_count + 1;
    if (count > VARIABLES_MAX)
        return NULL;
    struct variable *list = draft_grown(d, p->variables, p->variable_count, count, sizeof *list);
    if (!old)
        list[at].name = arena_strdup(d->arena, name);
    p->variables = list;
    p->variable_count = count;
    return &list[at];
}

enum read describe_read_variable_rule(struct draft *d, const char *name, const char *value,
                                      struct err *e)
{
    if (!islower((unsigned char)*name) || strlen(name) > 32 ||
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(name))
        return read_as(
            err_set(e, "a variable's name consists of lower-case letters, digits and '_'"));
    struct variable *v = variable_own(d, name);
    if (!v)
        return read_as(err_set(e, "at most %d variables", VARIABLES_MAX));
    return read_as(variable_rule(d->arena, value, v, e));
}

enum read describe_read_variable(struct draft *d, const char *name, const char *value,
                                 struct err *e)
{
    const struct variable *v = variable_find(&d->made, name, strlen(name));
    if (!v)
        return READ_UNKNOWN;
    if (*value && !variable_fits(v, value, strlen(value)))
        return read_as(err_set(e, "must be %s, not '%.40s'", variable_expects(d->arena, v), value));
    variable_own(d, name)->value = *value ? arena_strdup(d->arena, value) : NULL;
    return READ_DONE;
}

bool describe_read_turns_form(struct draft *d, const char *value, struct err *e)
{
    static const char *const names[] = {[TURNS_AUTO] = "auto",
                                        [TURNS_ROWS] = "rows",
                                        [TURNS_KEYED] = "keyed",
                                        [TURNS_TEXT] = "text"};
    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(names[i], value) == 0) {
            d->made.turns_form = (enum turns_form)i;
            return true;
        }
    return err_set(e, "must be auto, rows, keyed or text");
}

bool describe_read_turns_more(struct draft *d, const char *value, struct err *e)
{
    if (*value && !sources_check_pointer(value, e))
        return false;
    d->made.second.more = *value ? arena_strdup(d->arena, value) : NULL;
    return true;
}

bool describe_read_turns_missing(struct draft *d, const char *value, struct err *e)
{
    int status = *value ? small_number(value, MISSING_STATUS_MAX) : 0;
    if (*value && status < MISSING_STATUS_MIN)
        return err_set(e, "must be an HTTP status from %d to %d", MISSING_STATUS_MIN,
                       MISSING_STATUS_MAX);
    d->made.second.missing_status = status;
    return true;
}

bool describe_read_list_limit(struct draft *d, const char *value, struct err *e)
{
    int rows = *value ? small_number(value, LIST_ROWS_MAX) : 0;
    if (*value && rows < 1)
        return err_set(e, "must be a number from 1 to %d", LIST_ROWS_MAX);
    d->made.list.limit = (size_t)rows;
    return true;
}

bool describe_read_enabled(struct draft *d, const char *value, struct err *e)
{
    bool yes = strcmp(value, "yes") == 0;
    if (!yes && strcmp(value, "no") != 0)
        return err_set(e, "must be yes or no");
    d->made.enabled = yes;
    return true;
}
