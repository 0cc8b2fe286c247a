/* Nothing that a provider sent is shown unmasked. The call here has a phone number in every text;
 * it is filled by the table of the model's members, and shown in every form that shows a masked
 * call. */
#include "base/alloc.h"
#include "call/compare.h"
#include "call/facts.h"
#include "call/fields.h"
#include "call/links.h"
#include "call/masked.h"
#include "print/note.h"
#include "print/print.h"
#include "ui/view/view_compare.h"
#include "ui/view/view_facts.h"
#include "ui/view/view_links.h"
#include "ui/view/view_other.h"
#include "ui/view/view_participants.h"
#include "ui/view/view_transcript.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PHONE "+18005551234"
static const struct spot_limits limits = {10, 2};

enum { COLS = 200, ROWS_MAX = 100 };

/* One function for each type of field.def fills a member. */

static void fill_members(struct arena *a, enum field_scope scope, void *into);

static void fill_text(struct arena *a, const char **to)
{
    (void)a;
    *to = PHONE;
}

static void fill_texts(struct arena *a, const char *const **to)
{
    const char **list = arena_array(a, 1, sizeof *list);
    list[0] = PHONE;
    *to = list;
}

static void fill_time(struct arena *a, struct instant *to)
{
    (void)a;
    to->raw = "ring back " PHONE;
}

static void fill_seconds(struct arena *a, double *to)
{
    (void)a;
    *to = 3;
}

static struct value *add_value(struct arena *a, struct value *to, enum value_type type,
                               const char *name)
{
    struct value *v = value_new(a, type), *tail = value_first(to);
    while (tail && tail->next)
        tail = tail->next;
    v->name = name;
    value_append(to, v, &tail);
    return v;
}

static void fill_value(struct arena *a, const struct value **to)
{
    struct value *v = value_new(a, VALUE_OBJECT);
    struct value *text = add_value(a, v, VALUE_STRING, PHONE);
    text->text = "tel:" PHONE;
    text->bytes = (uint32_t)strlen(text->text);
    add_value(a, v, VALUE_NUMBER, "number")->number = 18005551234;
    struct value *list = add_value(a, v, VALUE_ARRAY, "list");
    *add_value(a, list, VALUE_STRING, NULL) = (struct value){
        .type = VALUE_STRING,
        .text = "https://a.example/?from=%2B18005551234",
        .bytes = strlen("https://a.example/?from=%2B18005551234"),
    };
    *to = v;
}

static void *fill_struct(struct arena *a, enum field_scope scope, size_t bytes)
{
    void *made = arena_alloc(a, bytes);
    fill_members(a, scope, made);
    return made;
}

static void fill_tool(struct arena *a, const struct tool **to)
{
    *to = fill_struct(a, SCOPE_TOOL, sizeof **to);
}

static void fill_turns(struct arena *a, const struct turn **to)
{
    struct turn *turn = fill_struct(a, SCOPE_TURN, sizeof *turn);
    turn->bytes = strlen(turn->text);
    turn->stage_count = 1;
    *to = turn;
}

static void fill_participants(struct arena *a, const struct participant **to)
{
    *to = fill_struct(a, SCOPE_PARTICIPANT, sizeof **to);
}

static void fill_recordings(struct arena *a, const struct recording **to)
{
    *to = fill_struct(a, SCOPE_RECORDING, sizeof **to);
}

static void fill_stages(struct arena *a, const struct stage **to)
{
    *to = fill_struct(a, SCOPE_STAGE, sizeof **to);
}

static void fill_given_links(struct arena *a, const struct given_link **to)
{
    *to = fill_struct(a, SCOPE_GIVEN_LINK, sizeof **to);
}

static void fill_cost_parts(struct arena *a, const struct cost_part **to)
{
    *to = fill_struct(a, SCOPE_COST_PART, sizeof **to);
}

static void fill_evaluations(struct arena *a, const struct evaluation **to)
{
    *to = fill_struct(a, SCOPE_EVALUATION, sizeof **to);
}

