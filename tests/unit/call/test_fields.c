/* Every row of the field table is filled by a description that names it, wherever the row is in the
 * table. The description and the answer are made from the table. */
#include "base/buf.h"
#include "call/fields.h"
#include "provider/extract/extract.h"
#include "tests/support/descriptions.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The text is the word of a speaker whose turns can be replies. */
static const char *const values[] = {
    [TYPE_TEXT] = "\"agent\"",  [TYPE_TIME] = "\"2024-01-15T10:30:00Z\"",
    [TYPE_DURATION] = "245",    [TYPE_OFFSET] = "3.5",
    [TYPE_VALUE] = "{\"a\":1}", [TYPE_TRUTH] = "true",
    [TYPE_NUMBER] = "1.5",      [TYPE_COUNT] = "3",
    [TYPE_MONEY] = "0.25",      [TYPE_DURATIONS] = "[1,2]",
    [TYPE_SIDE] = "\"agent\"",  [TYPE_ERROR] = "\"agent\"",
    [TYPE_SAID] = "\"agent\"",
};

/* "f3":"some text" for every field of a scope. */
static void put_members(struct buf *out, enum field_scope scope)
{
    const char *between = "";
    for (int f = 0; f < FIELD_COUNT; f++) {
        if (fields_table[f].scope != scope)
            continue;
        buf_printf(out, "%s\"f%d\":%s", between, f, values[fields_table[f].type]);
        between = ",";
    }
}

static void put_list(struct buf *out, const char *name, enum field_scope scope)
{
    buf_printf(out, ",\"%s\":[{", name);
    put_members(out, scope);
    buf_puts(out, "}]");
}

static void put_answer(struct buf *out)
{
    buf_puts(out, "{");
    put_members(out, SCOPE_CALL);
    buf_puts(out, ",");
    put_members(out, SCOPE_FIGURES);
    put_list(out, "parts", SCOPE_COST_PART);
    put_list(out, "evaluations", SCOPE_EVALUATION);
    put_list(out, "links", SCOPE_GIVEN_LINK);
    put_list(out, "people", SCOPE_PARTICIPANT);
    put_list(out, "recordings", SCOPE_RECORDING);
    buf_puts(out, ",\"turns\":[{");
    put_members(out, SCOPE_TURN);
    buf_puts(out, "},{");
    put_members(out, SCOPE_TOOL);
    buf_puts(out, "}]}");
}

static void put_description(struct buf *out)
{
    buf_puts(out, "[provider every]\nbase_url = https://every.example\npath = /{id}\n"
                  "cost.part = /parts\nevaluations = /evaluations\nlinks = /links\n"
                  "people = /people\nrecordings = /recordings\nturns = /turns\n");
    for (int f = 0; f < FIELD_COUNT; f++)
        buf_printf(out, "%s = /f%d%s\n", fields_table[f].name, f,
                   fields_table[f].type == TYPE_MONEY ? " usd" : "");
}

static const void *first_of(const struct call *c, enum field_scope scope)
{
    switch (scope) {
    case SCOPE_CALL:
        return c;
    case SCOPE_PARTICIPANT:
        return c->participant_count == 1 ? c->participants : NULL;
    case SCOPE_TURN:
        return c->turn_count == 2 ? &c->turns[0] : NULL;
    case SCOPE_TOOL:
        return c->turn_count == 2 ? c->turns[1].tool : NULL;
    case SCOPE_RECORDING:
        return c->recording_count == 1 ? c->recordings : NULL;
    case SCOPE_FIGURES:
        return &c->figures;
    case SCOPE_COST_PART:
        return c->figures.cost_part_count == 1 ? c->figures.cost_parts : NULL;
    case SCOPE_EVALUATION:
        return c->figures.evaluation_count == 1 ? c->figures.evaluations : NULL;
    case SCOPE_GIVEN_LINK:
        return c->given_link_count == 1 ? c->given_links : NULL;
    case SCOPE_STAGE:
    case SCOPE_COUNT:
        break;
    }
    return NULL;
}

static bool is_filled(const void *of, const struct field_row *row)
{
    const void *member = (const char *)of + row->offset;
    switch (row->type) {
    case TYPE_TEXT:
    case TYPE_SAID:
    case TYPE_SIDE:
    case TYPE_ERROR:
        return *(const char *const *)member && !strcmp(*(const char *const *)member, "agent");
    case TYPE_TIME:
        return ((const struct instant *)member)->known;
    case TYPE_DURATION:
        return fabs(*(const double *)member - 245) < 1e-9;
    case TYPE_OFFSET: /* the end is the start and the duration */
        return fabs(*(const double *)member - 3.5) < 1e-9 ||
               fabs(*(const double *)member - (3.5 + 245)) < 1e-9;
    case TYPE_VALUE:
        return *(const struct value *const *)member != NULL;
    case TYPE_TRUTH:
        return *(const enum truth *)member == TRUTH_YES;
    case TYPE_NUMBER:
        return fabs(*(const double *)member - 1.5) < 1e-9;
    case TYPE_COUNT:
        return fabs(*(const double *)member - 3) < 1e-9;
    case TYPE_MONEY:
        return ((const struct money *)member)->currency != NULL;
    case TYPE_DURATIONS:
        return ((const struct durations *)member)->count == 2;
    }
    return false;
}

static void fields_table__every_row__is_filled_by_a_description(void **state)
{
    (void)state;
    struct buf ini = {0}, text = {0};
    struct described d;
    put_description(&ini);
    put_answer(&text);
    described_init(&d, buf_str(&ini));
    struct answer_body answer = {.http_status = 200, .bytes = text.data, .count = text.len};
    struct extracted got = extract(described_find(&d, "every"), "c1", &answer, NULL);
    assert_non_null(got.call);
    for (size_t f = 0; f < FIELD_COUNT; f++) {
        const void *of = first_of(got.call, fields_table[f].scope);
        if (!of || !is_filled(of, &fields_table[f]))
            fail_msg("'%s' is not filled", fields_table[f].name);
    }
    assert_null(value_first(got.call->other));
    call_free(got.call);
    described_done(&d);
    buf_done(&ini);
    buf_done(&text);
}

/* A party can have every member of a participant but the role, which its name gives. */
static void fields_table__every_participant_row__is_filled_for_a_party(void **state)
{
    (void)state;
    struct buf ini = {0}, text = {0};
    struct described d;
    buf_puts(&ini, "[provider every]\nbase_url = https://every.example\npath = /{id}\n");
    for (int f = 0; f < FIELD_COUNT; f++)
        if (provider_party_has((enum field)f))
            buf_printf(&ini, "party.to%s = /f%d\n", strchr(fields_table[f].name, '.'), f);
    buf_puts(&text, "{");
    put_members(&text, SCOPE_PARTICIPANT);
    buf_puts(&text, "}");
    described_init(&d, buf_str(&ini));
    struct answer_body answer = {.http_status = 200, .bytes = text.data, .count = text.len};
    struct extracted got = extract(described_find(&d, "every"), "c1", &answer, NULL);
    assert_non_null(got.call);
    assert_int_equal(got.call->participant_count, 1);
    for (size_t f = 0; f < FIELD_COUNT; f++)
        if (provider_party_has((enum field)f) &&
            !is_filled(got.call->participants, &fields_table[f]))
            fail_msg("'%s' is not filled", fields_table[f].name);
    assert_string_equal(got.call->participants->role, "to");
    call_free(got.call);
    described_done(&d);
    buf_done(&ini);
    buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_table__every_row__is_filled_by_a_description),
        cmocka_unit_test(fields_table__every_participant_row__is_filled_for_a_party),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
