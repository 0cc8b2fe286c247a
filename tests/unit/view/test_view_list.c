/* The table of a list of calls as rows of text. Without a terminal, in a UTF-8 locale. */
#include "base/alloc.h"
#include "call/pattern.h"
#include "ui/view/pane.h"
#include "ui/view/view_list.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

/* 2025-11-29 15:00:00 UTC, a Saturday; day() is a time on that day, in minutes after midnight. */
#define NOW_S 1764428400LL
#define MIDNIGHT_S (NOW_S - 15 * 3600)

static struct provider ringg = {.name = "ringg"}, diga = {.name = "diga"};
static struct list_style style;

struct one {
    const struct provider *provider;
    const char *id;
    int minute; /* of that day; negative: of the day before */
    const char *direction, *from, *to, *agent, *status;
    enum find_class class;
    int duration_s;
    const char *reason, *summary;
};

static void add(struct call_list *l, const struct one *o)
{
    struct participant people[] = {{.role = "from", .address = o->from, .duration_s = NAN},
                                   {.role = "to", .address = o->to, .duration_s = NAN},
                                   {.role = "agent", .name = o->agent, .duration_s = NAN}};
    struct call c = {.id = o->id,
                     .status = o->status,
                     .direction = o->direction,
                     .end_reason = o->reason,
                     .summary = o->summary,
                     .duration_s = o->duration_s ? (double)o->duration_s : (double)NAN,
                     .participants = people,
                     .participant_count = LEN(people)};
    c.started = (struct instant){.us = (MIDNIGHT_S + o->minute * 60) * CIVIL_US, .known = true};
    struct list_row *r = list_row_new(o->provider, &c);
    r->class = o->class;
    call_list_add(l, &r, 1);
}

static const struct one calls[] = {
    {&ringg, "r1", 14 * 60 + 5, "inbound", "+14155551234", "+18005550000", "Sarah", "completed",
     FIND_COMPLETED, 245, "customer hung up", "Asked about an invoice and wants a call back."},
    {&diga, "d1", 13 * 60 + 30, "outbound", "+18005550000", "+41791234567", NULL, "no_answer",
     FIND_FAILED, 0, NULL, NULL},
    {&ringg, "r2", 12 * 60 + 10, NULL, "+14155559999", "+18005550000", "Tom", "ongoing", FIND_LIVE,
     0, NULL, NULL},
};

static struct call_list *three_calls(void)
{
    struct call_list *l = call_list_new();
    for (size_t i = 0; i < LEN(calls); i++)
        add(l, &calls[i]);
    style =
        (struct list_style){.time = {NOW_S * CIVIL_US, &civil_zone_in_force, 7}, .title = "today"};
    return l;
}

static struct list_source *source(struct call_list *l, const struct provider *p,
                                  enum list_source_state state, const char *asked,
                                  const char *trouble)
{
    struct list_source *s = call_list_source(l, p);
    s->state = state;
    s->complete_from_us = INT64_MIN;
    call_list_describe(s, asked, trouble);
    return s;
}

/* All rows as they are drawn, without blanks at their ends; the caller frees them. */
static char *drawn(struct view *v, int cols)
{
    struct buf out = {0};
    struct line line = {0};
    v->ops->layout(v, cols);
    int heads = v->ops->head_rows(v);
    for (int i = 0; i < heads + (int)v->ops->items(v); i++) {
        line_clear(&line);
        if (i < heads)
            v->ops->head(v, i, &line);
        else
            v->ops->row(v, (size_t)(i - heads), 0, &line);
        assert_true(line.cols <= cols);
        while (line.text.len && line.text.data[line.text.len - 1] == ' ')
            line.text.data[--line.text.len] = '\0';
        buf_printf(&out, "%s\n", buf_str(&line.text));
    }
    line_done(&line);
    return buf_take(&out);
}

static void assert_drawn(struct view *v, int cols, const char *expected)
{
    char *got = drawn(v, cols);
    assert_string_equal(got, expected);
    free(got);
}

static void assert_heads(struct view *v, const char *expected)
{
    char *got = drawn(v, 99);
    size_t n = strlen(expected);
    assert_true(strlen(got) > n);
    got[n] = '\0';
    assert_string_equal(got, expected);
    free(got);
}

