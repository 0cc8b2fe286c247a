/* The table of participants and the recordings beside or below it. In a UTF-8 locale, times in UTC.
 */
#include "tests/unit/view/view_rows.h"
#include "ui/view/view_participants.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { TEN = 1704103200 /* 2024-01-01 10:00:00 UTC */ };

static const struct recording recording = {.url = "https://storage.example.com/a/b/recording.mp3",
                                           .duration_s = NAN};

static const struct participant two[] = {
    {.role = "from", .address = "+18005551234", .duration_s = NAN},
    {.role = "agent", .id = "agent_7", .duration_s = NAN},
};

static const struct participant longer[] = {
    {.role = "from", .address = "+18005551234", .duration_s = NAN},
    {.role = "agent", .id = "agent_mia_support", .duration_s = NAN},
};

static const struct participant three[] = {
    {.role = "host",
     .name = "Ana Silva",
     .id = "u-1",
     .state = "ended",
     .joined = {.us = TEN * 1000000LL, .known = true},
     .left = {.us = (TEN + 150) * 1000000LL, .known = true},
     .duration_s = 150},
    {.name = "Bo", .id = "Bo", .duration_s = NAN},
    {.role = "guest", .duration_s = NAN},
};

static struct call call_of(const struct participant *list, size_t count)
{
    return (struct call){.provider = "ringyo",
                         .id = "call_1",
                         .duration_s = NAN,
                         .participants = list,
                         .participant_count = count,
                         .recordings = &recording,
                         .recording_count = 1};
}

static void table__has_the_columns_with_a_value(void **state)
{
    (void)state;
    struct call c = call_of(two, 2);
    struct view *v = view_participants_new(&c);
    view_rows_expect(
        v, 80,
        "  from   +18005551234                   Recording  storage.example.com/a/b/re..\n"
        "  agent                agent_7\n");
    view_rows_expect(v, 51,
                     "  from   +18005551234\n"
                     "  agent                agent_7\n"
                     "  Recording  storage.example.com/a/b/recording.mp3\n");
    view_free(v);
}

/* Links that the provider names are below the recordings. */
static void links__given__below_the_recordings(void **state)
{
    (void)state;
    static const struct given_link links[] = {{"transcript", "https://a.example/t.json"},
                                              {NULL, "https://a.example/log"},
                                              {"empty", NULL}};
    struct call c = call_of(two, 2);
    const char *name;
    c.given_links = links;
    c.given_link_count = 3;
    struct view *v = view_participants_new(&c);
    view_rows_expect(
        v, 80,
        "  from   +18005551234                   Recording   storage.example.com/a/b/r..\n"
        "  agent                agent_7          transcript  https://a.example/t.json\n"
        "                                        Link        https://a.example/log\n");
    char *copied = v->ops->copy_again(v, 2, 0, &name);
    assert_string_equal(copied, "https://a.example/log");
    assert_string_equal(name, "link");
    free(copied);
    view_rows_expect(v, 52,
                     "  from   +18005551234\n"
                     "  agent                agent_7\n"
                     "  Recording   storage.example.com/a/b/recording.mp3\n"
                     "  transcript  https://a.example/t.json\n"
                     "  Link        https://a.example/log\n");
    const struct given_link gaps[] = {{"empty", ""}, links[0], {"none", NULL}, links[1]};
    view_free(v);
    c.given_links = gaps;
    c.given_link_count = 4;
    v = view_participants_new(&c);
    v->ops->layout(v, 52);
    assert_int_equal(view_participants_link(v, 2), SIZE_MAX);
    assert_int_equal(view_participants_link(v, 3), 1);
    assert_int_equal(view_participants_link(v, 4), 3);
    assert_int_equal(view_participants_recording(v, 3), SIZE_MAX);
    view_free(v);
}

/* The recordings give way to a table that is a little wider than half of the pane. */
static void table__wide__leaves_room_for_the_recording(void **state)
{
    (void)state;
    struct call c = call_of(longer, 2);
    struct view *v = view_participants_new(&c);
    view_rows_expect(
        v, 80,
        "  from   +18005551234                     Recording  storage.example.com/a/b/..\n"
        "  agent                agent_mia_support\n");
    view_rows_expect(v, 73,
                     "  from   +18005551234\n"
                     "  agent                agent_mia_support\n"
                     "  Recording  https://storage.example.com/a/b/recording.mp3\n");
    v->ops->layout(v, 80);
    v->ops->sideways(v, 1);
    assert_int_equal(v->ops->mark_col(v, 0), 40);
    view_free(v);
}

static void table__with_times__has_a_heading(void **state)
{
    (void)state;
    struct call c = call_of(three, 3);
    struct view *v = view_participants_new(&c);
    assert_int_equal(view_participants_first(v), 1);
    view_rows_expect(v, 70,
                     "          name       ID   state  joined    left      time\n"
                     "  host    Ana Silva  u-1  ended  10:00:00  10:02:30  2:30\n"
                     "  person  Bo\n"
                     "  guest\n"
                     "  Recording  https://storage.example.com/a/b/recording.mp3\n");
    view_free(v);
}

/* Columns that do not fit continue below, for the heading too. */
static void table__narrow__continues_below(void **state)
{
    (void)state;
    struct call c = call_of(three, 3);
    struct view *v = view_participants_new(&c);
    view_rows_expect(v, 40,
                     "          name       ID   state\n"
                     "          joined    left      time\n"
                     "  host    Ana Silva  u-1  ended\n"
                     "          10:00:00  10:02:30  2:30\n"
                     "  person  Bo\n"
                     "  guest\n"
                     "  Recording  storage.example.com/a/b/..\n");
    view_free(v);
}

