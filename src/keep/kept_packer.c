#include "keep/kept_packer.h"

#include "base/alloc.h"
#include "keep/gzip.h"
#include "text/time.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { PIECE_BYTES = 64 * 1024, STATUS_OK = 200 };

struct kept_packer {
    const struct kept_call *call;
    struct gzip *gzip;
    struct buf text;         /* what is packed next */
    size_t document, at;     /* how far the documents, or the masked call, are packed */
    size_t text_bytes;       /* packed so far */
    const struct buf *bytes; /* NULL: not done */
};

static void pack(struct kept_packer *p, const char *bytes, size_t n)
{
    p->text_bytes += n;
    gzip_add(p->gzip, bytes, n);
}

/* Packs what is in the buffer, and empties it. */
static void pack_text(struct kept_packer *p)
{
    pack(p, buf_str(&p->text), p->text.len);
    buf_clear(&p->text);
}

/* ---- the head ---- */

static void put_text(struct buf *out, const char *name, const char *text)
{
    buf_printf(out, ",\"%s\":", name);
    value_put_json_string(out, text, strlen(text));
}

static void put_time(struct buf *out, const char *name, int64_t us)
{
    char text[TIME_TEXT_BYTES];
    time_rfc3339(&(struct instant){.us = us, .known = true}, text);
    put_text(out, name, text);
}

static void put_note(struct buf *out, const struct kept_call *k)
{
    if (!k->turns_note)
        return;
    buf_printf(out, ",\"turns_note\":{\"kind\":\"%s\"", failure_kind_name(k->turns_kind));
    put_text(out, "text", k->turns_note);
    buf_putc(out, '}');
}

static void pack_head(struct kept_packer *p)
{
    const struct kept_head *head = &p->call->head;
    buf_printf(&p->text, "{\"schema\":%d", KEPT_CALL_SCHEMA);
    put_text(&p->text, "provider", head->provider);
    put_text(&p->text, "id", head->id);
    put_time(&p->text, "first_kept_at", head->first_kept_us);
    put_time(&p->text, "kept_at", head->kept_us);
    buf_printf(&p->text, ",\"masked\":%s", p->call->masked ? "true" : "false");
    put_note(&p->text, p->call);
    buf_puts(&p->text, p->call->masked ? ",\"call\":" : ",\"documents\":[");
    pack_text(p);
}

/* ---- the answers ---- */

static void begin_document(struct kept_packer *p, const struct kept_document *d)
{
    buf_puts(&p->text, p->document ? ",{\"name\":" : "{\"name\":");
    value_put_json_string(&p->text, d->name, strlen(d->name));
    if (d->http_status != STATUS_OK)
        buf_printf(&p->text, ",\"status\":%d", d->http_status);
    buf_puts(&p->text, ",\"body\":\"");
    pack_text(p);
}

/* A piece of the body, which ends where a character does, as a part of a JSON string, without the
 * quotes around it. */
static void pack_piece(struct kept_packer *p, const struct kept_document *d)
{
    size_t left = d->count - p->at, n = utf8_prefix_bytes(d->bytes + p->at, left, PIECE_BYTES);
    if (!n)
        n = left < PIECE_BYTES ? left : PIECE_BYTES;
    value_put_json_string(&p->text, d->bytes + p->at, n);
    pack(p, p->text.data + 1, p->text.len - 2);
    buf_clear(&p->text);
    p->at += n;
}

static void step_document(struct kept_packer *p)
{
    const struct kept_document *d = &p->call->documents[p->document];
    if (p->at == 0)
        begin_document(p, d);
    if (p->at < d->count)
        pack_piece(p, d);
    if (p->at < d->count)
        return;
    pack(p, "\"}", 2);
    p->document++;
    p->at = 0;
}

static void step_masked(struct kept_packer *p)
{
    size_t n = strnlen(p->call->masked + p->at, PIECE_BYTES);
    pack(p, p->call->masked + p->at, n);
    p->at += n;
}

static bool is_all(const struct kept_packer *p)
{
    const struct kept_call *k = p->call;
    return k->masked ? !k->masked[p->at] : p->document == k->document_count;
}

struct kept_packer *kept_packer_new(const struct kept_call *k)
{
    struct kept_packer *p = xcalloc(1, sizeof *p);
    p->call = k;
    p->gzip = gzip_new();
    pack_head(p);
    return p;
}

void kept_packer_free(struct kept_packer *p)
{
    if (!p)
        return;
    gzip_free(p->gzip);
    buf_done(&p->text);
    free(p);
}

bool kept_packer_step(struct kept_packer *p, int64_t until_ms)
{
    while (!p->bytes) {
        if (is_all(p)) {
            buf_puts(&p->text, p->call->masked ? "}\n" : "]}\n");
            pack_text(p);
            p->bytes = gzip_end(p->gzip);
        } else if (p->call->masked) {
            step_masked(p);
        } else {
            step_document(p);
        }
        if (!p->bytes && time_now_ms() >= until_ms)
            return true;
    }
    return false;
}

const struct buf *kept_packer_bytes(const struct kept_packer *p, size_t *text_bytes)
{
    *text_bytes = p->text_bytes;
    return p->bytes;
}
