/* The list of links while answers replace the call that it borrows from, without a terminal. */
#include "base/alloc.h"
#include "call/links.h"
#include "config/config.h"
#include "tests/support/fetching.h"
#include "ui/feature/features.h"
#include "ui/shell/action.h"
#include "ui/shell/overlay.h"
#include "ui/shell/session.h"
#include "ui/shell/tabs.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct provider provider = {.name = "ringyo"};
static struct provider_set providers;
static struct settings settings = {.providers = &providers};
static const struct app_request request = {.settings = &settings};

/* Each turn contains a link. */
static struct call *make_call(const char *host, size_t turns)
{
    struct arena *arena = arena_new();
    struct call *c = arena_alloc(arena, sizeof *c);
    struct turn *list = arena_array(arena, turns, sizeof *list);
    for (size_t i = 0; i < turns; i++) {
        list[i].start_s = list[i].end_s = NAN;
        list[i].text = arena_printf(arena, "see https://%s/%zu", host, i + 1);
        list[i].bytes = strlen(list[i].text);
    }
    *c = (struct call){.arena = arena,
                       .provider = provider.name,
                       .title = "Ringyo",
                       .id = "call_1",
                       .turns = list,
                       .turn_count = turns,
                       .turns_loading = true};
    c->links = links_find(c);
    return c;
}

static void answer_with(struct app *a, struct call *c)
{
    struct answer answer = {.job = a->tab->job, .type = ANSWER_PARTIAL, .call = c};
    feature_answer(a, &answer);
    call_free(answer.call);
}

static void expect_selected(struct app *a, const char *url)
{
    char *copied =
        overlay_pane(a)->view->ops->copy(overlay_pane(a)->view, overlay_pane(a)->cursor.item);
    assert_string_equal(copied, url);
    free(copied);
}

/* Nothing may read the list between two answers, as the call that it borrows from is freed. */
static void link_list__two_answers_at_once__same_link_selected(void **state)
{
    struct app *a = session_new(&request, &features_parts);
    struct fetching f;
    (void)state;
    fetching_start(&f, "", (struct fetch_settings){0});
    a->fetcher = f.fetcher;
    tab_name(a->tab, &provider, "call_1");
    a->tab->job = 1;
    answer_with(a, make_call("a.example", 3));
    link_list_toggle(a);
    pane_goto(overlay_pane(a), 3);
    expect_selected(a, "https://a.example/3");
    answer_with(a, make_call("b.example", 4));
    expect_selected(a, "https://b.example/3");
    answer_with(a, make_call("c.example", 5));
    expect_selected(a, "https://c.example/3");
    session_free(a);
    fetching_stop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(link_list__two_answers_at_once__same_link_selected),
    };
    struct err e;
    setlocale(LC_ALL, "C.UTF-8");
    settings.config = config_load("/dev/null", &e);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    config_free(settings.config);
    return failed;
}
