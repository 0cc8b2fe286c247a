/* A pass before cJSON bounds the depth and the number of values, enforces the grammar of RFC 8259
 * where cJSON is lax (01, 1., control characters as blanks), and repairs what cJSON would refuse or
 * cut off. cJSON's tree is freed before json_parse returns. */
#include "provider/json.h"

#include "base/alloc.h"
#include "text/utf8.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    NUMBER_COPY_BYTES = 60, /* cJSON cuts numbers at 63 */
    NUMBER_SAFE_BYTES = 15, /* digits that always survive a double */
    NUMBER_DIGITS = 17,     /* no double needs more */
    NUMBER_EXPONENT = 400   /* beyond this every double is 0 or infinite */
};

static const char replacement[] = "\\ufffd";
static const char short_escapes[] = "\"\\/bfnrt";

struct scan {
    const char *in;
    size_t n, at;
    struct buf out;
    size_t values;
    int depth;
    struct err *e;
};

static bool bad(struct scan *s, size_t at)
{
    return err_set(s->e, "not JSON at byte %zu", at + 1);
}

/* The UTF-16 code unit of the \uXXXX at `at`; -1 if there is none. */
static int code_unit(const struct scan *s, size_t at)
{
    char digits[4 + 1] = "";
    if (at > s->n || s->n - at < 6 || s->in[at] != '\\' || s->in[at + 1] != 'u')
        return -1;
    memcpy(digits, s->in + at + 2, 4);
    if (strspn(digits, "0123456789abcdefABCDEF") < 4)
        return -1;
    return (int)strtol(digits, NULL, 16);
}

/* Copies \uXXXX, or both of a surrogate pair; replaces a lone surrogate and \u0000. */
static bool scan_code_unit(struct scan *s)
{
    int unit = code_unit(s, s->at);
    if (unit < 0)
        return bad(s, s->at);
    size_t used = 6;
    bool good = unit && (unit < 0xd800 || unit > 0xdfff);
    if (unit >= 0xd800 && unit < 0xdc00) {
        int low = code_unit(s, s->at + 6);
        good = low >= 0xdc00 && low <= 0xdfff;
        used = good ? 12 : 6;
    }
    if (good)
        buf_add(&s->out, s->in + s->at, used);
    else
        buf_puts(&s->out, replacement);
    s->at += used;
    return true;
}

/* An escape that is not copied as it is. */
static bool scan_escape(struct scan *s)
{
    if (s->n - s->at < 2)
        return bad(s, s->at);
    return s->in[s->at + 1] == 'u' ? scan_code_unit(s) : bad(s, s->at);
}

/* A tab or a line end that was not escaped; other control characters are replaced. */
static const char *escape_of(int codepoint)
{
    return codepoint == '\t'   ? "\\t"
           : codepoint == '\n' ? "\\n"
           : codepoint == '\r' ? "\\r"
                               : replacement;
}

static void scan_odd_byte(struct scan *s)
{
    int codepoint;
    size_t used = utf8_read(s->in + s->at, s->n - s->at, &codepoint);
    if (codepoint >= 0x20)
        buf_add(&s->out, s->in + s->at, used);
    else
        buf_puts(&s->out, escape_of(codepoint));
    s->at += used;
}

static bool is_plain(char c)
{
    return c >= 0x20 && (unsigned char)c < 0x80 && c != '"' && c != '\\';
}

/* The bytes at the beginning that are copied as they are: plain ones, and escapes of two bytes. */
static size_t good_bytes(const char *s, size_t n)
{
    size_t at = 0;
    for (;;) {
        while (at < n && is_plain(s[at]))
            at++;
        if (n - at < 2 || s[at] != '\\' || !s[at + 1] || !strchr(short_escapes, s[at + 1]))
            return at;
        at += 2;
    }
}

static bool scan_string(struct scan *s)
{
    size_t start = s->at++;
    buf_putc(&s->out, '"');
    while (s->at < s->n) {
        size_t run = good_bytes(s->in + s->at, s->n - s->at);
        buf_add(&s->out, s->in + s->at, run);
        s->at += run;
        if (s->at == s->n)
            break;
        if (s->in[s->at] == '"')
            return s->at++, buf_putc(&s->out, '"');
        if (s->in[s->at] != '\\')
            scan_odd_byte(s);
        else if (!scan_escape(s))
            return false;
    }
    return bad(s, start);
}

static size_t digits_at(const struct scan *s, size_t at)
{
    size_t n = 0;
    while (at + n < s->n && s->in[at + n] >= '0' && s->in[at + n] <= '9')
        n++;
    return n;
}

