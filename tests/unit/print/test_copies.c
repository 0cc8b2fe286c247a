/* What leaves the program keeps the characters that the screen cannot show, and is not cut; the
 * text form is never wider than asked for. */
#include "call/facts.h"
#include "print/form.h"
#include "print/print.h"
#include "text/cols.h"
#include "ui/view/view_facts.h"
#include "ui/view/view_participants.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FAMILY "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7"
#define HEART "\xe2\x9d\xa4\xef\xb8\x8f"         /* with a variation selector */
#define THUMB "\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd" /* with a skin tone */
#define PERSIAN "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88\xd8\xa7\xd9\x87\xd9\x85"
#define NEWEST "\xf0\x9f\xab\xa8" /* of Unicode 15 */
#define LETTERS FAMILY " " HEART " " THUMB " " PERSIAN " " NEWEST
/* An escape sequence, an override of the direction and a zero-width space: never copied */
#define CONTROLS "\x1b[2J\xe2\x80\xae\xe2\x80\x8b"

#define SPEAKER "The second agent of the night shift " HEART " in Bern"
#define ROLE "the person whom the second agent of the night shift called back"

static struct turn make_turn(const char *speaker, double start_s, const char *text)
{
    return (struct turn){.speaker = speaker,
                         .class = SPEAKER_AGENT,
                         .start_s = start_s,
                         .end_s = NAN,
                         .text = text,
                         .bytes = strlen(text)};
}

static const struct participant people[] = {
    {.role = ROLE, .name = "Zo" CONTROLS "e " HEART, .duration_s = NAN}};

static struct call sample(const struct turn *turns, size_t count)
{
    return (struct call){.provider = "ringyo",
                         .title = "Ringyo",
                         .id = "call_a",
                         .status = "completed",
                         .summary = "A " FAMILY CONTROLS " called",
                         .duration_s = NAN,
                         .participants = people,
                         .participant_count = 1,
                         .turns = turns,
                         .turn_count = count};
}

static void expect_has(const char *where, const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("%s: expected '%s' in '%s'", where, part, text);
}

static void expect_none(const char *where, const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("%s: expected no '%s' in '%s'", where, part, text);
}

static void put_form(struct buf *out, const struct call *c, enum form form)
{
    struct err e;
    const struct form_style style = {.cols = 80, .limits = {10, 2}};
    assert_true(form_print(out, form, c, &style, &e));
}

static void copies__letters__all_kept(void **state)
{
    (void)state;
    static const enum form forms[] = {FORM_TEXT, FORM_MARKDOWN, FORM_VTT};
    const struct turn turns[] = {make_turn("user", 0, LETTERS CONTROLS)};
    const struct call c = sample(turns, 1);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct buf out = {0};
        put_form(&out, &c, forms[i]);
        expect_has(form_name(forms[i]), out.data, LETTERS);
        expect_none(form_name(forms[i]), out.data, "\x1b");
        expect_none(form_name(forms[i]), out.data, "\xe2\x80\xae");
        expect_none(form_name(forms[i]), out.data, "\xe2\x80\x8b");
        if (forms[i] != FORM_VTT)
            expect_has(form_name(forms[i]), out.data, "A " FAMILY);
        buf_done(&out);
    }
    struct buf one = {0}, all = {0};
    print_turn(&one, &turns[0]);
    print_turns(&all, &c, NULL, 1);
    assert_string_equal(one.data, "0:00  user  " LETTERS "[2J");
    assert_string_equal(all.data, "0:00  user  " LETTERS "[2J\n");
    buf_done(&one);
    buf_done(&all);
}

/* A row of a pane shows what the terminal can count, and is copied with every letter. */
static void copies__row_of_a_pane__all_letters(void **state)
{
    (void)state;
    const struct call c = sample(NULL, 0);
    struct facts f;
    facts_of_participants(&f, &c);
    assert_string_equal(f.list[0].value, "Zo[2Je \xe2\x9d\xa4");
    assert_string_equal(f.list[0].source, "Zo[2Je " HEART);
    facts_done(&f);
    struct view *v = view_participants_new(&c);
    v->ops->layout(v, 80);
    char *copied = v->ops->copy(v, 0);
    assert_string_equal(copied, "Zo[2Je " HEART);
    free(copied);
    view_free(v);
}

static void copies__speakers_and_roles__not_cut(void **state)
{
    (void)state;
    const struct turn turns[] = {make_turn(SPEAKER, 0, "Hello"), make_turn("user", 3, "one\ntwo")};
    const struct call c = sample(turns, 2);
    struct buf note = {0}, vtt = {0}, text = {0}, copied = {0}, one = {0};
    put_form(&note, &c, FORM_MARKDOWN);
    expect_has("note", note.data, "> **0:00 " SPEAKER ":** Hello");
    expect_has("note", note.data, "- Participants: " ROLE " Zo");
    put_form(&vtt, &c, FORM_VTT);
    expect_has("vtt", vtt.data, "<v " SPEAKER ">Hello");
    print_turns(&copied, &c, NULL, 2);
    assert_string_equal(copied.data, "0:00  " SPEAKER "  Hello\n"
                                     "0:03  user              one\n"
                                     "                        two\n");
    print_turn(&one, &turns[0]);
    assert_string_equal(one.data, "0:00  " SPEAKER "  Hello");
    put_form(&text, &c, FORM_TEXT);
    expect_has("text", text.data, "\n  0:00  " SPEAKER "\n                          Hello\n");
    expect_has("text", text.data, "\n  " ROLE "\n");
    buf_clear(&text);
    print_text_cut(&text, &c, 80, &(struct spot_limits){10, 2}); /* what -p prints */
    expect_has("text", text.data, "\n  0:00  The second age..  Hello\n");
    expect_has("text", text.data, "\n  the person whom the second age..\n");
    buf_done(&note);
    buf_done(&vtt);
    buf_done(&text);
    buf_done(&copied);
    buf_done(&one);
}

