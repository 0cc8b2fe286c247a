#include "print/json_field.h"

#include <math.h>
#include <string.h>

void json_field_key(struct buf *out, const char *key)
{
    if (out->data[out->len - 1] != '{')
        buf_putc(out, ',');
    buf_printf(out, "\"%s\":", key);
}

bool json_field_given(struct buf *out, const char *key, bool given)
{
    json_field_key(out, key);
    if (!given)
        buf_puts(out, "null");
    return given;
}

void json_field_text(struct buf *out, const char *key, const char *s)
{
    if (json_field_given(out, key, s != NULL))
        value_put_json_string(out, s, strlen(s));
}

void json_field_number(struct buf *out, const char *key, double number)
{
    if (json_field_given(out, key, isfinite(number)))
        value_put_json_number(out, number == 0 ? 0 : number); /* no -0 */
}

void json_field_seconds(struct buf *out, const char *key, double seconds)
{
    json_field_number(out, key, round(seconds * 1000) / 1000);
}

void json_field_truth(struct buf *out, const char *key, enum truth truth)
{
    if (json_field_given(out, key, truth != TRUTH_UNKNOWN))
        buf_puts(out, truth == TRUTH_YES ? "true" : "false");
}

void json_field_amount(struct buf *out, double amount)
{
    json_field_number(out, "amount", round(amount * 1e6) / 1e6);
}

void json_field_instant(struct buf *out, const char *key, const struct instant *t)
{
    char text[TIME_TEXT_BYTES];
    time_rfc3339(t, text);
    if (json_field_given(out, key, t->known))
        buf_printf(out, "\"%s\"", text);
}

void json_field_value(struct buf *out, const char *key, const struct value *v)
{
    if (json_field_given(out, key, v != NULL))
        value_put_json(out, v);
}

void json_field_list(struct buf *out, const char *key, const void *items, size_t count,
                     size_t bytes, void (*put)(struct buf *out, const void *item))
{
    json_field_key(out, key);
    buf_putc(out, '[');
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, i > 0 ? "," : "");
        put(out, (const char *)items + i * bytes);
    }
    buf_putc(out, ']');
}
