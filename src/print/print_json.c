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

/* Appends the key, and null unless the value is given. Returns `given`. */
static bool put_key_of(struct buf *out, const char *key, bool given)
{
    put_key(out, key);
    if (!given)
        buf_puts(out, "null");
    return given;
}

static void field_string(struct buf *out, const char *key, const char *s)
{
    if (put_key_of(out, key, s != NULL))
        value_put_json_string(out, s, strlen(s));
}

static void field_number(struct buf *out, const char *key, double number)
{
    if (put_key_of(out, key, isfinite(number)))
        value_put_json_number(out, number == 0 ? 0 : number); /* no -0 */
}

static void field_instant(struct buf *out, const char *key, const struct instant *t)
{
    char text[TIME_TEXT_BYTES];
    time_rfc3339(t, text);
    if (put_key_of(out, key, t->known))
        buf_printf(out, "\"%s\"", text);
}

static void put_participant(struct buf *out, const void *item)
{
    const struct participant *p = item;
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
    if (!put_key_of(out, "tool", t != NULL))
        return;
    buf_putc(out, '{');
    field_string(out, "name", t->name);
    field_string(out, "status", t->status);
    if (put_key_of(out, "payload", t->payload != NULL))
        value_put_json(out, t->payload);
    buf_putc(out, '}');
}

static void put_turn(struct buf *out, const void *item)
{
    const struct turn *t = item;
    buf_putc(out, '{');
    field_string(out, "speaker", t->speaker);
    field_string(out, "class", call_class_name(t->class));
    field_number(out, "start_s", round(t->start_s * 1000) / 1000);
    field_number(out, "end_s", round(t->end_s * 1000) / 1000);
    put_key(out, "text");
    value_put_json_string(out, t->text, t->bytes);
    put_tool(out, t->tool);
    buf_putc(out, '}');
}

static void put_recording(struct buf *out, const void *item)
{
    const struct recording *r = item;
    buf_putc(out, '{');
    field_string(out, "id", r->id);
    field_string(out, "url", r->url);
    field_instant(out, "started_at", &r->started);
    field_instant(out, "ended_at", &r->ended);
    field_number(out, "duration_s", r->duration_s);
    buf_putc(out, '}');
}

static void put_note(struct buf *out, const void *item)
{
    const char *const *note = item;
    value_put_json_string(out, *note, strlen(*note));
}

/* Appends `count` items of `bytes` each. */
static void field_list(struct buf *out, const char *key, const void *items, size_t count,
                       size_t bytes, void (*put)(struct buf *out, const void *item))
{
    put_key(out, key);
    buf_putc(out, '[');
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, i > 0 ? "," : "");
        put(out, (const char *)items + i * bytes);
    }
    buf_putc(out, ']');
}

void print_json(struct buf *out, const struct call *c)
{
    buf_puts(out, "{\"schema\":1");
    field_string(out, "provider", c->provider);
    field_string(out, "id", c->id);
    field_string(out, "status", c->status);
    field_string(out, "direction", c->direction);
    field_instant(out, "created_at", &c->created);
    field_instant(out, "started_at", &c->started);
    field_instant(out, "ended_at", &c->ended);
    field_number(out, "duration_s", c->duration_s);
    field_string(out, "end_reason", c->end_reason);
    field_string(out, "summary", c->summary);
    field_list(out, "participants", c->participants, c->participant_count, sizeof *c->participants,
               put_participant);
    field_list(out, "transcript", c->turns, c->turn_count, sizeof *c->turns, put_turn);
    field_list(out, "recordings", c->recordings, c->recording_count, sizeof *c->recordings,
               put_recording);
    put_key(out, "other");
    if (c->other)
        value_put_json(out, c->other);
    else
        buf_puts(out, "{}");
    field_list(out, "notes", c->notes, c->note_count, sizeof *c->notes, put_note);
    buf_puts(out, "}\n");
}

static void field_integer(struct buf *out, const char *key, int number, bool given)
{
    if (put_key_of(out, key, given))
        buf_printf(out, "%d", number);
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