static void assert_title(struct view *v, int cols, const char *expected)
{
    struct line line = {0};
    v->ops->layout(v, cols);
    v->ops->title(v, &line);
    assert_string_equal(buf_str(&line.text), expected);
    line_done(&line);
}

static void all_well(struct call_list *l)
{
    source(l, &ringg, LIST_SOURCE_READ, "all asked there", NULL)->looked = 400;
    source(l, &diga, LIST_SOURCE_READ, "time asked there", NULL)->looked = 12;
}

static void view_list__80_columns__number_is_cut_for_end_reason(void **state)
{
    (void)state;
    struct call_list *l = three_calls();
    struct view *v = view_list_new(l, &style);
    all_well(l);
    assert_drawn(v, 80,
                 "  ringg, diga  all answered; 412 calls\n"
                 "      Time  Provider  Number            Duration    Status     End reason\n"
                 "  14:05:00  ringg     +14155551234          4:05    completed  customer hung up\n"
                 "  13:30:00  diga      +41791234567                ! no_answer\n"
                 "  12:10:00  ringg     +14155559999 >..            + ongoing\n");
    assert_title(v, 80, "today  3 of 412 looked at");
    view_free(v);
    call_list_free(l);
}

static void view_list__160_columns__summary_takes_the_rest(void **state)
{
    (void)state;
    struct call_list *l = three_calls();
    struct view *v = view_list_new(l, &style);
    assert_drawn(v, 160,
                 "      Time  Provider  Number                       Agent  Duration    Status     "
                 "End reason        Summary\n"
                 "  14:05:00  ringg     +14155551234                 Sarah      4:05    completed  "
                 "customer hung up  Asked about an invoice and wants a call back.\n"
                 "  13:30:00  diga      +41791234567                                  ! no_answer\n"
                 "  12:10:00  ringg     +14155559999 > +18005550000  Tom              + ongoing\n");
    view_free(v);
    call_list_free(l);
}

static const struct one long_texts = {&ringg,
                                      "r5",
                                      600,
                                      "inbound",
                                      "+14155551234",
                                      NULL,
                                      "Sarah, invoices and refunds",
                                      "error",
                                      FIND_FAILED,
                                      5,
                                      "call dropped by the network",
                                      NULL};

/* Whose call it is cannot be guessed where several were asked. */
static void view_list__several_asked__provider_also_of_one_call(void **state)
{
    (void)state;
    struct call_list *l = call_list_new();
    add(l, &long_texts);
    source(l, &ringg, LIST_SOURCE_READ, "all asked there", NULL);
    source(l, &diga, LIST_SOURCE_READ, "all asked there", NULL);
    struct view *v = view_list_new(l, &style);
    style.ago = false;
    char *got = drawn(v, 72);
    assert_non_null(strstr(got, "Provider  Number"));
    free(got);
    view_free(v);
    call_list_free(l);
}

/* Long texts begin with few columns, and get more where there is room. */
static void view_list__long_texts__cut_before_they_are_left_out(void **state)
{
    (void)state;
    struct call_list *l = call_list_new();
    add(l, &long_texts);
    struct view *v = view_list_new(l, &style);
    style.ago = false;
    assert_drawn(v, 60,
                 "      Time  Number        Duration    Status  End reason\n"
                 "  10:00:00  +14155551234      0:05  ! error   call droppe..\n");
    assert_drawn(v, 72,
                 "      Time  Number        Agent     Duration    Status  End reason\n"
                 "  10:00:00  +14155551234  Sarah,..      0:05  ! error   call dropped ..\n");
    assert_drawn(
        v, 104,
        "      Time  Number        Agent                        Duration    Status  End reason\n"
        "  10:00:00  +14155551234  Sarah, invoices and refunds      0:05  ! error   call dropped "
        "by the network\n");
    view_free(v);
    call_list_free(l);
}