static bool byte_is(const struct scan *s, size_t at, const char *set)
{
    return at < s->n && s->in[at] && strchr(set, s->in[at]);
}

/* The length of the number here, by the grammar of RFC 8259 section 6; 0 if there is none. */
static size_t number_bytes(const struct scan *s)
{
    size_t at = s->at + byte_is(s, s->at, "-");
    size_t integer = digits_at(s, at);
    if (!integer || (integer > 1 && s->in[at] == '0'))
        return 0;
    at += integer;
    if (byte_is(s, at, ".")) {
        size_t fraction = digits_at(s, at + 1);
        if (!fraction)
            return 0;
        at += 1 + fraction;
    }
    if (byte_is(s, at, "eE")) {
        at += 1 + byte_is(s, at + 1, "+-");
        size_t exponent = digits_at(s, at);
        if (!exponent)
            return 0;
        at += exponent;
    }
    return at - s->at;
}

/* A decimal number: 0.DIGITS * 10^point, without zeros at either end; no digits: zero. */
struct decimal {
    char digits[NUMBER_DIGITS + 1];
    size_t count; /* may be more than are kept */
    long long point;
};

static long long exponent_of(const char *s, size_t n)
{
    bool minus = n && *s == '-';
    long long value = 0;
    for (size_t i = 0; i < n; i++)
        if (s[i] >= '0' && s[i] <= '9' && value < 1000000000000)
            value = value * 10 + (s[i] - '0');
    return minus ? -value : value;
}

static struct decimal decimal_of(const char *s, size_t n)
{
    struct decimal d = {.count = 0};
    bool fraction = false;
    size_t i = 0, digits = 0; /* from the first that is not 0 */
    for (; i < n && s[i] != 'e' && s[i] != 'E'; i++) {
        fraction |= s[i] == '.';
        if (s[i] < '0' || s[i] > '9')
            continue;
        bool leading = !digits && s[i] == '0';
        d.point += fraction ? -leading : !leading;
        if (!leading && digits++ < NUMBER_DIGITS)
            d.digits[digits - 1] = s[i];
        if (s[i] != '0')
            d.count = digits;
    }
    if (i < n)
        d.point += exponent_of(s + i + 1, n - i - 1);
    return d;
}

static bool decimal_same(const struct decimal *a, const struct decimal *b)
{
    if (a->count != b->count)
        return false;
    return !a->count || (a->point == b->point && !memcmp(a->digits, b->digits, a->count));
}

