#include "provider/extract/extraction.h"

#include "base/alloc.h"
#include "provider/extract/scalar.h"
#include "provider/json.h"
#include "text/utf8.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

void extraction_note(struct extraction *x, const char *fmt, ...)
{
    if (x->note_count == NOTES_MAX)
        x->notes[x->note_count++] = "further values could not be read";
    if (x->note_count > NOTES_MAX)
        return;
    struct buf text = {0};
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    size_t n = utf8_prefix_bytes(buf_str(&text), text.len, NOTE_BYTES);
    if (text.data)
        text.data[n] = '\0';
    bool known = false;
    for (size_t i = 0; i < x->note_count; i++)
        known |= !strcmp(x->notes[i], buf_str(&text));
    if (!known)
        x->notes[x->note_count++] = arena_strdup(x->arena, buf_str(&text));
    buf_done(&text);
}

struct value *extraction_document(struct extraction *x, const char *name,
                                  const struct answer_body *body, struct err *e)
{
    const char *bytes = body->bytes;
    if (body->shared)
        arena_own(x->arena, shared_owner(body->shared), shared_free);
    else
        bytes = arena_strndup(x->arena, body->count ? body->bytes : "", body->count);
    struct value *root = json_parse_kept(x->arena, bytes, body->count, e);
    x->documents[x->document_count++] = (struct document){
        .name = name,
        .bytes = bytes,
        .count = body->count,
        .raw = body->raw ? arena_strndup(x->arena, body->raw, body->raw_count) : NULL,
        .raw_count = body->raw_count,
        .root = root,
    };
    return root;
}

struct call *extraction_call_new(struct arena *a, const struct provider *p, const char *id)
{
    struct call *c = arena_alloc(a, sizeof *c);
    *c = (struct call){.arena = a, .duration_s = NAN, .figures = figures_unknown()};
    c->provider = arena_strdup(a, p->name);
    c->title = arena_strdup(a, p->title ? p->title : p->name);
    c->id = arena_strdup(a, id);
    return c;
}

const char *extraction_id(struct extraction *x, struct value *call)
{
    const struct sources *s = &x->provider->id;
    const char *id = NULL;
    for (size_t i = 0; i < s->count && !id; i++) {
        struct value *v = value_find(call, s->at[i].pointer);
        id = v ? scalar_text(x->arena, v) : NULL;
    }
    return id;
}

struct value *extraction_first(struct value *list)
{
    return list && list->type == VALUE_ARRAY ? value_first(list) : list;
}

struct value *extraction_next(const struct value *list, const struct value *v)
{
    return v == list ? NULL : v->next;
}

size_t extraction_count(const struct value *list)
{
    return !list ? 0 : list->type == VALUE_ARRAY ? list->count : 1;
}

struct turn extraction_turn(void)
{
    return (struct turn){.class = SPEAKER_OTHER,
                         .start_s = NAN,
                         .end_s = NAN,
                         .duration_s = NAN,
                         .reply_s = NAN,
                         .text = ""};
}

/* An earlier turn with the same word, which is kept once; or NULL. A call has few speakers, so only
 * the latest turns are compared. */
static const struct turn *of_same_speaker(const struct extraction *x, const char *word)
{
    for (size_t k = 1; word && k <= SPEAKER_LOOK_BACK && k <= x->turn_count; k++) {
        const struct turn *before = &x->turns[x->turn_count - k];
        if (before->speaker && (before->speaker == word || strcmp(before->speaker, word) == 0))
            return before;
    }
    return NULL;
}

void extraction_turn_push(struct extraction *x, const struct turn *t)
{
    x->turns = xgrow(x->turns, x->turn_count, sizeof *x->turns);
    struct turn *turn = &x->turns[x->turn_count];
    const struct turn *same = of_same_speaker(x, t->speaker);
    *turn = *t;
    turn->speaker = same ? same->speaker : t->speaker;
    turn->other_at = x->element_open ? (uint32_t)x->element : 0;
    x->element_open = false;
    turn->class = turn->tool            ? SPEAKER_TOOL
                  : same && !same->tool ? same->class
                                        : call_class_of(turn->speaker);
    x->turn_count++;
    x->found++;
}
