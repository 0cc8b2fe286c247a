/* The JSON form: schema 1, one line for each call. All keys are always present, and their order is
 * part of the format. value_put_json_string escapes what could act on a terminal. Pure. */
#include "print/print.h"

#include "call/value.h"
#include "print/json_field.h"
#include "print/json_figures.h"
#include "print/print_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void put_participant(struct buf *out, const void *item)
{
    const struct participant *p = item;
    buf_putc(out, '{');
    json_field_text(out, "role", p->role);
    json_field_text(out, "id", p->id);
    json_field_text(out, "name", p->name);
    json_field_text(out, "address", p->address);
    json_field_text(out, "state", p->state);
    json_field_instant(out, "joined_at", &p->joined);
    json_field_instant(out, "left_at", &p->left);
    json_field_number(out, "duration_s", p->duration_s);
    buf_putc(out, '}');
}

static void put_tool(struct buf *out, const struct tool *t)
{
    json_field_given(out, "tool", t != NULL);
    if (!t)
        return;
    buf_putc(out, '{');
    json_field_text(out, "id", t->id);
    json_field_text(out, "name", t->name);
    json_field_text(out, "status", t->status);
    json_field_value(out, "payload", t->payload);
    json_field_seconds(out, "took_s", t->took_s);
    json_field_text(out, "error", t->error);
    buf_putc(out, '}');
}

static void put_turn(struct buf *out, const struct turn *t, bool replies)
{
    buf_putc(out, '{');
    json_field_text(out, "speaker", t->speaker);
    json_field_text(out, "class", call_class_name(t->class));
    json_field_seconds(out, "start_s", t->start_s);
    json_field_seconds(out, "end_s", t->end_s);
    json_field_seconds(out, "reply_s", replies ? t->reply_s : NAN);
    json_field_truth(out, "interrupted", t->interrupted);
    json_field_key(out, "text");
    value_put_json_string(out, t->text, t->bytes);
    put_tool(out, t->tool);
    buf_putc(out, '}');
}

static void put_transcript(struct buf *out, const struct call *c)
{
    json_field_key(out, "transcript");
    buf_putc(out, '[');
    for (size_t i = 0; i < c->turn_count; i++) {
        buf_puts(out, i > 0 ? "," : "");
        put_turn(out, call_turn(c, i), c->figures.turn_reply);
    }
    buf_putc(out, ']');
}

static void put_recording(struct buf *out, const void *item)
{
    const struct recording *r = item;
    buf_putc(out, '{');
    json_field_text(out, "id", r->id);
    json_field_text(out, "url", r->url);
    json_field_instant(out, "started_at", &r->started);
    json_field_instant(out, "ended_at", &r->ended);
    json_field_number(out, "duration_s", r->duration_s);
    buf_putc(out, '}');
}

static void put_note(struct buf *out, const void *item)
{
    const char *const *note = item;
    value_put_json_string(out, *note, strlen(*note));
}

static void put_link(struct buf *out, const void *item)
{
    const struct given_link *link = item;
    buf_putc(out, '{');
    json_field_text(out, "name", link->name);
    json_field_text(out, "url", link->url);
    buf_putc(out, '}');
}

/* What a call and a row of a list have in common. */
static void put_call(struct buf *out, const struct call *c)
{
    json_field_text(out, "provider", c->provider);
    json_field_text(out, "id", c->id);
    json_field_text(out, "status", c->status);
    json_field_text(out, "direction", c->direction);
    json_field_instant(out, "created_at", &c->created);
    json_field_instant(out, "started_at", &c->started);
    json_field_instant(out, "ended_at", &c->ended);
    json_field_number(out, "duration_s", c->duration_s);
    json_field_text(out, "end_reason", c->end_reason);
    json_field_text(out, "summary", c->summary);
    json_field_list(out, "participants", c->participants, c->participant_count,
                    sizeof *c->participants, put_participant);
}

void print_json(struct buf *out, const struct call *c)
{
    buf_puts(out, "{\"schema\":1");
    put_call(out, c);
    put_transcript(out, c);
    json_field_list(out, "recordings", c->recordings, c->recording_count, sizeof *c->recordings,
                    put_recording);
    json_field_key(out, "other");
    const struct value *other = call_other(c);
    if (other)
        value_put_json(out, other);
    else
        buf_puts(out, "{}");
    json_field_list(out, "notes", c->notes, c->note_count, sizeof *c->notes, put_note);
    json_figures_put(out, &c->figures);
    json_field_list(out, "links", c->given_links, c->given_link_count, sizeof *c->given_links,
                    put_link);
    buf_puts(out, "}\n");
}

void print_rows_json(struct buf *out, const struct print_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        const struct call *c = rows->row(rows->owner, i).call;
        const struct money *cost = &c->figures.cost;
        buf_puts(out, "{\"schema\":1,\"row\":true");
        put_call(out, c);
        if (json_field_given(out, "cost", cost->currency != NULL)) {
            buf_putc(out, '{');
            json_field_amount(out, cost->amount);
            json_field_text(out, "currency", cost->currency);
            buf_putc(out, '}');
        }
        buf_puts(out, "}\n");
    }
}

static void field_integer(struct buf *out, const char *key, int number, bool given)
{
    if (json_field_given(out, key, given))
        buf_printf(out, "%d", number);
}

void print_json_failure(struct buf *out, const char *provider, const char *id,
                        const struct failure *f)
{
    char *shown = print_failed_id(id, f->kind);
    buf_puts(out, "{\"schema\":1");
    json_field_text(out, "provider", provider);
    json_field_text(out, "id", shown);
    json_field_key(out, "error");
    buf_putc(out, '{');
    json_field_text(out, "kind", failure_kind_name(f->kind));
    field_integer(out, "http_status", f->http_status, f->http_status > 0);
    json_field_text(out, "code", f->code);
    json_field_text(out, "message", f->message);
    json_field_text(out, "request_id", f->request_id);
    field_integer(out, "retry_after_s", f->retry_after_s, f->retry_after_s >= 0);
    buf_puts(out, "}}\n");
    free(shown);
}