static void view_list__agent_id__leaves_room_for_the_summary(void **state)
{
    (void)state;
    struct participant agent = {
        .role = "agent", .id = "7b0f9d1e-4c7a-4b51-8f0a-0d8a4e6c2b13", .duration_s = NAN};
    struct call c = {.id = "d9",
                     .status = "completed",
                     .summary = "Asked about an invoice.",
                     .duration_s = NAN,
                     .participants = &agent,
                     .participant_count = 1};
    struct call_list *l = call_list_new();
    struct list_row *r = list_row_new(&diga, &c);
    call_list_add(l, &r, 1);
    struct view *v = view_list_new(l, &style);
    assert_drawn(v, 160,
                 "  Agent             Status     Summary\n"
                 "  7b0f9d1e-4c7..    completed  Asked about an invoice.\n");
    view_free(v);
    call_list_free(l);
}

static void view_list__long_names__a_third_of_the_row(void **state)
{
    (void)state;
    static struct provider some[] = {
        {.name = "cometchat"}, {.name = "elevenlabs"}, {.name = "voxworks"}};
    struct call_list *l = three_calls();
    for (size_t i = 0; i < LEN(some); i++) {
        struct list_source *s = source(l, &some[i], LIST_SOURCE_READ, NULL, "20 rows had no ID");
        s->looked = 200;
        s->more = true;
    }
    struct view *v = view_list_new(l, &style);
    v->ops->layout(v, 80);
    struct line line = {0};
    v->ops->head(v, 0, &line);
    assert_string_equal(buf_str(&line.text), "  cometchat, elevenlabs, ..  all answered; "
                                             "600 calls, more; 20 rows had no ID");
    line_done(&line);
    view_free(v);
    call_list_free(l);
}

static void view_list__narrow__time_number_and_status_are_left(void **state)
{
    (void)state;
    struct call_list *l = three_calls();
    struct view *v = view_list_new(l, &style);
    assert_drawn(v, 42,
                 "      Time  Number              Status\n"
                 "  14:05:00  +14155551234        completed\n"
                 "  13:30:00  +41791234567      ! no_answer\n"
                 "  12:10:00  +14155559999 >..  + ongoing\n");
    assert_drawn(v, 24,
                 "      Time    Status\n"
                 "  14:05:00    completed\n"
                 "  13:30:00  ! no_answer\n"
                 "  12:10:00  + ongoing\n");
    view_free(v);
    call_list_free(l);
}

/* What an 80 columns wide screen shows of the days of this year. */
static void view_list__80_columns_with_dates__end_reason_is_there(void **state)
{
    (void)state;
    struct call_list *l = three_calls();
    const struct one before = {&ringg, "r0",    -60,         "inbound", "+14155551234", NULL,
                               "Tom",  "error", FIND_FAILED, 5,         "line dropped", NULL};
    add(l, &before);
    struct view *v = view_list_new(l, &style);
    assert_drawn(
        v, 80,
        "          Time  Provider  Number            Duration    Status     End reason\n"
        "  29 Nov 14:05  ringg     +14155551234          4:05    completed  customer h..\n"
        "  29 Nov 13:30  diga      +41791234567                ! no_answer\n"
        "  29 Nov 12:10  ringg     +14155559999 >..            + ongoing\n"
        "  28 Nov 23:00  ringg     +14155551234          0:05  ! error      line dropped\n");
    view_free(v);
    call_list_free(l);
}

static bool is_before(const void *owner, const struct list_row *r)
{
    (void)owner;
    return strcmp(r->id, "r0") == 0;
}

static void assert_last_row(struct view *v, const char *expected)
{
    struct buf text = {0};
    v->ops->text(v, v->ops->items(v) - 1, &text);
    assert_string_equal(buf_str(&text), expected);
    buf_done(&text);
}

static void view_list__other_days__dates_in_the_times(void **state)
{
    (void)state;
    struct call_list *l = three_calls();
    const struct one before = {&ringg, "r0",    -60,         "inbound", "+14155551234", NULL,
                               NULL,   "error", FIND_FAILED, 5,         NULL,           NULL};
    add(l, &before);
    struct view *v = view_list_new(l, &style);
    assert_drawn(v, 38,
                 "          Time  Number\n"
                 "  29 Nov 14:05  +14155551234\n"
                 "  29 Nov 13:30  +41791234567\n"
                 "  29 Nov 12:10  +14155559999 > +180..\n"
                 "  28 Nov 23:00  +14155551234\n");
    call_list_filter(l, is_before, NULL);
    assert_last_row(v, "no match yet");
    call_list_look(l, 3600 * 1000);
    call_list_show(l);
    assert_drawn(v, 99,
                 "          Time  Number        Duration    Status\n"
                 "  28 Nov 23:00  +14155551234      0:05  ! error\n");
    assert_drawn(v, 100,
                 "              Time  Number        Duration    Status\n"
                 "  Fri 28 Nov 23:00  +14155551234      0:05  ! error\n");
    call_list_filter(l, NULL, NULL);
    style.ago = true;
    assert_drawn(v, 46,
                 "         Ago  Number                Status\n"
                 "      55 min  +14155551234          completed\n"
                 "  1 h 30 min  +41791234567        ! no_answer\n"
                 "  2 h 50 min  +14155559999 > +..  + ongoing\n"
                 "  16 h 0 min  +14155551234        ! error\n");
    view_free(v);
    call_list_free(l);
}