static void fill_figures(struct arena *a, struct figures *to)
{
    fill_members(a, SCOPE_FIGURES, to);
    to->cost_part_count = to->evaluation_count = 1;
}

#define FILL_TEXT fill_text
#define FILL_SAID fill_text
#define FILL_SIDE fill_text
#define FILL_ERROR fill_text
#define FILL_TRUTH FILL_PLAIN
#define FILL_NUMBER fill_seconds
#define FILL_COUNT fill_seconds
#define FILL_MONEY FILL_PLAIN
#define FILL_DURATIONS FILL_PLAIN
#define FILL_STAGES fill_stages
#define FILL_GIVEN_LINKS fill_given_links
#define FILL_COST_PARTS fill_cost_parts
#define FILL_EVALUATIONS fill_evaluations
#define FILL_FIGURES fill_figures
#define FILL_TEXTS fill_texts
#define FILL_TIME fill_time
#define FILL_DURATION fill_seconds
#define FILL_OFFSET fill_seconds
#define FILL_VALUE fill_value
#define FILL_TOOLS fill_tool
#define FILL_TURNS fill_turns
#define FILL_PARTICIPANTS fill_participants
#define FILL_RECORDINGS fill_recordings
#define FILL_PLAIN(a, to) ((void)(a), (void)(to))

static void fill_members(struct arena *a, enum field_scope scope, void *into)
{
#define MEMBER(in, member, type, masking)                                                          \
    if (scope == SCOPE_##in)                                                                       \
        FILL_##type(a, &((SCOPE_STRUCT_##in *)into)->member);
#define FIELD(in, member, name, type, masking) MEMBER(in, member, type, masking)
#include "call/field.def"
}

/* Has a tool call and a spoken turn, a recording with a link and one without. */
static struct call *filled_new(void)
{
    struct arena *a = arena_new();
    struct call *c = fill_struct(a, SCOPE_CALL, sizeof *c);
    struct turn *turns = arena_array(a, 2, sizeof *turns);
    struct recording *recordings = arena_array(a, 2, sizeof *recordings);
    turns[0] = turns[1] = *c->turns;
    turns[1].tool = NULL;
    recordings[0] = recordings[1] = *c->recordings;
    recordings[0].url = "https://a.example/rec?from=" PHONE;
    recordings[1].url = NULL;
    c->arena = a;
    c->provider = "ringyo";
    c->title = "Ringyo";
    c->id = "call_1";
    c->turns = turns;
    c->turn_count = 2;
    c->recordings = recordings;
    c->recording_count = 2;
    c->participant_count = c->note_count = c->given_link_count = 1;
    c->links = links_find(c);
    return c;
}

/* Sinks: each appends what it shows. */

static void put_text(struct buf *out, const struct call *c)
{
    print_text(out, c, COLS, &limits);
}

static void put_vtt(struct buf *out, const struct call *c)
{
    struct err e;
    assert_true(print_vtt(out, c, &e));
}

static void put_note(struct buf *out, const struct call *c)
{
    note_print(out, c, NULL, &limits, NULL, c->turn_count);
}

static void put_turn(struct buf *out, const struct call *c)
{
    for (size_t i = 0; i < c->turn_count; i++)
        print_turn(out, &c->turns[i]);
}

static void put_facts(struct buf *out, const struct call *c)
{
    static void (*const makers[])(struct facts *, const struct call *) = {
        facts_of_call, facts_of_participants, facts_of_recordings, facts_of_other, facts_of_notes};
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        struct facts f;
        makers[i](&f, c);
        for (size_t k = 0; k < f.count; k++)
            buf_printf(out, "%s %s %s\n", f.list[k].label, f.list[k].value, f.list[k].name);
        facts_done(&f);
    }
}

static void put_error(struct buf *out, const struct call *c)
{
    buf_puts(out, c->turns_error);
}

