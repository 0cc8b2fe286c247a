/* Playing a recording: which one, what is asked before, fetching it, and the ways to play it that
 * need no player here, the user's own program and a command for another computer. What is played is
 * up to ui/feature/playing.c. UI thread. */
#include "base/alloc.h"
#include "call/links.h"
#include "call/value.h"
#include "config/program.h"
#include "fetch/download_rules.h"
#include "play/player_process.h"
#include "text/clean.h"
#include "text/time.h"
#include "text/url.h"
#include "ui/feature/export_clipboard.h"
#include "ui/feature/link_list.h"
#include "ui/feature/link_open.h"
#include "ui/feature/playing.h"
#include "ui/feature/playing_fetch.h"
#include "ui/feature/recording_fetch.h"
#include "ui/feature/recording_kept.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/overlay.h"
#include "ui/shell/question.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

extern const struct feature playback_feature;

static const struct recording_words words = {
    .verb = "play",
    .noun = "fetching",
    .not_done = "not played",
    .running = "fetching",
    .action = ACT_PLAY,
};

/* `asked` is what the user asked for last, and may still refuse when something is asked about it;
 * `wanted` is what is to be played once it is fetched. Both are without their URLs. */
struct playback {
    struct recording_source source;
    struct playing_source asked, wanted;
    struct tab *tab; /* NULL: nothing is to be played */
    unsigned renamed;
};

static struct playback *state_of(const struct app *a)
{
    return feature_state(a, &playback_feature);
}

/* 1 + the tab's call, as the tab counts them, that the user wants to hear unmasked. */
static unsigned *heard_in(const struct app *a, const struct tab *t)
{
    return feature_tab_state(a, t, &playback_feature);
}

static size_t selected_turn(const struct app *a)
{
    size_t all;
    return pane_number(&a->tab->panes[PANE_TURNS], &all);
}

static size_t index_of(const struct tab *t, const struct link_target *target)
{
    return target->recording ? (size_t)(target->recording - tab_real_call(t)->recordings)
                             : SIZE_MAX;
}

/* NULL if there is no way to it any more. */
static const struct recording *recording_at(const struct tab *t, size_t i)
{
    const struct call *c = tab_real_call(t);
    bool known = c && i < c->recording_count && call_recording_is_there(&c->recordings[i]);
    return known ? &c->recordings[i] : NULL;
}

/* Whether what is fetched is to be played in the tab, which shows the same call still. */
static bool is_wanted_in(const struct playback *s, const struct tab *t)
{
    return s->tab == t && s->renamed == t->renamed && t->call;
}

/* Of several recordings it is the one that is fetched to be played in the tab, or else the one that
 * is played there. If the list has to ask, it begins with the one that was heard last. */
static bool find_target(struct app *a, struct link_target *out)
{
    const struct tab *t = a->tab;
    const struct playback *s = state_of(a);
    size_t now = is_wanted_in(s, t) ? s->wanted.recording : playing_recording(a, t, false);
    if (link_list_target(a, recording_at(t, now), out))
        return true;
    const struct recording *last = recording_at(t, playing_recording(a, t, true));
    if (last)
        link_list_select(a, last);
    return false;
}

/* ---- playing here ---- */

static void play_file(struct app *a, struct tab *t, const struct fetch_recording *file,
                      const char *url)
{
    struct playback *s = state_of(a);
    struct playing_source source = s->wanted;
    struct err e;
    source.url = url;
    s->tab = NULL;
    if (!playing_start(a, t, file, &source, &e))
        say_of(a, t, ROLE_BAD, "%s: %s", words.not_done, e.text);
}

/* Only what was asked for last is fetched. */
static void fetch(struct app *a)
{
    struct playback *s = state_of(a);
    struct recording_fetch *f = playing_fetch_of(a, a->tab);
    struct fetch_order order = {.for_playing = true};
    const char *url = s->source.url;
    for (size_t i = 0; i < a->tabs->count; i++)
        if (a->tabs->list[i] != a->tab && playing_fetch_of(a, a->tabs->list[i])->running)
            recording_fetch_drop(a, playing_fetch_of(a, a->tabs->list[i]));
    if (f->running && (strcmp(f->url, url) == 0 || download_rules_same_place(f->url, url)))
        return;
    recording_fetch_prepare(a, f, &s->source);
    if (!recording_fetch_start(a, &words, a->tab, f, &s->source, &order))
        s->tab = NULL;
}

/* The list of links makes room for the transcript. */
static void play_here(struct app *a)
{
    struct playback *s = state_of(a);
    struct tab *t = a->tab;
    const char *url = s->source.url;
    const struct fetch_recording *kept = recording_kept_find(a, t, url);
    char *player = NULL;
    overlay_close_all(a);
    s->tab = NULL;
    s->wanted = s->asked;
    if (playing_is(a, t, url)) {
        playing_go_to(a, s->wanted.turn, s->wanted.count);
    } else if (kept) {
        play_file(a, t, kept, url);
    } else if ((player = program_find("mpv"))) {
        s->tab = t;
        s->renamed = t->renamed;
        fetch(a);
    } else {
        playing_say_not_here(a, t, PLAYER_PROCESS_MISSING, s->wanted.without_link);
    }
    free(player);
}