/* The column is as wide as the widest day, which need not be the first or the last one. */
static void view_list__weeks__times_have_room(void **state)
{
    (void)state;
    static const int days_ago[] = {26, 45, 52}; /* of Saturday 29 November */
    static const char *const ids[] = {"a", "b", "c"};
    struct call_list *l = call_list_new();
    for (size_t i = 0; i < LEN(ids); i++) {
        struct one o = calls[1];
        o.id = ids[i];
        o.minute -= days_ago[i] * 24 * 60;
        add(l, &o);
    }
    struct view *v = view_list_new(l, &style);
    style.ago = false;
    assert_drawn(v, 32,
                 "          Time  Number\n"
                 "   3 Nov 13:30  +41791234567\n"
                 "  15 Oct 13:30  +41791234567\n"
                 "   8 Oct 13:30  +41791234567\n");
    view_free(v);
    call_list_free(l);
}

/* Seconds are shown of the last minute only, so that nothing moves more often than it has to. */
static void list_cells_ago_ms__a_second_only_in_the_first_minute(void **state)
{
    (void)state;
    struct call_list *l = three_calls();
    int64_t newest_us = (MIDNIGHT_S + (14 * 60 + 5) * 60) * CIVIL_US;
    assert_int_equal(list_cells_ago_ms(l, newest_us + 59 * CIVIL_US), 1000);
    assert_int_equal(list_cells_ago_ms(l, newest_us + 60 * CIVIL_US), 60000);
    assert_int_equal(list_cells_ago_ms(l, newest_us - 59 * CIVIL_US), 1000);
    call_list_free(l);
}

static void view_list__more_and_line__where_the_order_ends(void **state)
{
    (void)state;
    struct call_list *l = three_calls();
    struct list_source *s = source(l, &ringg, LIST_SOURCE_READ, "all asked there", NULL);
    s->more = true;
    s->looked = 500;
    s->complete_from_us = (MIDNIGHT_S + 13 * 3600) * CIVIL_US;
    struct view *v = view_list_new(l, &style);
    assert_drawn(v, 66,
                 "  ringg  all asked there; 500 calls, back to 13:00, more\n"
                 "      Time  Provider  Number                Duration    Status\n"
                 "  14:05:00  ringg     +14155551234              4:05    completed\n"
                 "  13:30:00  diga      +41791234567                    ! no_answer\n"
                 "  -- down to 13:00 no call is missing; below some can be\n"
                 "  12:10:00  ringg     +14155559999 > +18..            + ongoing\n"
                 "  more of ringg before 13:00\n");
    assert_ptr_equal(view_list_more(v, 4), &ringg);
    assert_null(view_list_more(v, 3));
    assert_null(view_list_row(v, 2));
    assert_string_equal(view_list_row(v, 3)->id, "r2");
    s->state = LIST_SOURCE_ASKING; /* then there is nothing to ask for */
    v->ops->layout(v, 66);
    assert_int_equal(v->ops->items(v), 4);
    s->more_asked = true; /* by the item, which stays, and asks for nothing */
    v->ops->layout(v, 66);
    assert_int_equal(v->ops->items(v), 5);
    assert_null(view_list_more(v, 4));
    assert_last_row(v, "asking ringg for more before 13:00");
    s->looked = 0;
    assert_last_row(v, "asking ringg again before 13:00");
    view_free(v);
    call_list_free(l);
}

