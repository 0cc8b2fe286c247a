/* Providers send a transcript as a list of objects with fields, as objects whose members are named
 * after the speaker, as either of these in a string of JSON, or as one text with labels; in the
 * call's document or, page by page, in a second one. */
#include "provider/extract/parts.h"

#include "base/alloc.h"
#include "provider/extract/field.h"
#include "provider/extract/labelled_text.h"
#include "provider/extract/place.h"
#include "provider/extract/refusal.h"
#include "provider/extract/secrets.h"
#include "provider/extract/tool_results.h"
#include "provider/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The tool call in an element, by the description's tool.* pointers; or NULL. An element that has
 * only an ID or a time there is no tool call. */
static struct tool *tool_of(struct extraction *x, struct value *element)
{
    static const enum field what[] = {FIELD_TOOL_name, FIELD_TOOL_status, FIELD_TOOL_payload,
                                      FIELD_TOOL_of},
                            more[] = {FIELD_TOOL_id, FIELD_TOOL_error, FIELD_TOOL_took_s};
    struct tool tool = {.took_s = NAN};
    size_t filled = 0;
    for (size_t i = 0; i < sizeof what / sizeof *what; i++)
        filled += field_fill_own(x, what[i], element, &tool);
    if (!filled)
        return NULL;
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        field_fill_own(x, more[i], element, &tool);
    struct tool *kept = arena_alloc(x->arena, sizeof *kept);
    *kept = tool;
    kept->payload = secrets_hide(x->arena, tool.payload);
    return kept;
}

/* Marks what nobody wants to see among the other fields. */
static void members_skip(struct extraction *x, struct value *element)
{
    const struct sources *skip = &x->provider->skip_members;
    for (size_t i = 0; i < skip->count; i++) {
        struct value *v = value_find(element, skip->at[i].pointer);
        if (!v)
            continue;
        trace_add(x->trace, &skip->at[i], OUTCOME_FILLED, v, NULL);
        v->used = true;
    }
}

/* Appends the tool calls that a turn has in lists of its own, each as a turn. Returns how many. */
static size_t tools_extract(struct extraction *x, struct value *element, const struct turn *of)
{
    size_t count = 0;
    for (size_t i = 0; i < x->provider->tools.count; i++) {
        struct sources source = {&x->provider->tools.at[i], 1};
        struct value *list = field_list(x, "transcript", &source, element);
        for (struct value *v = extraction_first(list); v; v = extraction_next(list, v)) {
            struct turn t = extraction_turn();
            t.speaker = of->speaker;
            t.start_s = of->start_s;
            struct tool *tool = tool_of(x, v);
            count += tool != NULL;
            x->unread_turns += !tool && v->type != VALUE_NULL;
            if (!tool)
                continue;
            tool_results_push(x, &t, tool, source.at->pointer);
            members_skip(x, v);
        }
    }
    return count;
}

/* How long each part of the wait for the turn was. */
static void stages_extract(struct extraction *x, struct value *element, struct turn *t)
{
    struct stage found[STAGES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < x->provider->stage_count; i++) {
        struct turn read = extraction_turn();
        if (field_fill(x, FIELD_TURN_reply_s, "transcript", &x->provider->stages[i].sources,
                       element, &read))
            found[count++] =
                (struct stage){arena_strdup(x->arena, x->provider->stages[i].name), read.reply_s};
    }
    if (!count)
        return;
    struct stage *stages = arena_array(x->arena, count, sizeof *stages);
    memcpy(stages, found, count * sizeof *stages);
    t->stages = stages;
    t->stage_count = (uint16_t)count;
}

static void keyed_push(struct extraction *x, struct value *member, const struct turn *times)
{
    struct turn t = *times;
    t.speaker = member->name;
    t.bytes = member->bytes;
    t.text = secrets_hide_text(x->arena, member->text, &t.bytes);
    member->used = true;
    x->keyed_rows++;
    extraction_turn_push(x, &t);
}

/* The only text of an element, whose name may be a speaker's that is not one of the known words,
 * unless the name says what a value is rather than who spoke. */
static struct value *only_text(struct value *element)
{
    struct value *only = NULL;
    for (struct value *v = value_first(element); v; v = v->next) {
        if (v->type != VALUE_STRING || v->used)
            continue;
        if (only)
            return NULL;
        only = v;
    }
    static const char markers[] = "text|content|message|status|state|type|url|error";
    return only && !call_words_have(markers, '|', only->name) ? only : NULL;
}

/* An element whose members are named after the speaker: {"user": "text"}. */
static bool keyed_extract(struct extraction *x, struct value *element, const struct turn *times)
{
    bool any = false;
    for (struct value *v = value_first(element); v; v = v->next) {
        if (call_class_of(v->name) == SPEAKER_OTHER)
            continue;
        if (v->type == VALUE_STRING)
            keyed_push(x, v, times);
        else if (v->type == VALUE_NULL)
            v->used = true;
        any |= v->used;
    }
    struct value *only = any ? NULL : only_text(element);
    if (only) {
        x->guess = only;
        x->guess_turn = x->turn_count;
        keyed_push(x, only, times);
    }
    return any || only;
}