static void fill_other(struct arena *a, struct value *object)
{
    static const char *const names[] = {"a", "a_name_that_is_long",
                                        "a_name_of_a_field_that_is_far_too_long",
                                        "\xe5\x90\x8d\xe5\x89\x8d\xe5\x90\x8d\xe5\x89\x8d"};
    struct value *tail = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct value *v = value_new(a, VALUE_STRING);
        v->name = names[i];
        v->text = "some words, and \xe5\xbe\x8c\xe3\x81\xab";
        v->bytes = (uint32_t)strlen(v->text);
        value_append(object, v, &tail);
    }
    struct value *deeper = object;
    for (int depth = 0; depth < 30; depth++) {
        struct value *child = value_new(a, VALUE_OBJECT), *last = value_first(deeper);
        child->name = "deeper";
        while (last && last->next)
            last = last->next;
        value_append(deeper, child, &last);
        deeper = child;
    }
}

static void text__any_width__never_wider(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct value *other = value_new(a, VALUE_OBJECT);
    static const char *const notes[] = {"a note of several words that does not fit"};
    const struct turn turns[] = {make_turn(SPEAKER, 3700, "Hello, " LETTERS " and more words"),
                                 make_turn("user", 3, "one\ntwo"), make_turn("", NAN, "x")};
    struct call c = sample(turns, 3);
    fill_other(a, other);
    c.other = other;
    c.notes = notes;
    c.note_count = 1;
    c.id = "v1.us.208136f5ba34a5a2.9876543210_and_more_than_twenty_columns";
    for (int cols = 20; cols <= 130; cols++) {
        struct buf out = {0};
        (cols % 2 ? print_text : print_text_cut)(&out, &c, cols, &(struct spot_limits){10, 2});
        for (char *rest = out.data, *line; (line = strsep(&rest, "\n"));)
            if (cols_of(line, strlen(line)) > cols)
                fail_msg("%d columns: '%s' has %d", cols, line, cols_of(line, strlen(line)));
        buf_done(&out);
    }
    arena_free(a);
}

/* https://www.w3.org/TR/webvtt1/#webvtt-cue-span-start-tag-annotation-text: an arrow belongs to the
 * times alone, and an annotation has a name in it. */
static void vtt__odd_speakers__valid(void **state)
{
    (void)state;
    static const struct {
        const char *speaker, *cue;
    } rows[] = {
        {"a--", "<v a-- >hi\n"},       {"--", "<v -- >hi\n"},
        {"a-", "<v a- >hi\n"},         {" ", "hi\n"},
        {"\xe2\x80\x8b", "hi\n"},      {"", "hi\n"},
        {"a-->b", "<v a--&gt;b>hi\n"}, {"a\nb", "<v a b>hi\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct turn turn = make_turn(rows[i].speaker, 0, "hi");
        const struct call c = sample(&turn, 1);
        struct buf out = {0};
        put_form(&out, &c, FORM_VTT);
        const char *cue = strstr(out.data, "05.000\n");
        assert_non_null(cue);
        assert_string_equal(cue + strlen("05.000\n"), rows[i].cue);
        buf_done(&out);
    }
}

/* Asterisks beside a blank of any script would be shown as they are. */
static void note__blanks_around_a_speaker__dropped(void **state)
{
    (void)state;
    const struct turn turn = make_turn("\xc2\xa0 Jo \xe3\x80\x80", NAN, "hi");
    struct call c = sample(&turn, 1);
    struct buf out = {0};
    put_form(&out, &c, FORM_MARKDOWN);
    assert_non_null(strstr(out.data, "\n> **Jo:** hi\n"));
    buf_done(&out);
}

static void note__blank_lines__no_visible_backslash(void **state)
{
    (void)state;
    static const struct {
        const char *text, *quoted;
    } rows[] = {
        {"a\nb", "a\\\n> b"},
        {"a\n   \n\nb", "a\n> \n> \n> b"},
        {"a\n\xc2\xa0\n\nb", "a\n> \xc2\xa0\n> \n> b"},
        {"a\n\n   \nb", "a\n> \n> \n> b"},
        {"   \nb", "\n> b"},
        {"a\n   ", "a\n> "},
        {"a\n", "a\n> "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct turn turn = make_turn(NULL, NAN, rows[i].text);
        struct call c = sample(&turn, 1);
        struct buf out = {0};
        c.participant_count = 0;
        put_form(&out, &c, FORM_MARKDOWN);
        const char *quote = strstr(out.data, "\n> ");
        assert_non_null(quote);
        assert_memory_equal(quote + 3, rows[i].quoted, strlen(rows[i].quoted));
        assert_string_equal(quote + 3 + strlen(rows[i].quoted), "\n");
        buf_done(&out);
    }
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies__letters__all_kept),
        cmocka_unit_test(copies__row_of_a_pane__all_letters),
        cmocka_unit_test(copies__speakers_and_roles__not_cut),
        cmocka_unit_test(text__any_width__never_wider),
        cmocka_unit_test(vtt__odd_speakers__valid),
        cmocka_unit_test(note__blanks_around_a_speaker__dropped),
        cmocka_unit_test(note__blank_lines__no_visible_backslash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