static void view_list__trouble__a_row_for_each(void **state)
{
    (void)state;
    static struct provider others[] = {{.name = "vapi"}, {.name = "bland"}, {.name = "elevenlabs"}};
    struct call_list *l = call_list_new();
    style =
        (struct list_style){.time = {NOW_S * CIVIL_US, &civil_zone_in_force, 7}, .title = "today"};
    source(l, &ringg, LIST_SOURCE_READ, "all asked there", NULL)->looked = 1;
    source(l, &others[0], LIST_SOURCE_LEFT_OUT, NULL, "no key");
    source(l, &others[1], LIST_SOURCE_FAILED, NULL, "401: key refused +14155551234");
    source(l, &others[2], LIST_SOURCE_LEFT_OUT, NULL, "no key");
    source(l, &diga, LIST_SOURCE_ASKING, NULL, NULL);
    struct view *v = view_list_new(l, &style);
    assert_drawn(v, 60,
                 "  ringg             all asked there; 1 call\n"
                 "  vapi, elevenlabs  no key\n"
                 "  bland             401: key refused +14155551234\n"
                 "  diga              asking\n"
                 "\n"
                 "  no call yet\n");
    style.unfolded = style.mask = true;
    call_list_source(l, &diga)->state = LIST_SOURCE_STOPPED;
    assert_drawn(v, 60,
                 "  ringg       all asked there; 1 call\n"
                 "  vapi        no key\n"
                 "  bland       401: key refused +#######1234\n"
                 "  elevenlabs  no key\n"
                 "  diga        stopped; 0 calls\n"
                 "\n"
                 "  no such call\n");
    style.loose = "jane@example.com";
    assert_drawn(v, 60,
                 "  ringg       all asked there; 1 call\n"
                 "  vapi        no key\n"
                 "  bland       401: key refused +#######1234\n"
                 "  elevenlabs  no key\n"
                 "  diga        stopped; 0 calls\n"
                 "\n"
                 "  no such call ('####@######e.com' is looked for as a text)\n");
    style.unfolded = style.mask = false;
    style.loose = "refund";
    style.kept = true;
    char *all = drawn(v, 80);
    assert_non_null(strstr(all, "  no such call ('text:refund' searches transcripts too)\n"));
    free(all);
    view_free(v);
    call_list_free(l);
}

/* The kept calls: how far they were looked through, and why there is none. */
static void view_list__kept_calls__progress(void **state)
{
    (void)state;
    static struct provider kept = {.name = "kept"};
    struct call_list *l = call_list_new();
    struct list_source *s = source(l, &kept, LIST_SOURCE_LOOKING, NULL, NULL);
    style = (struct list_style){.time = {NOW_S * CIVIL_US, &civil_zone_in_force, 7},
                                .title = "kept",
                                .kept = true,
                                .empty = "no calls are kept yet"};
    struct view *v = view_list_new(l, &style);
    assert_drawn(v, 60, "  kept  looking\n\n  no call yet\n");
    s->total = 3000;
    s->looked = 1200;
    assert_drawn(v, 60, "  kept  looked at 1,200 of 3,000\n\n  no call yet\n");
    call_list_describe(s, NULL, "1 kept file was passed over");
    assert_drawn(v, 70,
                 "  kept  looked at 1,200 of 3,000; 1 kept file was passed over\n\n"
                 "  no call yet\n");
    s->state = LIST_SOURCE_STOPPED;
    assert_drawn(v, 60, "  kept  stopped; looked at 1,200 of 3,000\n\n  no such call\n");
    s->state = LIST_SOURCE_READ;
    s->looked = 3000;
    assert_drawn(v, 60, "  kept  3,000 calls; 1 kept file was passed over\n\n  no such call\n");
    assert_title(v, 60, "kept  0 of 3,000 looked at");
    view_free(v);
    call_list_free(l);
}

static void view_list__no_kept_calls__says_why(void **state)
{
    (void)state;
    static struct provider kept = {.name = "kept"};
    struct call_list *l = call_list_new();
    source(l, &kept, LIST_SOURCE_READ, NULL, NULL);
    style.loose = "refund";
    struct view *v = view_list_new(l, &style);
    assert_drawn(v, 60, "  kept  0 calls\n\n  no calls are kept yet\n");
    view_free(v);
    call_list_free(l);
}

