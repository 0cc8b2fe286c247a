/* Answers that the providers document or that others have saved, served by the mock and printed as
 * JSON. tests/fixtures/payloads/outcomes.json says what each must give: the exit code, and the call
 * or the error. These were worked out from the answers and the providers' documents, so they are
 * not rewritten from what the program prints. */
#include "base/alloc.h"
#include "base/arena.h"
#include "call/value.h"
#include "provider/json.h"
#include "tests/support/printing.h"
#include "tests/support/scratch.h"

#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER "tests/fixtures/payloads"

static struct arena *arena;
static const struct value *outcomes;
static char *config; /* a provider for each saved answer, with its name */

static const struct value *parse(const char *text, size_t bytes, const char *what)
{
    struct err e = {0};
    const struct value *v = json_parse(arena, text, bytes, &e);
    if (!v)
        fail_msg("%s: expected JSON, got '%s': %s", what, text, e.text);
    return v;
}

static const char *text_of(const struct value *outcome, const char *name)
{
    return value_member(outcome, name)->text;
}

/* "ringg" of "ringg-01" */
static int provider_bytes(const char *file)
{
    return (int)strcspn(file, "-");
}

static void put_providers(struct buf *out)
{
    const char *before = "";
    for (const struct value *o = value_first(outcomes); o; o = o->next) {
        const char *file = text_of(o, "file");
        if (strcmp(file, before) != 0)
            buf_printf(out,
                       "[provider %s]\nlike = %.*s\nenabled = yes\napi_key = secret\n"
                       "base_url = http://127.0.0.1:%d/saved/payloads/%s\n",
                       file, provider_bytes(file), file, printing.mock.port, file);
        before = file;
    }
}

static int set_up(void **state)
{
    struct buf ini = {0};
    char *text = scratch_read(FOLDER, "outcomes.json");
    if (printing_setup(state) || !text)
        return -1;
    arena = arena_new();
    outcomes = parse(text, strlen(text), FOLDER "/outcomes.json");
    put_providers(&ini);
    config = printing_config("payloads.ini", NULL, buf_str(&ini));
    buf_done(&ini);
    free(text);
    return 0;
}

static int tear_down(void **state)
{
    arena_free(arena);
    free(config);
    return printing_teardown(state);
}

static bool differs(const char *path, const struct value *want, const struct value *got)
{
    struct buf a = {0}, b = {0};
    value_put_json(&a, want);
    if (got)
        value_put_json(&b, got);
    print_error("%s: expected %s, got %s\n", path, buf_str(&a), got ? buf_str(&b) : "nothing");
    buf_done(&a);
    buf_done(&b);
    return false;
}

static bool same(const char *path, const struct value *want, const struct value *got);

static bool same_at(const char *path, const char *name, const struct value *want,
                    const struct value *got)
{
    char *below = xasprintf("%s/%s", path, name);
    bool good = same(below, want, got);
    free(below);
    return good;
}

static bool same_list(const char *path, const struct value *want, const struct value *got)
{
    size_t i = 0;
    bool good = true;
    if (want->count != got->count)
        return differs(path, want, got);
    for (const struct value *w = value_first(want), *g = value_first(got); w;
         w = w->next, g = g->next) {
        char *name = xasprintf("%zu", i++);
        good &= same_at(path, name, w, g);
        free(name);
    }
    return good;
}

/* Members that are not expected have to be null. */
static bool same_object(const char *path, const struct value *want, const struct value *got)
{
    static const struct value null = {.type = VALUE_NULL};
    bool good = true;
    for (const struct value *w = value_first(want); w; w = w->next)
        good &= same_at(path, w->name, w, value_member(got, w->name));
    for (const struct value *g = value_first(got); g; g = g->next)
        if (!value_member(want, g->name))
            good &= same_at(path, g->name, &null, g);
    return good;
}

/* Numbers are compared to a thousandth, which is what is printed of a turn's times. */
static bool same_scalar(const struct value *want, const struct value *got)
{
    switch (want->type) {
    case VALUE_NUMBER:
        return fabs(want->number - got->number) < 0.0005;
    case VALUE_STRING:
        return strcmp(want->text, got->text) == 0;
    default:
        return want->truth == got->truth;
    }
}

static bool same(const char *path, const struct value *want, const struct value *got)
{
    if (!got || got->type != want->type)
        return differs(path, want, got);
    if (want->type == VALUE_OBJECT)
        return same_object(path, want, got);
    if (want->type == VALUE_ARRAY)
        return same_list(path, want, got);
    return same_scalar(want, got) || differs(path, want, got);
}

/* Compares the members of a call that the outcome has. */
static bool same_call(const char *path, const struct value *want, const struct value *got)
{
    bool good = true;
    for (const struct value *w = value_first(want); w; w = w->next)
        good &= same_at(path, w->name, w, value_member(got, w->name));
    return good;
}

static bool outcome_holds(const struct value *outcome)
{
    struct run r;
    const char *file = text_of(outcome, "file"), *id = text_of(outcome, "id");
    const struct value *call = value_member(outcome, "call");
    int code = (int)value_member(outcome, "exit")->number;
    CALL_ON(&r, config, "-p", "json", "--max-wait", "0", file, "--", id);
    char *path = xasprintf("%s %s: %s", file, id, call ? "call" : "error");
    const struct value *got = parse(buf_str(&r.out), r.out.len, path);
    bool good = r.code == code;
    if (!good)
        print_error("%s: expected exit code %d, got %d: %s\n", path, code, r.code, buf_str(&r.err));
    good &= call ? same_call(path, call, got)
                 : same(path, value_member(outcome, "error"), value_member(got, "error"));
    free(path);
    run_done(&r);
    return good;
}

static void payloads__each__gives_its_outcome(void **state)
{
    (void)state;
    int wrong = 0;
    for (const struct value *o = value_first(outcomes); o; o = o->next)
        wrong += !outcome_holds(o);
    if (wrong)
        fail_msg("expected %u outcomes, %d are different", outcomes->count, wrong);
}

static bool has_outcome(const char *file)
{
    size_t n = strcspn(file, ".");
    for (const struct value *o = value_first(outcomes); o; o = o->next)
        if (strncmp(text_of(o, "file"), file, n) == 0 && !text_of(o, "file")[n])
            return true;
    return false;
}

static void payloads__each__has_an_outcome(void **state)
{
    (void)state;
    size_t files = 0;
    DIR *dir = opendir(FOLDER);
    assert_non_null(dir);
    for (const struct dirent *entry; (entry = readdir(dir)); files++)
        if (strchr(entry->d_name, '-') && !has_outcome(entry->d_name))
            fail_msg("expected an outcome of '%s'", entry->d_name);
    closedir(dir);
    assert_true(files > outcomes->count / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(payloads__each__has_an_outcome),
        cmocka_unit_test(payloads__each__gives_its_outcome),
    };
    return cmocka_run_group_tests_name("payloads", tests, set_up, tear_down);
}
