/* Makes every call fail in turn, in every scenario, and prints how the program ended.
 * usage: torture [OPTION]... [SCENARIO[/MODE[/POINT]]]...
 *        torture --scenarios | --modes
 * Without words: all scenarios and modes. A point is run alone, and what the program wrote and
 * where the call was that failed are printed. Exit code 1 if a run ended wrongly.
 *   --every        all points, not only those that are distinct
 *   --only MODES   only these modes, in this order, with commas between their names
 *   --one-in N     a sample
 *   --seconds N    no more runs begin after that time
 *   --at-least N   exit code 1 too if a call failed in fewer runs than that
 *   --says TEXT    exit code 1 too if no run ended like that, as it is printed */
#include "base/alloc.h"
#include "tests/support/mock.h"
#include "tests/torture/points.h"
#include "tests/torture/verdict.h"
#include "text/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NAME_BYTES = 64 };

/* How runs ended, and how many of them like that. */
struct ending {
    char *how;
    size_t count;
    bool good;
    char first[NAME_BYTES]; /* point */
};

struct sweep {
    const struct scenario *scenario;
    struct trial one, other; /* undisturbed */
    struct reference *reference;
    struct torture_page *traced; /* of the first of them */
    struct ending *endings;
    size_t ending_count;
};

static struct {
    size_t points, runs, failed, wrong, left_out;
} total;

static int64_t end_ms; /* 0: there is time for all runs */

static const char *only; /* the names of modes, with commas; NULL: all modes */

/* What a sweep has to show, or it has shown nothing. */
static struct {
    size_t failed;    /* how many runs with a call that failed */
    const char *text; /* NULL: none */
    bool was_said;
} wanted;

static bool is_late(void)
{
    return end_ms && time_now_ms() > end_ms;
}

static void run_undisturbed(struct sweep *s)
{
    trial_reset_page();
    trial_page()->is_traced = true;
    trial_run(&s->one, s->scenario);
    s->traced = xmalloc(sizeof *s->traced);
    memcpy(s->traced, trial_page(), sizeof *s->traced);
    trial_reset_page();
    trial_run(&s->other, s->scenario);
}

static bool sweep_begin(struct sweep *s, const struct scenario *scenario)
{
    *s = (struct sweep){.scenario = scenario};
    run_undisturbed(s);
    const struct trial *t = &s->one;
    s->reference = verdict_reference(scenario, &s->one, &s->other);
    if (t->code >= 0 && t->code < 128 && !t->missing && t->code == s->other.code)
        return true;
    printf("%s: undisturbed it ends with %d, without '%s'\n%s%s\n", scenario->name, t->code,
           t->missing ? t->missing : "", buf_str(&t->err), buf_str(&t->screen));
    total.wrong++;
    return false;
}

static void sweep_end(struct sweep *s)
{
    verdict_free(s->reference);
    trial_done(&s->one);
    trial_done(&s->other);
    free(s->traced);
}

static void ending_add(struct sweep *s, const char *how, bool good, const char *point)
{
    size_t i = 0;
    while (i < s->ending_count && strcmp(s->endings[i].how, how) != 0)
        i++;
    if (i == s->ending_count) {
        s->endings = xgrow(s->endings, s->ending_count++, sizeof *s->endings);
        s->endings[i] = (struct ending){.how = xstrdup(how), .good = good};
        snprintf(s->endings[i].first, NAME_BYTES, "%s", point);
    }
    s->endings[i].count++;
}

static void endings_print(struct sweep *s)
{
    for (size_t i = 0; i < s->ending_count; i++) {
        struct ending *e = &s->endings[i];
        printf("  %5zu x %s (%s)\n", e->count, e->how, e->first);
        free(e->how);
    }
    free(s->endings);
    s->endings = NULL;
    s->ending_count = 0;
}

static void print_frames(const struct torture_page *page)
{
    for (int i = 0; i < page->frame_count; i++)
        printf("    %s 0x%llx\n", page->frames[i].module,
               (unsigned long long)page->frames[i].offset);
}

static void print_trial(const struct trial *t, const struct torture_page *page)
{
    printf("exit code %d, a call has %sfailed (descriptor %d)\n", t->code,
           page->has_failed ? "" : "not ", page->fd);
    print_frames(page);
    printf("standard output:\n%s\nstandard error or the screen:\n%s\n", buf_str(&t->out),
           buf_str(&t->err));
    if (t->missing)
        printf("when '%s' did not come:\n%s\n", t->missing, buf_str(&t->screen));
}

static bool sweep_run(struct sweep *s, const struct mode *m, struct point at, bool in_full)
{
    struct trial t;
    struct buf how = {0};
    char name[NAME_BYTES];
    trial_reset_page();
    points_ask(trial_page(), m, at);
    trial_run(&t, s->scenario);
    bool good = verdict_of(s->reference, &t, &how);
    points_name(name, sizeof name, at);
    if (in_full)
        print_trial(&t, trial_page());
    ending_add(s, buf_str(&how), good, name);
    wanted.was_said = wanted.was_said || (wanted.text && strstr(buf_str(&how), wanted.text));
    total.runs++;
    total.failed += trial_page()->has_failed;
    total.wrong += !good;
    trial_done(&t);
    buf_done(&how);
    return good;
}

