#include "tests/support/extracting.h"

#include "base/buf.h"
#include "config/config.h"
#include "print/print.h"
#include "provider/provider.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Descriptions that use the words that the built-in ones do not use. */
static const char own_sections[] =
    "[provider plain]\nbase_url = https://plain.example\npath = /{id}\nid = /id\n"
    "status = /status | /state\nstarted = /started iso\nended = /ended iso\n"
    "created = /created ms\nduration = /duration s | /minutes min | /clock hms\n"
    "live = live going\nsummary = /summary\nparty.from = /from\nparty.from.id = /from_id\n"
    "party.to = /to\npeople = /people\npeople.id = /id\npeople.name = /name\n"
    "people.role = /role\npeople.joined = /joined s\nrecordings = /recordings | /recording\n"
    "recording.url = /url\nturns = /turns\nturn.speaker = /who\nturn.text = /text\n"
    "turn.start = /at s\nturn.end = /until s\n"
    "direction = /in inbound/outbound\n"
    "tools = /calls | /results\ntool.name = /fn\ntool.status = /bad failed/ok\n"
    "repeats = /turns_again | /turns\n"
    "[provider one]\nbase_url = https://one.example\npath = /{id}\nid = /id\n"
    "turns = .\nturn.text = /said\n"
    "[provider first]\nbase_url = https://first.example\npath = /{id}\nroot = /response/calls/0\n"
    "id = /id\nstatus = /status\nrecording = /audio\n"
    "[provider went]\nbase_url = https://went.example\npath = /{id}\nid = /id\n"
    "started = /started iso\nturns = /turns\nturn.speaker = /who\nturn.text = /text\n"
    "turn.start = /at s\nturn.end = /words/-1/end s | /until s\nturn.duration = /took_ms ms\n"
    "turn.reply = /waited ms\nturn.stage.heard = /parts/asr s\n"
    "turn.stage.thought = /parts/llm/ttfb s | /llm s\nturn.interrupted = /cut\n"
    "turn.skip_members = /mid | /meta/type | /words\ntools = /tool_calls | /tool_results\n"
    "tool.name = /fn\ntool.status = /bad failed/ok\ntool.payload = /args | /result\n"
    "tool.id = /call_id\ntool.of = /answers\ntool.took = /secs s\ntool.error = /error\n"
    "recordings = /audio\nrecording.id = /rid\nrecording.url = /href\n"
    "recording.path = /{id}/audio\nrecording.if = /has_audio | /done\n"
    "[provider measured]\nbase_url = https://m.example\npath = /{id}\nid = /id\n"
    "status = /status\nlive = ringing\n"
    "cost = /price usd | /cents cents | /euros eur | /credits credits\n"
    "cost.part = /parts llm tts | /list\ncost.part.name = /product\ncost.part.amount = /cost\n"
    "success = /success yes:success,done no:failure\nsentiment = /mood\n"
    "voicemail = /answered_by voicemail machine\nhung_up = /by agent:bot,agent person:user\n"
    "transfer.to = /to\ntransfer.status = /to_status\noutcome = /outcome except:pending,0\n"
    "summary = /says/*/text | /summary\n"
    "metric.reply = /waits/*/ms ms | /values ms\nmetric.ring = /ring ms\n"
    "metric.interruptions.by_person = /cut/person\n"
    "metric.interruptions.by_agent = /cut/agent\nevaluations = /criteria | /collected\n"
    "evaluation.name = /name\nevaluation.result = /result | /value\nevaluation.reason = /why\n"
    "links = /files/*/url | /more\nlink.url = /href\nlink.name = /title\n"
    "[provider parts]\nlike = measured\ncost.part = /parts | /groups/*/costs\n"
    "[provider went_same]\nlike = went\ntool.of = /call_id\nrecording.if =\n";

static struct config config;
static struct provider_set *set;

int extracting_setup(void **state)
{
    (void)state;
    ini_parse_text(&config.doc, "test.ini", own_sections, sizeof own_sections - 1,
                   &config.problems);
    set = provider_set_new(&config);
    for (size_t i = 0; i < config.problems.count; i++)
        print_error("%s\n", config.problems.list[i].text);
    return config.problems.count > 0;
}

int extracting_teardown(void **state)
{
    (void)state;
    provider_set_free(set);
    ini_doc_done(&config.doc);
    problems_done(&config.problems);
    return 0;
}

const struct provider *provider(const char *name)
{
    const struct provider *p = provider_find(set, name);
    if (!p)
        fail_msg("no provider '%s'", name);
    return p;
}

struct answer_body body(int status, const char *text)
{
    return (struct answer_body){
        .http_status = status, .bytes = text, .count = strlen(text), .retry_after_s = -1};
}

struct call *called(const char *name, const char *text)
{
    struct answer_body answer = body(200, text);
    struct extracted got = extract(provider(name), "c1", &answer, NULL);
    failure_free(got.failure);
    assert_non_null(got.call);
    return got.call;
}

void check_json(const struct value *v, const char *want)
{
    struct buf json = {0};
    if (v)
        value_put_json(&json, v);
    assert_string_equal(buf_str(&json), want);
    buf_done(&json);
}

/* Exactly one of the results is set. */
char *printed(const char *name, const char *id, const struct answer_body *answer,
              const struct turns_answer *turns)
{
    struct extracted got = extract(provider(name), id, answer, turns);
    struct buf out = {0};
    assert_true(!got.call != !got.failure);
    if (got.call)
        print_json(&out, got.call);
    else
        print_json_failure(&out, name, id, got.failure);
    call_free(got.call);
    failure_free(got.failure);
    return buf_take(&out);
}

void check_has(const char *got, const char *want)
{
    const char *found = strstr(got, want);
    if (!found)
        print_error("expected\n%.*s\nin\n%.*s\n", (int)strlen(want), want, (int)strlen(got), got);
    assert_non_null(found);
}

void check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct answer_body answer = body(200, rows[i].body);
        char *got = printed(rows[i].provider, "c1", &answer, NULL);
        check_has(got, rows[i].want);
        free(got);
    }
}
