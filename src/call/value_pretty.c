/* JSON as people read it. */
#include "call/value.h"

#include <string.h>

enum { INDENT_COLS = 2 };

void json_shorten(struct buf *out, const char *json, size_t n)
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
    json_string(&json, s, bytes);
    json_shorten(out, buf_str(&json), json.len);
    buf_done(&json);
}

static void put_line(struct buf *out, int depth)
{
    buf_putc(out, '\n');
    for (int i = 0; i < depth * INDENT_COLS; i++)
        buf_putc(out, ' ');
}

static void put_value(struct buf *out, const struct value *v, int depth)
{
    bool object = v->type == VALUE_OBJECT;
    if (v->type == VALUE_STRING) {
        put_short(out, v->text, v->bytes);
        return;
    }
    if (!v->child) {
        value_json(out, v);
        return;
    }
    buf_putc(out, object ? '{' : '[');
    for (const struct value *child = v->child; child; child = child->next) {
        put_line(out, depth + 1);
        if (object) {
            put_short(out, child->name, strlen(child->name));
            buf_puts(out, ": ");
        }
        put_value(out, child, depth + 1);
        buf_puts(out, child->next ? "," : "");
    }
    put_line(out, depth);
    buf_putc(out, object ? '}' : ']');
}

void value_pretty(struct buf *out, const struct value *v)
{
    put_value(out, v, 0);
}