/* Appends all rows, unfolded, and what can be copied. Frees the view. */
static void put_view(struct buf *out, struct view *v)
{
    struct line line = {0};
    size_t item = 0;
    v->ops->layout(v, COLS);
    if (v->ops->fold)
        v->ops->fold(v, UNFOLD_ALL, &item);
    v->ops->layout(v, COLS);
    for (size_t i = 0; i < v->ops->items(v); i++) {
        for (int row = 0; row < (v->ops->rows ? v->ops->rows(v, i, ROWS_MAX) : 1); row++) {
            line_clear(&line);
            v->ops->row(v, i, row, &line);
            buf_printf(out, "%s\n", buf_str(&line.text));
        }
        char *copied = v->ops->copy ? v->ops->copy(v, i) : NULL;
        char *pointer = v->ops->pointer ? v->ops->pointer(v, i) : NULL;
        char *value = v->ops->value ? v->ops->value(v, i) : NULL;
        buf_printf(out, "%s\n%s\n%s\n", copied ? copied : "", pointer ? pointer : "",
                   value ? value : "");
        free(copied);
        free(pointer);
        free(value);
    }
    line_done(&line);
    view_free(v);
}

static void put_turns(struct buf *out, const struct call *c)
{
    print_turns(out, c, NULL, c->turn_count);
}

static void put_transcript_pane(struct buf *out, const struct call *c)
{
    struct transcript_style style = {.wrap = true, .limits = limits};
    put_view(out, view_transcript_new(c, &style));
}

static void put_call_pane(struct buf *out, const struct call *c)
{
    put_view(out, view_facts_of_call(c, NULL));
}

static void put_participants_pane(struct buf *out, const struct call *c)
{
    put_view(out, view_participants_new(c));
    put_view(out, view_other_new(c));
}

static void put_comparison(struct buf *out, const struct call *c)
{
    struct comparison compared;
    struct call empty = {.provider = "ringyo", .title = "Ringyo", .id = "c2", .duration_s = NAN};
    struct compare_head head = {.number = {1, 2}, .name = {"call_1", "c2"}};
    compare_calls(&compared, c, &empty);
    put_view(out, view_compare_new(&compared, &head));
}

static const struct {
    const char *name;
    void (*put)(struct buf *out, const struct call *c);
} sinks[] = {
    {"text form", put_text},
    {"JSON form", print_json},
    {"WebVTT form", put_vtt},
    {"note", put_note},
    {"turns", put_turns},
    {"one turn", put_turn},
    {"facts", put_facts},
    {"failure", put_error},
    {"transcript pane", put_transcript_pane},
    {"call pane", put_call_pane},
    {"participants pane", put_participants_pane},
    {"comparison", put_comparison},
};

static bool shows_number(struct buf *text)
{
    return strstr(buf_str(text), "555") != NULL;
}

static void masked_call__every_text_a_number__no_sink_shows_it(void **state)
{
    (void)state;
    struct mask_count count;
    struct call *c = filled_new(), *masked = masked_call(c, &count);
    for (size_t i = 0; i < sizeof sinks / sizeof *sinks; i++) {
        struct buf real = {0}, shown = {0};
        sinks[i].put(&real, c);
        sinks[i].put(&shown, masked);
        if (!shows_number(&real))
            fail_msg("the %s of an unmasked call shows nothing that could be masked: %s",
                     sinks[i].name, buf_str(&real));
        if (shows_number(&shown))
            fail_msg("the %s of a masked call shows the number: %s", sinks[i].name,
                     buf_str(&shown));
        buf_done(&real);
        buf_done(&shown);
    }
    assert_true(count.phones > FIELD_COUNT / 2);
    call_free(masked);
    call_free(c);
}

static void check_fields(enum field_scope scope, const void *of)
{
    for (size_t f = 0; f < FIELD_COUNT; f++) {
        const struct field_row *row = &fields_table[f];
        const void *member = (const char *)of + row->offset;
        const char *text = NULL;
        if (row->scope != scope)
            continue;
        if (row->type == TYPE_TEXT || row->type == TYPE_SAID || row->type == TYPE_SIDE ||
            row->type == TYPE_ERROR)
            text = *(const char *const *)member;
        else if (row->type == TYPE_TIME)
            text = ((const struct instant *)member)->raw;
        if (text && strstr(text, "555"))
            fail_msg("'%s' is not masked: %s", row->name, text);
    }
}

