/* Values as JSON for people: indented, or cut to a length. */
#include "call/value.h"
#include "text/utf8.h"

#include <string.h>

enum { INDENT_COLS = 2 };

void value_shorten_json(struct buf *out, const char *json, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool escape = json[i] == '\\' && i + 1 < n;
        if (escape && n - i >= 6 && memcmp(json + i, "\\u000", 5) == 0 &&
            strchr("9ad", json[i + 5])) {
            buf_puts(out, json[i + 5] == '9' ? "\\t" : json[i + 5] == 'a' ? "\\n" : "\\r");
            i += 5;
            continue;
        }
        buf_putc(out, json[i]);
        if (escape)
            buf_putc(out, json[++i]);
    }
}

static void put_short(struct buf *out, const char *s, size_t bytes)
{
    struct buf json = {0};
    value_put_json_string(&json, s, bytes);
    value_shorten_json(out, buf_str(&json), json.len);
    buf_done(&json);
}

static void put_value(struct buf *out, const struct value *v, int depth, size_t max)
{
    bool object = v->type == VALUE_OBJECT;
    if (v->type == VALUE_STRING) {
        put_short(out, v->text, v->bytes);
        return;
    }
    if (!value_first(v)) {
        value_put_json(out, v);
        return;
    }
    buf_putc(out, object ? '{' : '[');
    for (const struct value *child = value_first(v); child && out->len < max; child = child->next) {
        buf_printf(out, "\n%*s", (depth + 1) * INDENT_COLS, "");
        if (object) {
            put_short(out, child->name, strlen(child->name));
            buf_puts(out, ": ");
        }
        put_value(out, child, depth + 1, max);
        if (out->len < max)
            buf_puts(out, child->next ? "," : "");
    }
    if (out->len >= max)
        return;
    buf_printf(out, "\n%*s", depth * INDENT_COLS, "");
    buf_putc(out, object ? '}' : ']');
}

bool value_put_pretty(struct buf *out, const struct value *v, size_t max)
{
    size_t begin = out->len;
    put_value(out, v, 0, begin + max);
    return out->len - begin < max;
}

void value_put_brief(struct buf *out, const struct value *v, size_t max)
{
    bool object = v->type == VALUE_OBJECT;
    if (v->type == VALUE_STRING) {
        put_short(out, v->text, utf8_prefix_bytes(v->text, v->bytes, max));
        return;
    }
    if (!value_first(v)) {
        value_put_json(out, v);
        return;
    }
    buf_putc(out, object ? '{' : '[');
    for (const struct value *child = value_first(v); child && out->len < max; child = child->next) {
        if (object) {
            put_short(out, child->name, utf8_prefix_bytes(child->name, strlen(child->name), max));
            buf_putc(out, ':');
        }
        value_put_brief(out, child, max);
        buf_puts(out, child->next ? "," : "");
    }
    buf_putc(out, object ? '}' : ']');
}