static void table__never_passes_the_width(void **state)
{
    (void)state;
    static const char words[] = "a word for a role, a name or an ID that is far too long for a "
                                "column \xe4\xb8\xad\xe6\x96\x87";
    const struct participant wide[] = {{.role = words, .name = words, .id = "1", .duration_s = 1},
                                       {.role = words, .address = words, .duration_s = NAN}};
    struct call calls[] = {call_of(three, 3), call_of(two, 2), call_of(wide, 2)};
    for (int cols = 20; cols <= 200; cols++)
        for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
            struct view *v = view_participants_new(&calls[i]);
            view_rows_expect(v, cols, NULL);
            view_free(v);
        }
}

static void expect_copy(struct view *v, size_t item, unsigned times, const char *name,
                        const char *text)
{
    const char *got_name = NULL;
    char *got = v->ops->copy_again(v, item, times, &got_name);
    assert_string_equal(got, text);
    assert_string_equal(got_name, name);
    free(got);
}

static void copy_again__number_name_id(void **state)
{
    (void)state;
    static const struct participant all[] = {
        {.role = "from", .name = "Ana", .address = "+18005551234", .id = "u-1", .duration_s = NAN},
        {.role = "to", .name = "Bo", .id = "u-2", .duration_s = NAN},
        {.role = "agent", .duration_s = NAN}};
    struct call c = call_of(all, 3);
    struct view *v = view_participants_new(&c);
    expect_copy(v, 0, 0, "number", "+18005551234");
    expect_copy(v, 0, 1, "name", "Ana");
    expect_copy(v, 0, 2, "ID", "u-1");
    expect_copy(v, 0, 3, "number", "+18005551234");
    expect_copy(v, 1, 0, "name", "Bo");
    expect_copy(v, 1, 1, "ID", "u-2");
    expect_copy(v, 2, 0, "role", "agent");
    v->ops->layout(v, 51);
    expect_copy(v, 3, 5, "recording link", recording.url);
    view_free(v);
}

/* Each place of the searched text is in the row that shows it. */
static void recording__selected__beside_or_below(void **state)
{
    (void)state;
    static const struct recording list[] = {{.url = "https://s.example/a", .duration_s = NAN},
                                            {.duration_s = NAN, .by_key = true}};
    struct call c = call_of(two, 2);
    c.recordings = list;
    c.recording_count = 2;
    struct view *v = view_participants_new(&c);
    view_rows_expect(
        v, 80,
        "  from   +18005551234                   Recording 1  https://s.example/a\n"
        "  agent                agent_7          Recording 2  behind the provider's key\n");
    assert_int_equal(view_participants_recording(v, 1), SIZE_MAX);
    v->ops->sideways(v, 1);
    assert_int_equal(view_participants_recording(v, 0), 0);
    assert_int_equal(view_participants_recording(v, 1), 1);
    v->ops->layout(v, 50);
    assert_int_equal(view_participants_recording(v, 1), SIZE_MAX);
    assert_int_equal(view_participants_recording(v, 2), 0);
    assert_int_equal(view_participants_recording(v, 3), 1);
    assert_int_equal(view_participants_link(v, 3), SIZE_MAX);
    assert_null(v->ops->copy(v, 3));
    view_free(v);
    c.recording_count = 0;
    v = view_participants_new(&c); /* with a row that says that there is none */
    v->ops->layout(v, 50);
    assert_int_equal(view_participants_recording(v, 2), SIZE_MAX);
    assert_null(v->ops->copy(v, 2));
    view_free(v);
}

static void search__finds_the_row_of_a_cell(void **state)
{
    (void)state;
    struct call c = call_of(three, 3);
    struct view *v = view_participants_new(&c);
    struct buf room = {0};
    v->ops->layout(v, 40);
    v->ops->text(v, 1, &room);
    const char *text = buf_str(&room);
    assert_string_equal(text, "host\nAna Silva u-1 ended 10:00:00 10:02:30 2:30 ");
    assert_int_equal(v->ops->row_of(v, 1, 0), 0);
    assert_int_equal(v->ops->row_of(v, 1, (size_t)(strstr(text, "u-1") - text)), 0);
    assert_int_equal(v->ops->row_of(v, 1, (size_t)(strstr(text, "10:02") - text)), 1);
    assert_int_equal(v->ops->offset_of(v, 1, 1), strstr(text, "10:00") - text);
    assert_false(v->ops->is_label(v, 1, 0));
    assert_true(v->ops->is_label(v, 2, 0)); /* the program's word where no role is given */
    assert_true(v->ops->is_label(v, 4, 0)); /* "Recording" */
    assert_false(v->ops->is_label(v, 4, strlen("Recording\n")));
    buf_done(&room);
    view_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table__has_the_columns_with_a_value),
        cmocka_unit_test(links__given__below_the_recordings),
        cmocka_unit_test(table__wide__leaves_room_for_the_recording),
        cmocka_unit_test(table__with_times__has_a_heading),
        cmocka_unit_test(table__narrow__continues_below),
        cmocka_unit_test(table__never_passes_the_width),
        cmocka_unit_test(copy_again__number_name_id),
        cmocka_unit_test(recording__selected__beside_or_below),
        cmocka_unit_test(search__finds_the_row_of_a_cell),
    };
    setlocale(LC_ALL, "C.UTF-8");
    setenv("TZ", "UTC", 1);
    tzset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
