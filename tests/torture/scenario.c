#include "tests/torture/scenario.h"

#include "base/alloc.h"
#include "tests/support/fake_player.h"
#include "tests/support/keeping.h"
#include "tests/support/scratch.h"
#include "tests/torture/files.h"
#include "text/time.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ARGS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define STEPS(...) ((const struct step[]){__VA_ARGS__, {NULL, NULL}})

#define CALL "ringyo:call_xyz789"
#define LAST_LINE "What's this call about?"
#define DAY "2026-11-28"
#define PAUSED "\xe2\x80\x96 "
#define KEEPS "archive = yes\narchive_days = 0\n"
#define KEY_COMMAND                                                                                \
    "[provider asked]\nlike = ringyo\nid_form = asked*\napi_key_command = echo demo-ringyo\n"

const struct scenario scenarios[] = {
    {.name = "print", .args = ARGS("-p", "json", "ringyo", "call_xyz789")},
    {.name = "batch",
     .args = ARGS("-p", "text", "-"),
     .input = CALL "\nringyo:call_404\ndiga:550e8400-e29b-41d4-a716-446655440000\n"
                   "ringyo:call_turns_11\n"},
    {.name = "out", .args = ARGS("-p", "markdown", "--out", "out", CALL, "ringyo:call_turns_11")},
    {.name = "find",
     .args = ARGS("--find", DAY " failed", "-p", "json", "--limit", "20", "ringg", "ringyo")},
    {.name = "find-kept", .args = ARGS("--find", "kept text:order", "-p", "tsv"), .has_kept = true},
    {.name = "offline",
     .args = ARGS("--offline", "-p", "json", "ringyo", "call_old"),
     .has_kept = true},
    {.name = "forget", .args = ARGS("--archive-forget", "id:old", "--yes"), .has_kept = true},
    {.name = "open", .args = ARGS("--open", "answer.json", "-p", "json")},
    {.name = "try", .args = ARGS("--test-provider", "ringyo", "answer.json")},
    {.name = "key", .args = ARGS("-p", "json", "asked", "call_xyz789")},
    {.name = "check", .args = ARGS("--check-config"), .has_kept = true, .reports = true},
    {.name = "doctor", .args = ARGS("--doctor"), .has_kept = true, .reports = true},
    {.name = "keys", .args = ARGS("--list-keys")},
    {.name = "options", .args = ARGS("--list-options")},
    {.name = "config", .args = ARGS("--print-config")},
    {.name = "screen",
     .args = ARGS(CALL),
     .steps =
         STEPS({"", LAST_LINE}, {"/sarah\r", "n next"}, {"\x1bL" DAY " ringg failed\r", " 1/23 "},
               {"\r", "[3 "}, {"?", "[Help]"}, {"\x1b", "[Call]"})},
    {.name = "take",
     .args = ARGS(CALL),
     .options = "download_dir = dl\n",
     .steps = STEPS({"", LAST_LINE}, {"ssaved.txt\r", "saved '"}, {"yt", "sent to the terminal"},
                    {"|sort\r", "[any key returns to callbrowser]"}, {" ", "[Transcript]"},
                    {"iringyo:call_media_plain~s1\r", "Harbour Home"}, {"D", "293.0 KiB in"})},
    {.name = "play",
     .args = ARGS("ringyo:call_media_plain"),
     .steps = STEPS({"", "Participants"}, {"4GO", "/ 1:00"}, {".", PAUSED}, {"x", "1.25x"})},
    {.name = "keep",
     .args = ARGS("ringyo:call_turns_11"),
     .options = KEEPS,
     .has_kept = true,
     .steps = STEPS({"", " 1/11 "}, {"\x1bLkept text:order\r", "1 of 3 looked at"},
                    {"\r", "kept 3 days ago"}, {":forget\r", "forget"},
                    {"y", "no copy of the call is kept"})},
};
const size_t scenario_count = sizeof scenarios / sizeof *scenarios;

static char *config, *bin;
static struct kept {
    char *name;
    struct buf bytes;
} kept[2];

const struct scenario *scenario_find(const char *name)
{
    for (size_t i = 0; i < scenario_count; i++)
        if (strcmp(scenarios[i].name, name) == 0)
            return &scenarios[i];
    return NULL;
}

static void keep(struct kept *k, const char *id, const char *body)
{
    keeping_keep("ringyo", id, body, time_wall_us() - 3 * KEEPING_DAY_US - KEEPING_DAY_US / 2);
    char *path = keeping_path("ringyo", id);
    k->name = xstrdup(path + strlen(keeping_home()) + 1);
    files_read_bytes(path, &k->bytes);
    free(path);
}

void scenario_open(const struct mock *m)
{
    char *providers = mock_ini(m);
    config =
        xasprintf("%s" KEY_COMMAND "base_url = http://127.0.0.1:%d/ringyo\n", providers, m->port);
    free(providers);
    keeping_set_up(NULL);
    bin = scratch_new();
    fake_player_install(bin, "", 60);
    keep(&kept[0], "call_old",
         "{\"id\":\"call_old\",\"created_at\":\"2025-11-02T10:00:00Z\",\"status\":\"completed\","
         "\"from_number\":\"+14155551234\",\"transcript\":[{\"role\":\"user\","
         "\"content\":\"I want a refund for order 17\"}]}");
    keep(&kept[1], "call_new",
         "{\"id\":\"call_new\",\"created_at\":\"2026-11-02T10:00:00Z\",\"status\":\"odd\","
         "\"transcript\":[{\"role\":\"user\",\"content\":\"Where is my parcel?\"}]}");
}

void scenario_close(void)
{
    keeping_tear_down(NULL);
    free(config);
    scratch_free(bin);
    for (size_t i = 0; i < 2; i++) {
        free(kept[i].name);
        buf_done(&kept[i].bytes);
    }
}

static void write_kept(const char *home, const struct kept *k)
{
    char *name = xasprintf(".local/share/%s", k->name), *path = scratch_path(home, name);
    scratch_write(home, name, 0600, "");
    FILE *f = fopen(path, "we");
    if (!f || fwrite(buf_str(&k->bytes), 1, k->bytes.len, f) != k->bytes.len || fclose(f))
        exit(1);
    free(path);
    free(name);
}

static void write_config(const char *home, const struct scenario *s)
{
    char *text = xasprintf("[callbrowser]\ntimezone = UTC\nconnect_timeout_s = 10\ntimeout_s = 10\n"
                           "%s%s",
                           s->options ? s->options : "", config);
    scratch_write(home, ".config/callbrowser/callbrowser.ini", 0600, text);
    free(text);
}

const char *scenario_programs(void)
{
    return bin;
}

char *scenario_home(const struct scenario *s)
{
    char *home = scratch_new();
    write_config(home, s);
    scratch_write(home, "input", 0600, s->input ? s->input : "");
    char *answer = scratch_read("tests/fixtures", "ringyo-page.json");
    scratch_write(home, "answer.json", 0600, answer ? answer : "");
    free(answer);
    char *out = scratch_path(home, "out"), *dl = scratch_path(home, "dl");
    mkdir(out, 0700);
    mkdir(dl, 0700);
    free(out);
    free(dl);
    for (size_t i = 0; s->has_kept && i < 2; i++)
        write_kept(home, &kept[i]);
    return home;
}
