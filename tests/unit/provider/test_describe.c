/* Descriptions of how a call went: units, words behind a pointer, `*`, stages, and words that mean
 * nothing without another one. */
#include "base/alloc.h"
#include "base/buf.h"
#include "provider/describe.h"
#include "provider/sources.h"
#include "tests/support/descriptions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))
#define MINE "[provider mine]\nbase_url = https://api.example.com\npath = /calls/{id}\n"

struct found {
    const char *word;
    struct buf text;
};

static void put_word(void *found, const char *name, const struct sources *sources)
{
    struct found *f = found;
    for (size_t i = 0; strcmp(name, f->word) == 0 && i < sources->count; i++) {
        buf_puts(&f->text, i ? " | " : "");
        sources_put(&f->text, &sources->at[i]);
    }
}

/* What a provider's description has at a word must be `want`. */
static void check_word(const struct provider *p, const char *word, const char *want)
{
    struct found f = {.word = word};
    describe_each(p, put_word, &f);
    if (strcmp(buf_str(&f.text), want) != 0)
        fail_msg("%s: expected '%s', got '%s'", word, want, buf_str(&f.text));
    buf_done(&f.text);
}

static void describe__words_of_figures__are_read(void **state)
{
    (void)state;
    static const struct {
        const char *word, *value, *want; /* want NULL: the value */
    } rows[] = {
        {"cost", "/a usd | /b eur | /c cents | /d credits", NULL},
        {"cost", "/a/*b/*c* usd", NULL}, /* names of members */
        {"cost.part", "/parts stt llm s usd", NULL},
        {"cost.part", "/parts", NULL},
        {"cost.part", "/parts/*/costs", NULL},
        {"cost.part", "/parts  a:b\tc/d", "/parts a:b c/d"},
        {"cost.part", "/parts s", NULL},
        {"voicemail", "/by usd", NULL},
        {"success", "/a yes:success,ok no:failure", NULL},
        {"success", "/a no:failure", NULL},
        {"success", "/a", NULL},
        {"voicemail", "/by voicemail machine", NULL},
        {"hung_up", "/who agent:bot,ai person:user | /end", NULL},
        {"hung_up", "/who person:user agent:bot", "/who agent:bot person:user"},
        {"status", "/a except:none,n/a | /b on/off", NULL},
        {"summary", "/parts/*/text", NULL},
        {"metric.reply", "/turns/*/wait ms", NULL},
        {"metric.reply", "/values", NULL},
        {"turn.end", "/words/-1/end s", NULL},
        {"turn.stage.heard", "/asr ms", NULL},
        {"turn.skip_members", "/id | /meta/type", NULL},
        {"evaluations", "/a | /b", NULL},
        {"links", "/a/*/url | /b", NULL},
        {"outcome", "", ""},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct described d;
        char *ini = xasprintf(MINE "%s = %s\n%s", rows[i].word, rows[i].value,
                              strcmp(rows[i].word, "cost.part") == 0 ? "cost = /c usd\n" : "");
        described_init(&d, ini);
        if (d.config.problems.count)
            fail_msg("%s: %s", rows[i].word, d.config.problems.list[0].text);
        check_word(described_find(&d, "mine"), rows[i].word,
                   rows[i].want ? rows[i].want : rows[i].value);
        described_done(&d);
        free(ini);
    }
}

#define ONE "but one value is wanted here"