static bool on_answer(struct app *a, struct answer *answer)
{
    struct tab *t = NULL;
    struct playback *s = state_of(a);
    for (size_t i = 0; i < a->tabs->count && !t; i++)
        if (playing_fetch_of(a, a->tabs->list[i])->job == answer->job)
            t = a->tabs->list[i];
    if (!t)
        return false;
    struct recording_fetch *f = playing_fetch_of(a, t);
    if (!recording_fetch_took(f, answer))
        return true;
    bool wanted = is_wanted_in(s, t);
    s->tab = s->tab == t ? NULL : s->tab;
    if (answer->type != ANSWER_RECORDING) {
        recording_fetch_say_failed(a, &words, t, answer);
        return true;
    }
    recording_kept_put(a, t, f->url, answer->recording);
    answer->recording = NULL;
    if (wanted)
        play_file(a, t, recording_kept_find(a, t, f->url), f->url);
    return true;
}

/* ---- playing elsewhere ---- */

/* As seconds for a program: "83", "13.2". */
static char *start_text(double place_s)
{
    struct buf text = {0};
    value_put_json_number(&text, round(place_s * 1000) / 1000);
    return buf_take(&text);
}

/* In quotes for a shell; a quote in the link is written as a link may have it, too. */
static char *command_for(const char *url, double place_s)
{
    struct buf out = {0};
    char *start = start_text(place_s), *clean = clean_dup(url, 0);
    buf_printf(&out, "mpv --start=%s -- '", start);
    for (const char *s = clean; *s; s++) {
        if (*s == '\'')
            buf_puts(&out, "%27");
        else
            buf_putc(&out, *s);
    }
    buf_putc(&out, '\'');
    free(start);
    free(clean);
    return buf_take(&out);
}

static void copy_command(struct app *a, const char *url, double place_s)
{
    struct instant end = {0};
    struct buf until = {0};
    char at[TIME_TEXT_BYTES];
    time_duration_text(place_s, at);
    if (links_expiry(url, &end)) {
        buf_puts(&until, ", the link ");
        links_put_expiry(&until, &end, time_wall_us());
    }
    char *command = command_for(url, place_s);
    char *copied = xasprintf("copied a command that plays from %s%s", at, buf_str(&until));
    char *sent =
        xasprintf("command that plays from %s, sent to the terminal%s", at, buf_str(&until));
    export_clipboard_as(a, copied, sent, command);
    free(command);
    free(copied);
    free(sent);
    buf_done(&until);
}

void playback_copy(struct app *a)
{
    struct link_target target;
    struct err e;
    if (!find_target(a, &target) || link_list_needs_key(a, &target, "copy"))
        return;
    if (!url_may_open(target.url, &e))
        say(a, ROLE_BAD, "not copied: %s", e.text);
    else
        copy_command(a, target.url,
                     playing_place_of(a, a->tab, index_of(a->tab, &target), selected_turn(a)));
}

/* ---- O ---- */

static void play_unmasked(struct app *a);

/* The user's own program plays the link, if there is one. */
static void play(struct app *a)
{
    struct playback *s = state_of(a);
    struct tab *t = a->tab;
    struct link_target target;
    if (!find_target(a, &target))
        return;
    s->asked.recording = index_of(t, &target);
    s->asked.without_link = !(target.url && *target.url);
    if (t->real && *heard_in(a, t) != t->renamed + 1)
        question_ask(a, play_unmasked, "the sound cannot be masked: play it anyway?");
    else if (!*config_text(a->settings->config, OPT_play_command))
        recording_fetch_ask(a, &words, &target, &s->source, play_here);
    else if (!link_list_needs_key(a, &target, "play"))
        link_open(a, target.url,
                  start_text(playing_place_of(a, t, s->asked.recording, s->asked.turn)));
}

static void play_unmasked(struct app *a)
{
    *heard_in(a, a->tab) = a->tab->renamed + 1;
    play(a);
}

void playback_begin(struct app *a)
{
    struct playback *s = state_of(a);
    s->asked.turn = selected_turn(a);
    s->asked.count = a->count > 0 ? (size_t)a->count : 0;
    play(a);
}

/* ---- the rest ---- */

static void status(const struct app *a, struct status *s)
{
    const struct recording_fetch *f = playing_fetch_of(a, a->tab);
    if (s->slot == STATUS_FIRST && f->running)
        recording_fetch_put_progress(&words, f, s->out);
}

static const enum action *hints(const struct app *a)
{
    static const enum action running[] = {ACT_STOP, ACT_HELP, ACT_NONE};
    return playing_fetch_of(a, a->tab)->running ? running : NULL;
}

static bool stop(struct app *a)
{
    return recording_fetch_stop(a, playing_fetch_of(a, a->tab));
}

static void drop(struct app *a, struct tab *t)
{
    struct playback *s = state_of(a);
    recording_fetch_drop(a, playing_fetch_of(a, t));
    s->tab = s->tab == t ? NULL : s->tab;
}

static void done(struct app *a)
{
    recording_fetch_source_done(&state_of(a)->source);
}

const struct feature playback_feature = {
    .state_bytes = sizeof(struct playback),
    .tab_bytes = sizeof(unsigned),
    .done = done,
    .on_answer = on_answer,
    .stop = stop,
    .status = status,
    .hints = hints,
    .tab_closed = drop,
};