static void sweep_mode(struct sweep *s, const struct mode *m, struct selection which)
{
    struct points p;
    size_t runs = total.runs;
    int64_t begin_ms = time_now_ms();
    points_select(&p, m, s->traced, which);
    for (size_t i = 0; i < p.count; i++)
        if (is_late())
            total.left_out++;
        else
            sweep_run(s, m, p.list[i], false);
    if (p.count)
        printf("%s/%s: %zu points, %zu runs, %.1f s\n", s->scenario->name, m->name, p.reached,
               total.runs - runs, (double)(time_now_ms() - begin_ms) / 1000);
    endings_print(s);
    fflush(stdout);
    total.points += p.reached;
    free(p.list);
}

static void sweep_only(struct sweep *s, struct selection which)
{
    char *copy = xstrdup(only), *rest = copy;
    for (const char *name; (name = strsep(&rest, ","));)
        sweep_mode(s, mode_find(name), which);
    free(copy);
}

static void sweep_modes(struct sweep *s, const struct mode *mode, struct selection which)
{
    for (size_t i = 0; i < mode_count; i++)
        if (!mode || mode == &modes[i])
            sweep_mode(s, &modes[i], which);
}

static void sweep_scenario(const struct scenario *scenario, const struct mode *mode,
                           struct selection which)
{
    struct sweep s;
    if (is_late()) {
        printf("%s: no time is left for it\n", scenario->name);
        return;
    }
    bool runs = sweep_begin(&s, scenario);
    if (runs && only && !mode)
        sweep_only(&s, which);
    else if (runs)
        sweep_modes(&s, mode, which);
    sweep_end(&s);
}

static _Noreturn void refuse(const char *word)
{
    fprintf(stderr, "torture: '%s' is no option, scenario, mode or point\n", word);
    exit(2);
}

static void run_point(const struct scenario *scenario, const struct mode *mode, const char *point)
{
    struct sweep s;
    struct point at;
    if (!points_parse(point, &at))
        refuse(point);
    if (sweep_begin(&s, scenario))
        sweep_run(&s, mode, at, true);
    endings_print(&s);
    sweep_end(&s);
}

static void take_word(const char *word, struct selection which)
{
    char *copy = xstrdup(word), *rest = copy;
    const char *name = strsep(&rest, "/"), *mode_name = strsep(&rest, "/"), *point = rest;
    const struct scenario *scenario = scenario_find(name);
    const struct mode *mode = mode_name ? mode_find(mode_name) : NULL;
    if (!scenario || (mode_name && !mode))
        refuse(word);
    if (point)
        run_point(scenario, mode, point);
    else
        sweep_scenario(scenario, mode, which);
    free(copy);
}

static int list_scenarios(void)
{
    for (size_t i = 0; i < scenario_count; i++)
        printf("%s\n", scenarios[i].name);
    return 0;
}

static int list_modes(void)
{
    for (size_t i = 0; i < mode_count; i++)
        printf("%s\n", modes[i].name);
    return 0;
}

static void sweep_all(char *const *words, struct selection which)
{
    for (size_t i = 0; !*words && i < scenario_count; i++)
        sweep_scenario(&scenarios[i], NULL, which);
    for (; *words; words++)
        take_word(*words, which);
}

static bool has_shown_enough(void)
{
    if (total.failed < wanted.failed)
        printf("a call failed in %zu runs only, of the %zu that there should be at least\n",
               total.failed, wanted.failed);
    if (wanted.text && !wanted.was_said)
        printf("no run ended with '%s'\n", wanted.text);
    return total.failed >= wanted.failed && (!wanted.text || wanted.was_said);
}

static int run(char *const *words, struct selection which)
{
    struct mock mock;
    mock_start(&mock);
    scenario_open(&mock);
    trial_open();
    sweep_all(words, which);
    trial_close();
    scenario_close();
    mock_stop(&mock);
    printf("%zu points, %zu runs, %zu with a call that failed, %zu ended wrongly, %zu left out\n",
           total.points, total.runs, total.failed, total.wrong, total.left_out);
    return has_shown_enough() && !total.wrong ? 0 : 1;
}

static void take_only(const char *names)
{
    char *copy = xstrdup(names), *rest = copy;
    for (const char *name; (name = strsep(&rest, ","));)
        if (!mode_find(name))
            refuse(name);
    free(copy);
    only = names;
}

/* An option with a value; false if it is none. */
static bool take_option(const char *name, const char *value, struct selection *which)
{
    if (!value)
        return false;
    if (strcmp(name, "--only") == 0)
        take_only(value);
    else if (strcmp(name, "--one-in") == 0)
        which->one_in = strtoul(value, NULL, 10);
    else if (strcmp(name, "--seconds") == 0)
        end_ms = time_now_ms() + 1000 * strtol(value, NULL, 10);
    else if (strcmp(name, "--at-least") == 0)
        wanted.failed = strtoul(value, NULL, 10);
    else if (strcmp(name, "--says") == 0)
        wanted.text = value;
    else
        return false;
    return true;
}

int main(int argc, char *argv[])
{
    struct selection which = {0};
    int first = 1;
    for (; first < argc && argv[first][0] == '-'; first++) {
        if (strcmp(argv[first], "--scenarios") == 0)
            return list_scenarios();
        if (strcmp(argv[first], "--modes") == 0)
            return list_modes();
        if (strcmp(argv[first], "--every") == 0)
            which.all = true;
        else if (take_option(argv[first], argv[first + 1], &which))
            first++;
        else
            refuse(argv[first]);
    }
    return run(argv + first, which);
}