static void describe__bad_words_of_figures__are_explained(void **state)
{
    (void)state;
    static const struct {
        const char *row, *part;
    } rows[] = {
        {"cost = /a",
         "cost: the unit behind the pointer is missing: use usd, eur, cents or credits"},
        {"cost = /a | /b usd", "the unit behind the pointer is missing"},
        {"cost = /a dollars", "unknown unit 'dollars': use usd, eur, cents or credits"},
        {"cost = /a ms", "unit 'ms' makes no sense here: use usd, eur, cents or credits"},
        {"duration = /a usd", "unit 'usd' makes no sense here: use s, ms, us, min or hms"},
        {"evaluations = /a list", "unknown unit 'list': write the pointer alone"},
        {"turns = /a s", "unit 's' makes no sense here: write the pointer alone"},
        {"status = /a s", "unit 's' makes no sense here: use WORD/WORD or except:WORDS"},
        {"status = /a inbound:in", "makes no sense here: use WORD/WORD or except:WORDS"},
        {"success = /a won lost", "unknown unit 'won lost': use yes:WORDS no:WORDS"},
        {"turn.interrupted = /a bool", "unknown unit 'bool'"},
        {"voicemail = /a agent:bot",
         "unit 'agent:WORDS person:WORDS' makes no sense here: use yes:WORDS no:WORDS or WORDS"},
        {"hung_up = /a yes:bot", "unit 'yes:WORDS no:WORDS' makes no sense here"},
        {"hung_up = /a bot", "unknown unit 'bot': use agent:WORDS person:WORDS"},
        {"success = /a yes:", "cannot read 'yes:'"},
        {"success = /a yes:a yes:b", "cannot read 'yes:b'"},
        {"success = /a yes:a person:b", "cannot read 'person:b'"},
        {"success = /a yes:a, b",
         "cannot read 'b' (a comma stands between words): use yes:WORDS no:WORDS"},
        {"status = /a expect:x", "cannot read 'expect:x'"},
        {"started = /a/* iso", ONE},
        {"cost = /a/* usd", ONE},
        {"metric.ring = /a/*/ring s", ONE},
        {"metric.interruptions.by_agent = /*", ONE},
        {"success = /a/*", ONE},
        {"turns = /a/*", ONE},
        {"tools = /a/*", ONE},
        {"evaluations = /a/*", ONE},
        {"turn.start = /words/*/start s", ONE},
        {"turn.stage.heard = /words/*/start s", ONE},
        {"tool.payload = /a/*", ONE},
        {"turn.skip_members = /a/*", ONE},
        {"repeats = /a/*", ONE},
        {"turns.more = /a/*", ONE},
        {"turn.stage. = /a", "unknown option 'turn.stage.'"},
        {"turn.stage.heard = a", "turn.stage.heard: 'a' is not a pointer"},
        {"turn.stage.heard = /a iso", "unit 'iso' makes no sense here"},
        {"sucess = /a", "did you mean 'success'?"},
        {"evaluation = /a", "did you mean 'evaluations'?"},
        {"metric.repyl = /a", "did you mean 'metric.reply'?"},
        {"metric.interruptions.by_persons = /a", "did you mean 'metric.interruptions.by_person'?"},
        {"turn.skip_member = /a", "did you mean 'turn.skip_members'?"},
        {"tool.error_text = /a", "unknown option"},
        {"cost.parts = /a", "did you mean 'cost.part'?"},
        {"recording.paht = /a/{id}", "did you mean 'recording.path'?"},
        {"recording.if = /a", "recording.if: means nothing without recording.path"},
        {"cost.part = /a", "cost.part: means nothing without cost"},
        {"cost.part.amount = /a", "cost.part.amount: means nothing without cost.part"},
        {"evaluation.reason = /a", "evaluation.reason: means nothing without evaluations"},
        {"link.url = /a", "link.url: means nothing without links"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct described d;
        char *ini = xasprintf(MINE "%s\n", rows[i].row);
        described_init(&d, ini);
        const struct problems *all = &d.config.problems;
        if (all->count != 1 || all->list[0].line != 4 || !strstr(all->list[0].text, rows[i].part))
            fail_msg("'%s': expected one problem in line 4 with '%s', got %zu, the first '%s'",
                     rows[i].row, rows[i].part, all->count, all->count ? all->list[0].text : "");
        described_done(&d);
        free(ini);
    }
}

/* A section may change, remove and add stages of what it is like, which keeps its own. */
static void describe__stages__of_a_description_like_another(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, MINE "turn.stage.heard = /a s\nturn.stage.thought = /b s\n"
                            "evaluations = /e\nevaluation.reason = /why\n"
                            "[provider other]\nlike = mine\nturn.stage.heard = /x ms\n"
                            "turn.stage.thought =\nturn.stage.spoke = /y\nevaluations =\n"
                            "[provider third]\nlike = other\nevaluations = /third\n");
    assert_int_equal(d.config.problems.count, 0);
    const struct provider *mine = described_find(&d, "mine"), *other = described_find(&d, "other"),
                          *third = described_find(&d, "third");
    assert_int_equal(mine->stage_count, 2);
    check_word(mine, "turn.stage.heard", "/a s");
    check_word(mine, "turn.stage.thought", "/b s");
    check_word(other, "turn.stage.heard", "/x ms");
    check_word(other, "turn.stage.thought", "");
    check_word(other, "turn.stage.spoke", "/y");
    check_word(other, "evaluations", "");
    check_word(other, "evaluation.reason", "/why");
    check_word(third, "turn.stage.heard", "/x ms");
    check_word(third, "evaluations", "/third");
    described_done(&d);
}

static void describe__stages__have_a_bound(void **state)
{
    (void)state;
    struct described d;
    struct buf ini = {0};
    buf_puts(&ini, MINE);
    for (int i = 0; i <= STAGES_MAX; i++)
        buf_printf(&ini, "turn.stage.n%d = /n%d s\n", i, i);
    described_init(&d, buf_str(&ini));
    assert_int_equal(d.config.problems.count, 1);
    assert_non_null(strstr(d.config.problems.list[0].text, "at most 16 stages"));
    described_done(&d);
    buf_done(&ini);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(describe__words_of_figures__are_read),
        cmocka_unit_test(describe__bad_words_of_figures__are_explained),
        cmocka_unit_test(describe__stages__of_a_description_like_another),
        cmocka_unit_test(describe__stages__have_a_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