/* Whether a double can hold the number: its shortest digits name the same one. */
static bool number_fits(const char *s, size_t n, double *value)
{
    struct decimal asked = decimal_of(s, n);
    if (!asked.count)
        return *value = *s == '-' ? -0.0 : 0.0, true;
    if (asked.count > NUMBER_DIGITS || llabs(asked.point) > NUMBER_EXPONENT)
        return false;
    struct buf text = {0};
    buf_printf(&text, "%s0.%.*se%lld", *s == '-' ? "-" : "", (int)asked.count, asked.digits,
               asked.point);
    *value = strtod(buf_str(&text), NULL);
    buf_clear(&text);
    value_put_json_number(&text, *value);
    struct decimal held = decimal_of(buf_str(&text), text.len);
    buf_done(&text);
    return isfinite(*value) && decimal_same(&asked, &held);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* A number or word must be followed by something else: cJSON would read `01` as 1. A colon may not
 * follow, because names are strings, and a number that becomes a string here would pass for one. */
static bool ends_here(const struct scan *s)
{
    if (s->at == s->n)
        return true;
    char c = s->in[s->at];
    return c == ',' || c == ']' || c == '}' || is_blank(c);
}

static bool scan_number(struct scan *s)
{
    size_t n = number_bytes(s);
    const char *text = s->in + s->at;
    double value;
    s->at += n;
    if (!n || !ends_here(s))
        return bad(s, s->at);
    if (n <= NUMBER_SAFE_BYTES && !memchr(text, 'e', n) && !memchr(text, 'E', n))
        return buf_add(&s->out, text, n);
    if (!number_fits(text, n, &value)) {
        buf_putc(&s->out, '"');
        buf_add(&s->out, text, n);
        buf_putc(&s->out, '"');
    } else if (n <= NUMBER_COPY_BYTES) {
        buf_add(&s->out, text, n);
    } else {
        value_put_json_number(&s->out, value);
    }
    return true;
}

static bool scan_word(struct scan *s)
{
    static const char *const words[] = {"null", "true", "false"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if (s->n - s->at < n || memcmp(s->in + s->at, words[i], n) != 0)
            continue;
        s->at += n;
        return ends_here(s) ? buf_puts(&s->out, words[i]) : bad(s, s->at);
    }
    return bad(s, s->at);
}

static bool scan_mark(struct scan *s, char c)
{
    if (c == '[' || c == '{') {
        if (++s->depth > JSON_MAX_DEPTH)
            return err_set(s->e, "more than %d levels deep", JSON_MAX_DEPTH);
    } else if (c == ']' || c == '}') {
        s->depth--;
    } else if (c == ':' && s->values) {
        s->values--; /* the string before the colon is a name, not a value */
    }
    s->at++;
    return buf_putc(&s->out, c);
}

static bool scan_token(struct scan *s)
{
    char c = s->in[s->at];
    if (is_blank(c))
        return s->at++, buf_putc(&s->out, ' ');
    if (c == ',' || c == ':' || c == ']' || c == '}')
        return scan_mark(s, c);
    if (++s->values > JSON_MAX_VALUES)
        return err_set(s->e, "more than %d values", JSON_MAX_VALUES);
    if (c == '[' || c == '{')
        return scan_mark(s, c);
    if (c == '"')
        return scan_string(s);
    return byte_is(s, s->at, "-0123456789") ? scan_number(s) : scan_word(s);
}

static enum value_type type_of(const cJSON *node)
{
    switch (node->type & 0xff) {
    case cJSON_False:
    case cJSON_True:
        return VALUE_BOOL;
    case cJSON_Number:
        return VALUE_NUMBER;
    case cJSON_String:
        return VALUE_STRING;
    case cJSON_Array:
        return VALUE_ARRAY;
    case cJSON_Object:
        return VALUE_OBJECT;
    default:
        return VALUE_NULL;
    }
}

static struct value *convert(struct arena *a, const cJSON *node)
{
    struct value *v = value_new(a, type_of(node)), *tail = NULL;
    v->name = arena_strdup(a, node->string);
    if (v->type == VALUE_BOOL)
        v->truth = cJSON_IsTrue(node);
    else if (v->type == VALUE_NUMBER)
        v->number = node->valuedouble;
    else if (v->type == VALUE_STRING) {
        v->bytes = strlen(node->valuestring);
        v->text = arena_strndup(a, node->valuestring, v->bytes);
    }
    for (const cJSON *child = node->child; child; child = child->next)
        value_append(v, convert(a, child), &tail);
    return v;
}

static struct value *parse_clean(struct arena *a, const struct buf *clean, struct err *e)
{
    cJSON_Hooks hooks = {.malloc_fn = xmalloc, .free_fn = free};
    cJSON_InitHooks(&hooks);
    const char *text = buf_str(clean), *end = text;
    cJSON *tree = cJSON_ParseWithLengthOpts(text, clean->len + 1, &end, true);
    if (!tree) {
        err_set(e, "not JSON near byte %zu", (size_t)(end - text) + 1);
        return NULL;
    }
    struct value *root = convert(a, tree);
    cJSON_Delete(tree);
    return root;
}

/* The beginning of a JSON text in UTF-16: a mark, or an ASCII character (RFC 4627, 3). */
static bool is_utf16(const char *s, size_t n)
{
    return n >= 2 && (!memcmp(s, "\xff\xfe", 2) || !memcmp(s, "\xfe\xff", 2) || !s[0] != !s[1]);
}

struct value *json_parse(struct arena *a, const char *bytes, size_t n, struct err *e)
{
    static const char mark[] = "\xef\xbb\xbf";
    struct scan s = {.in = bytes, .n = n, .e = e};
    struct value *root = NULL;
    if (is_utf16(bytes, n)) {
        err_set(e, "not JSON in UTF-8: the text is in UTF-16");
        return NULL;
    }
    if (n >= 3 && !memcmp(bytes, mark, 3))
        s.at = 3;
    bool good = true;
    buf_reserve(&s.out, n);
    while (good && s.at < n)
        good = scan_token(&s);
    if (good)
        root = parse_clean(a, &s.out, e);
    buf_done(&s.out);
    return root;
}

void json_version(struct buf *compiled, struct buf *running)
{
    buf_printf(compiled, "%d.%d.%d", CJSON_VERSION_MAJOR, CJSON_VERSION_MINOR, CJSON_VERSION_PATCH);
    buf_puts(running, cJSON_Version());
}