static void view_list__nobody_asked__says_so(void **state)
{
    (void)state;
    struct call_list *l = call_list_new();
    style = (struct list_style){.time = {NOW_S * CIVIL_US, &civil_zone_in_force, 7},
                                .title = "today, nobody",
                                .loose = "nobody"};
    struct view *v = view_list_new(l, &style);
    assert_drawn(v, 60, "\n  no provider was asked\n");
    view_free(v);
    call_list_free(l);
}

static void view_list__folded__who_has_more_has_a_row(void **state)
{
    (void)state;
    static struct provider vapi = {.name = "vapi"}, bland = {.name = "bland"};
    struct call_list *l = three_calls();
    all_well(l);
    struct list_source *s = source(l, &vapi, LIST_SOURCE_READ, "time asked there", NULL);
    s->more = true;
    s->looked = 500;
    s->complete_from_us = (MIDNIGHT_S + 9 * 3600) * CIVIL_US;
    s = source(l, &bland, LIST_SOURCE_FAILED, NULL, "500: failed");
    s->more = true;
    s->looked = 100;
    s->complete_from_us = (MIDNIGHT_S + 8 * 3600) * CIVIL_US;
    struct view *v = view_list_new(l, &style);
    assert_heads(v, "  ringg, diga  all answered; 412 calls\n"
                    "  vapi         time asked there; 500 calls, back to 09:00, more\n"
                    "  bland        500: failed; 100 calls, back to 08:00, more\n");
    source(l, &bland, LIST_SOURCE_READ, "time asked there", NULL);
    assert_heads(v, "  ringg, diga  all answered; 412 calls\n"
                    "  vapi, bland  all answered; 600 calls, more\n");
    source(l, &vapi, LIST_SOURCE_ASKING, NULL, "its rate limit is waited for");
    source(l, &bland, LIST_SOURCE_ASKING, NULL, "its rate limit is waited for")->more = false;
    assert_heads(v, "  ringg, diga  all answered; 412 calls\n"
                    "  vapi, bland  asking; its rate limit is waited for; 600 calls\n");
    view_free(v);
    call_list_free(l);
}

/* Characters of two columns and of none; one of two columns is not cut in half. */
static void view_list__wide_characters__stay_in_their_columns(void **state)
{
    (void)state;
    static struct one call = {&ringg,
                              "r1",
                              14 * 60 + 5,
                              "inbound",
                              "+1",
                              NULL,
                              "\u5c71\u7530\u592a\u90ce",
                              "completed",
                              FIND_COMPLETED,
                              5,
                              NULL,
                              "Cafe\u0301 bestellt"};
    struct call_list *l = three_calls();
    call_list_free(l);
    l = call_list_new();
    add(l, &call);
    struct view *v = view_list_new(l, &style);
    assert_drawn(v, 70,
                 "      Time  Number  Agent     Duration    Status     Summary\n"
                 "  14:05:00  +1      \u5c71\u7530\u592a\u90ce      0:05    completed  "
                 "Cafe\u0301 bestellt\n");
    call.agent = "\u5c71\u7530\u592a\u90ce\u3055\u3093";
    add(l, &call);
    assert_drawn(v, 53,
                 "      Time  Number  Agent      Duration    Status\n"
                 "  14:05:00  +1      \u5c71\u7530\u592a..       0:05    completed\n");
    view_free(v);
    call_list_free(l);
}

static void view_list__masked__numbers_but_not_times(void **state)
{
    (void)state;
    struct call_list *l = three_calls();
    struct view *v = view_list_new(l, &style);
    style.mask = true;
    assert_drawn(v, 42,
                 "      Time  Number              Status\n"
                 "  14:05:00  +#######1234        completed\n"
                 "  13:30:00  +#######4567      ! no_answer\n"
                 "  12:10:00  +#######9999 >..  + ongoing\n");
    char *copied = v->ops->copy(v, 0);
    assert_string_equal(copied, "2025-11-29 14:05:00 UTC  ringg  +#######1234  Sarah  4:05  "
                                "completed  customer hung up  Asked about an invoice and wants a "
                                "call back.  r1");
    free(copied);
    view_free(v);
    call_list_free(l);
}