/* One row alone may be about the transcript, such as {"reason": "too short"}: its name is a
 * speaker's only if there are more such rows. */
static void guess_drop(struct extraction *x)
{
    if (!x->guess || x->keyed_rows > 1)
        return;
    x->guess->used = false;
    x->turn_count--;
    memmove(x->turns + x->guess_turn, x->turns + x->guess_turn + 1,
            (x->turn_count - x->guess_turn) * sizeof *x->turns);
    x->found--;
    x->unread_turns++;
}

static void object_extract(struct extraction *x, struct value *element)
{
    struct turn t = extraction_turn();
    field_fill_all(x, SCOPE_TURN, element, &t);
    stages_extract(x, element, &t);
    struct tool *tool = tool_of(x, element);
    if (!t.speaker && !t.bytes && !tool &&
        (x->provider->turns_form == TURNS_ROWS || !keyed_extract(x, element, &t))) {
        x->unread_turns += value_first(element) != NULL;
        return;
    }
    members_skip(x, element);
    if (!t.speaker && !t.bytes && !tool)
        return;
    if (tool)
        tool_results_push(x, &t, tool, NULL);
    else if (t.bytes)
        extraction_turn_push(x, &t);
    /* A turn that has only a list of tool calls is left out: its tool calls are shown instead. */
    if (!tools_extract(x, element, &t) && !tool && !t.bytes)
        extraction_turn_push(x, &t);
}

static void elements_extract(struct extraction *x, struct value *list)
{
    x->lists = xgrow(x->lists, x->list_count, sizeof(struct value *));
    x->lists[x->list_count++] = list;
    for (struct value *v = extraction_first(list); v; v = extraction_next(list, v)) {
        x->element++;
        x->element_open = true;
        if (v->type == VALUE_STRING) {
            v->used = true;
            labelled_text_extract(x, v->text, v->bytes);
        } else if (v->type == VALUE_OBJECT) {
            object_extract(x, v);
        } else {
            x->unread_turns++;
        }
    }
}

/* Reads JSON inside a string. False if it is not JSON. */
static bool inner_extract(struct extraction *x, struct value *text)
{
    const char *first = text->text + strspn(text->text, " \t\r\n");
    if (*first != '[' && *first != '{')
        return false;
    struct value *list = json_parse_kept(x->arena, text->text, text->bytes, NULL);
    if (!list)
        return false;
    x->inner = value_first(list) ? text : NULL;
    elements_extract(x, list);
    return true;
}

static void list_extract(struct extraction *x, struct value *list)
{
    if (list->type != VALUE_STRING) {
        elements_extract(x, list);
        return;
    }
    list->used = true;
    bool is_null = list->bytes == 4 && !memcmp(list->text, "null", 4);
    if (is_null || strspn(list->text, " \t\r\n") >= list->bytes)
        return;
    if (x->provider->turns_form == TURNS_TEXT || !inner_extract(x, list))
        labelled_text_extract(x, list->text, list->bytes);
}

/* The list of turns in a page. */
static struct value *page_list(struct extraction *x, struct value *page)
{
    const struct provider *p = x->provider;
    struct value *root = page;
    if (p->second.root.count)
        root = field_list(x, "transcript", &p->second.root, page);
    if (!root || !p->turns.count)
        return root;
    struct value *list = field_list(x, "transcript", &p->turns, root);
    return list || root->type != VALUE_ARRAY ? list : root;
}

/* Records that the transcript is missing or incomplete: in a note, and in the call for code that
 * relies on it. The arena owns the sentence. */
static void turns_fail(struct extraction *x, enum kind kind, const char *sentence)
{
    if (!x->call->turns_error) {
        x->call->turns_error = sentence;
        x->call->turns_error_kind = kind;
    }
    extraction_note(x, "%s", sentence);
}

static void page_refused(struct extraction *x, const struct answer_body *page,
                         const struct value *root)
{
    if (page->http_status == x->provider->second.missing_status) {
        extraction_note(x, "transcript: the provider answered %d: %s", page->http_status,
                        x->call->live ? "none yet" : "none");
        return;
    }
    struct failure *f = refusal_new(x->provider, page, root);
    turns_fail(x, f->kind,
               arena_printf(x->arena, "transcript: the provider answered %d: %s", page->http_status,
                            f->message));
    failure_free(f);
}

static void page_extract(struct extraction *x, const struct answer_body *page)
{
    struct err e = {0};
    struct value *root = extraction_document(x, "turns", page, &e);
    if (!answer_is_success(page)) {
        page_refused(x, page, root);
        return;
    }
    if (!root) {
        turns_fail(x, KIND_PROVIDER, arena_printf(x->arena, "transcript: %s", e.text));
        return;
    }
    struct value *list = page_list(x, root);
    if (list)
        list_extract(x, list);
}

