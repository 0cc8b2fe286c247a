/* The JSON form: schema 1, one line for each call. All keys are always present, and their order is
 * part of the format. value_put_json_string escapes what could act on a terminal. Pure. */
#include "print/print.h"

#include "call/value.h"
#include "text/time.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void put_key(struct buf *out, const char *key)
{
    if (out->data[out->len - 1] != '{')
        buf_putc(out, ',');
    buf_printf(out, "\"%s\":", key);
}

static void put_null(struct buf *out)
{
    buf_puts(out, "null");
}

static void field_string(struct buf *out, const char *key, const char *s)
{
    put_key(out, key);
    if (s)
        value_put_json_string(out, s, strlen(s));
    else
        put_null(out);
}

static void field_number(struct buf *out, const char *key, double number)
{
    put_key(out, key);
    if (isfinite(number))
        value_put_json_number(out, number == 0 ? 0 : number); /* no -0 */
    else
        put_null(out);
}

static void field_instant(struct buf *out, const char *key, const struct instant *t)
{
    char text[TIME_TEXT_BYTES];
    put_key(out, key);
    if (!t->known) {
        put_null(out);
        return;
    }
    time_rfc3339(t, text);
    buf_printf(out, "\"%s\"", text);
}

static void field_value(struct buf *out, const char *key, const struct value *v)
{
    put_key(out, key);
    if (v)
        value_put_json(out, v);
    else
        put_null(out);
}

static void put_participant(struct buf *out, const struct participant *p)
{
    buf_putc(out, '{');
    field_string(out, "role", p->role);
    field_string(out, "id", p->id);
    field_string(out, "name", p->name);
    field_string(out, "address", p->address);
    field_string(out, "state", p->state);
    field_instant(out, "joined_at", &p->joined);
    field_instant(out, "left_at", &p->left);
    field_number(out, "duration_s", p->duration_s);
    buf_putc(out, '}');
}

static void put_tool(struct buf *out, const struct tool *t)
{
    put_key(out, "tool");
    if (!t) {
        put_null(out);
        return;
    }
    buf_putc(out, '{');
    field_string(out, "name", t->name);
    field_string(out, "status", t->status);
    field_value(out, "payload", t->payload);
    buf_putc(out, '}');
}

static void put_turn(struct buf *out, const struct turn *t)
{
    buf_putc(out, '{');
    field_string(out, "speaker", t->speaker);
    field_string(out, "class", call_class_name(t->class));
    field_number(out, "start_s", round(t->start_s * 1000) / 1000);
    put_key(out, "text");
    value_put_json_string(out, t->text, t->bytes);
    put_tool(out, t->tool);
    buf_putc(out, '}');
}

static void put_recording(struct buf *out, const struct recording *r)
{
    buf_putc(out, '{');
    field_string(out, "id", r->id);
    field_string(out, "url", r->url);
    field_instant(out, "started_at", &r->started);
    field_instant(out, "ended_at", &r->ended);
    field_number(out, "duration_s", r->duration_s);
    buf_putc(out, '}');
}

static void put_comma(struct buf *out, size_t i)
{
    if (i > 0)
        buf_putc(out, ',');
}

static void put_lists(struct buf *out, const struct call *c)
{
    put_key(out, "participants");
    buf_putc(out, '[');
    for (size_t i = 0; i < c->participant_count; i++) {
        put_comma(out, i);
        put_participant(out, &c->participants[i]);
    }
    buf_putc(out, ']');
    put_key(out, "transcript");
    buf_putc(out, '[');
    for (size_t i = 0; i < c->turn_count; i++) {
        put_comma(out, i);
        put_turn(out, &c->turns[i]);
    }
    buf_putc(out, ']');
    put_key(out, "recordings");
    buf_putc(out, '[');
    for (size_t i = 0; i < c->recording_count; i++) {
        put_comma(out, i);
        put_recording(out, &c->recordings[i]);
    }
    buf_putc(out, ']');
}

static void put_notes(struct buf *out, const struct call *c)
{
    put_key(out, "notes");
    buf_putc(out, '[');
    for (size_t i = 0; i < c->note_count; i++) {
        put_comma(out, i);
        value_put_json_string(out, c->notes[i], strlen(c->notes[i]));
    }
    buf_putc(out, ']');
}

static void put_facts(struct buf *out, const struct call *c)
{
    field_string(out, "status", c->status);
    field_string(out, "direction", c->direction);
    field_instant(out, "created_at", &c->created);
    field_instant(out, "started_at", &c->started);
    field_instant(out, "ended_at", &c->ended);
    field_number(out, "duration_s", c->duration_s);
    field_string(out, "end_reason", c->end_reason);
    field_string(out, "summary", c->summary);
}

void print_json(struct buf *out, const struct call *c)
{
    buf_puts(out, "{\"schema\":1");
    field_string(out, "provider", c->provider);
    field_string(out, "id", c->id);
    put_facts(out, c);
    put_lists(out, c);
    put_key(out, "other");
    if (c->other)
        value_put_json(out, c->other);
    else
        buf_puts(out, "{}");
    put_notes(out, c);
    buf_puts(out, "}\n");
}

static void field_integer(struct buf *out, const char *key, int number, bool given)
{
    put_key(out, key);
    if (given)
        buf_printf(out, "%d", number);
    else
        put_null(out);
}

void print_json_failure(struct buf *out, const char *provider, const char *id,
                        const struct failure *f)
{
    char *shown = print_failed_id(id, f->kind);
    buf_puts(out, "{\"schema\":1");
    field_string(out, "provider", provider);
    field_string(out, "id", shown);
    put_key(out, "error");
    buf_putc(out, '{');
    field_string(out, "kind", failure_kind_name(f->kind));
    field_integer(out, "http_status", f->http_status, f->http_status > 0);
    field_string(out, "code", f->code);
    field_string(out, "message", f->message);
    field_string(out, "request_id", f->request_id);
    field_integer(out, "retry_after_s", f->retry_after_s, f->retry_after_s >= 0);
    buf_puts(out, "}}\n");
    free(shown);
}