static void view_list_title__long__keeps_the_counts(void **state)
{
    (void)state;
    struct call_list *l = three_calls();
    struct view *v = view_list_new(l, &style);
    style.title = "Sat 29 Nov 14:00-16:00 UTC, number ..1234, failed, agent Sarah";
    all_well(l);
    assert_title(v, 80, "Sat 29 Nov 14:00-16:00 UTC, number ...  3 of 412 looked at");
    call_list_sort(l, LIST_COLUMN_COST, true);
    style.filter = "&x";
    assert_title(v, 160,
                 "Sat 29 Nov 14:00-16:00 UTC, number ..1234, failed, agent Sarah  3 of 412 looked "
                 "at, 3 match &x, by cost reversed");
    view_free(v);
    call_list_free(l);
}

static void view_list_find__by_provider_and_id_after_a_change(void **state)
{
    (void)state;
    struct call_list *l = three_calls();
    struct view *v = view_list_new(l, &style);
    struct view_list_place place = {0};
    const struct one newer = {&ringg, "r9",        14 * 60 + 50,   NULL, "+1", NULL,
                              NULL,   "completed", FIND_COMPLETED, 9,    NULL, NULL};
    view_list_keep(v, 1, &place);
    add(l, &newer);
    add(l, &calls[1]); /* the call itself comes again */
    v->ops->layout(v, 80);
    assert_int_equal(view_list_find(v, &place), 2);
    call_list_sort(l, LIST_COLUMN_TIME, true);
    v->ops->layout(v, 80);
    assert_int_equal(view_list_find(v, &place), 1);
    view_list_forget(&place);
    view_free(v);
    call_list_free(l);
}

/* What is searched is where it is drawn, so that matches get their colour. */
static void view_list__search__finds_and_paints(void **state)
{
    (void)state;
    struct call_list *l = three_calls();
    struct view *v = view_list_new(l, &style);
    struct line line = {0};
    struct buf text = {0};
    size_t painted = 0;
    v->ops->layout(v, 160);
    v->ops->text(v, 0, &text);
    v->ops->row(v, 0, 0, &line);
    for (size_t i = 0; i < line.count; i++) {
        const struct span *s = &line.spans[i];
        if (s->from == LINE_NOWHERE)
            continue;
        painted++;
        assert_memory_equal(buf_str(&line.text) + s->begin, buf_str(&text) + s->from, s->bytes);
    }
    assert_int_equal(painted, 7); /* all columns but the time */
    line_done(&line);
    buf_done(&text);
    view_free(v);
    call_list_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(view_list__80_columns__number_is_cut_for_end_reason),
        cmocka_unit_test(view_list__160_columns__summary_takes_the_rest),
        cmocka_unit_test(view_list__several_asked__provider_also_of_one_call),
        cmocka_unit_test(view_list__long_texts__cut_before_they_are_left_out),
        cmocka_unit_test(view_list__agent_id__leaves_room_for_the_summary),
        cmocka_unit_test(view_list__long_names__a_third_of_the_row),
        cmocka_unit_test(view_list__narrow__time_number_and_status_are_left),
        cmocka_unit_test(view_list__80_columns_with_dates__end_reason_is_there),
        cmocka_unit_test(view_list__other_days__dates_in_the_times),
        cmocka_unit_test(view_list__weeks__times_have_room),
        cmocka_unit_test(list_cells_ago_ms__a_second_only_in_the_first_minute),
        cmocka_unit_test(view_list__more_and_line__where_the_order_ends),
        cmocka_unit_test(view_list__trouble__a_row_for_each),
        cmocka_unit_test(view_list__kept_calls__progress),
        cmocka_unit_test(view_list__no_kept_calls__says_why),
        cmocka_unit_test(view_list__nobody_asked__says_so),
        cmocka_unit_test(view_list__folded__who_has_more_has_a_row),
        cmocka_unit_test(view_list__wide_characters__stay_in_their_columns),
        cmocka_unit_test(view_list__masked__numbers_but_not_times),
        cmocka_unit_test(view_list_title__long__keeps_the_counts),
        cmocka_unit_test(view_list_find__by_provider_and_id_after_a_change),
        cmocka_unit_test(view_list__search__finds_and_paints),
    };
    setenv("TZ", "UTC", 1);
    if (!setlocale(LC_ALL, ""))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