/* This includes the members that no sink shows today. */
static void masked_call__every_field__is_masked(void **state)
{
    (void)state;
    struct mask_count count;
    struct call *c = filled_new(), *masked = masked_call(c, &count);
    check_fields(SCOPE_CALL, masked);
    check_fields(SCOPE_PARTICIPANT, masked->participants);
    check_fields(SCOPE_TURN, masked->turns);
    check_fields(SCOPE_TOOL, masked->turns->tool);
    check_fields(SCOPE_RECORDING, masked->recordings);
    check_fields(SCOPE_STAGE, masked->turns->stages);
    check_fields(SCOPE_FIGURES, &masked->figures);
    check_fields(SCOPE_COST_PART, masked->figures.cost_parts);
    check_fields(SCOPE_EVALUATION, masked->figures.evaluations);
    check_fields(SCOPE_GIVEN_LINK, masked->given_links);
    call_free(masked);
    call_free(c);
}

/* The list of links gets the unmasked call, and masks what it shows. */
static void masked_call__links__the_list_masks_them(void **state)
{
    (void)state;
    struct buf real = {0}, shown = {0};
    struct mask_count count;
    struct call *c = filled_new(), *masked = masked_call(c, &count);
    put_view(&real, view_links_new(c, false, "r", "D"));
    put_view(&shown, view_links_new(c, true, "r", "D"));
    assert_true(shows_number(&real));
    if (shows_number(&shown))
        fail_msg("the list of links shows the number: %s", buf_str(&shown));
    assert_null(masked->links);
    buf_done(&real);
    buf_done(&shown);
    call_free(masked);
    call_free(c);
}

/* Members that must not change. */
static void masked_call__kept_members__are_the_same(void **state)
{
    (void)state;
    struct mask_count count;
    struct call *c = filled_new();
    c->id = "+1 800 555 1234";
    c->started = (struct instant){.us = 1705314600000000, .known = true};
    c->live = c->turns_loading = c->duration_computed = true;
    c->turns_error_kind = KIND_NETWORK;
    struct call *masked = masked_call(c, &count);
    assert_ptr_equal(masked->id, c->id);
    assert_ptr_equal(masked->provider, c->provider);
    assert_ptr_equal(masked->title, c->title);
    assert_int_equal(masked->started.us, c->started.us);
    assert_true(masked->started.known && masked->live && masked->turns_loading);
    assert_true(masked->duration_computed);
    assert_int_equal(masked->turns_error_kind, KIND_NETWORK);
    assert_true(masked->duration_s >= 3 && masked->turns[0].start_s >= 3);
    assert_int_equal(masked->turns[1].bytes, strlen(masked->turns[1].text));
    call_free(masked);
    call_free(c);
}

/* The panes measure a speaker once for turns that share the word. */
static void masked_call__speakers_that_are_masked__stay_shared(void **state)
{
    (void)state;
    struct mask_count count;
    struct call *c = filled_new(), *masked = masked_call(c, &count);
    assert_int_equal(call_earlier_of_speaker(c->turns, 1), 0);
    assert_int_equal(call_earlier_of_speaker(masked->turns, 1), 0);
    assert_ptr_not_equal(masked->turns[0].speaker, c->turns[0].speaker);
    call_free(masked);
    call_free(c);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    time_set_zone("UTC");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(masked_call__every_text_a_number__no_sink_shows_it),
        cmocka_unit_test(masked_call__every_field__is_masked),
        cmocka_unit_test(masked_call__links__the_list_masks_them),
        cmocka_unit_test(masked_call__kept_members__are_the_same),
        cmocka_unit_test(masked_call__speakers_that_are_masked__stay_shared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