static void pages_extract(struct extraction *x, const struct turns_answer *turns)
{
    for (size_t i = 0; i < turns->page_count; i++)
        page_extract(x, &turns->pages[i]);
    if (turns->note)
        turns_fail(x, turns->kind, arena_strdup(x->arena, turns->note));
    x->call->turns_loading = turns->loading;
}

/* Some providers send 0 as the time of every turn. Returns whether the times may be used. */
static bool zero_times_drop(struct extraction *x)
{
    size_t zeros = 0;
    while (zeros < x->turn_count && x->turns[zeros].start_s == 0)
        zeros++;
    if (zeros < 2 || zeros < x->turn_count)
        return true;
    for (size_t i = 0; i < x->turn_count; i++) {
        struct turn *t = &x->turns[i];
        t->start_s = NAN;
        t->end_s = t->end_s > 0 ? t->end_s : NAN;
    }
    extraction_note(x, "transcript: all times are 0, so they are not used");
    return false;
}

/* Nobody speaks for so short a time: if not even one turn is longer, the unit is wrong. */
static const double longest_min_s = 0.1;

/* An end follows from the start and the duration, if there are both. */
static void ends_set(struct extraction *x)
{
    double longest = NAN;
    for (size_t i = 0; i < x->turn_count; i++)
        longest = fmax(longest, x->turns[i].duration_s); /* fmax ignores a NAN */
    if (longest > 0 && longest < longest_min_s) {
        extraction_note(x, "transcript: no turn is longer than %.3g s, so durations are not used",
                        longest);
        return;
    }
    for (size_t i = 0; i < x->turn_count; i++) {
        struct turn *t = &x->turns[i];
        if (!isnan(t->start_s) && !isnan(t->duration_s))
            t->end_s = t->start_s + t->duration_s;
    }
}

/* What no turn used of an element, which is then no longer among the call's other fields; or NULL.
 * A description may name the call itself as its only turn: then its rest stays with the call. */
static struct value *rest_take(struct extraction *x, struct value *element)
{
    struct value *rest = element == x->root ? NULL : value_rest(x->arena, element);
    element->of_turn = element != x->root;
    if (!rest || (rest->type == VALUE_OBJECT && !value_first(rest)))
        return NULL;
    rest->name = NULL;
    return rest;
}

/* The rests of elements, in order, with an empty object for each without one. */
struct rests {
    struct value *list, *tail;
    size_t without; /* at the end, not yet in the list */
};

static void without_add(struct extraction *x, struct rests *r)
{
    for (; r->without; r->without--)
        value_append(r->list, value_new(x->arena, VALUE_OBJECT), &r->tail);
}

/* The rest of each element belongs to its turn. If no turn could be read, it stays where the
 * provider has it. */
static void rests_take(struct extraction *x, bool own_document)
{
    struct rests r = {.list = value_new(x->arena, VALUE_ARRAY)};
    size_t lists = own_document || x->turn_count ? x->list_count : 0;
    for (size_t i = 0; i < lists; i++)
        for (struct value *v = extraction_first(x->lists[i]); v;
             v = extraction_next(x->lists[i], v)) {
            struct value *rest = rest_take(x, v);
            r.without += !rest;
            if (!rest)
                continue;
            without_add(x, &r);
            value_append(r.list, rest, &r.tail);
        }
    r.list->name = "turns";
    if (!value_first(r.list))
        return;
    without_add(x, &r);
    x->turns_rest = r.list;
}

void turns_extract(struct extraction *x, const struct turns_answer *turns)
{
    if (x->call->started.known)
        x->base_us = x->call->started.us;
    x->has_base = x->call->started.known;
    size_t refused = x->refused_lists;
    struct value *list = NULL;
    if (turns && x->provider->second.path)
        pages_extract(x, turns);
    else
        list = field_list(x, "transcript", &x->provider->turns, x->root);
    if (list)
        list_extract(x, list);
    guess_drop(x);
    if (x->inner)
        x->inner->used = x->turn_count > 0;
    if (x->unread_turns)
        extraction_note(x, "transcript: %zu %s not understood", x->unread_turns,
                        x->unread_turns == 1 ? "entry was" : "entries were");
    x->call->turns_unread = !x->turn_count && (x->unread_turns || x->refused_lists > refused);
    tool_results_finish(x, zero_times_drop(x));
    ends_set(x);
    place_settle(x);
    rests_take(x, turns && x->provider->second.path);
    free(x->lists);
    x->turns = xreallocarray(x->turns, x->turn_count, sizeof *x->turns);
    arena_own(x->arena, x->turns, free);
    x->call->turns = x->turns;
    x->call->turn_count = x->turn_count;
}
