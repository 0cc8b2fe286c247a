/* What the player does is taken over in `work`: the mark of the turn that is heard, the place in
 * the timeline and the cursor. A new frame is due only when what is shown of it has changed. */
#include "ui/feature/playing.h"

#include "base/alloc.h"
#include "base/int.h"
#include "fetch/download_rules.h"
#include "fetch/fetch_data.h"
#include "play/heard.h"
#include "play/player_process.h"
#include "text/time.h"
#include "ui/feature/command_line.h"
#include "ui/feature/find.h"
#include "ui/feature/playing_fetch.h"
#include "ui/feature/sound_follow.h"
#include "ui/shell/action.h"
#include "ui/shell/app.h"
#include "ui/shell/feature.h"
#include "ui/shell/focus.h"
#include "ui/shell/hints.h"
#include "ui/shell/say.h"
#include "ui/shell/tabs.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { STEP_S = 5, DRAW_MS = 250, OFFSET_MAX_S = 86400 };

extern const struct feature playing_feature;

/* What the last frame showed, or the next one will. */
struct seen {
    int64_t second;
    long turn;
    int col;
};

struct playing {
    bool on; /* else all the rest is zeroes, but for the speed */
    struct player_process process;
    struct player player;
    struct tab *tab;
    unsigned renamed; /* the call, as the tab counts them */
    unsigned shown;   /* what `heard` was made of, as the tab counts it */
    char *url;
    size_t recording;
    bool without_link;
    struct heard heard;
    double asked_s; /* where the turn that was asked for was sought; NAN: it has no time */
    struct sound_follow follow;
    struct seen seen;
    bool changed; /* what is seen has, since the last frame */
    double speed; /* 0: not chosen yet */
};

/* Of a tab's call. */
struct of_call {
    unsigned renamed; /* the call, as the tab counts them */
    double added_s;   /* what the user adds to its times */
    size_t played;    /* 1 + the recording that was played last; 0: none */
};

static struct playing *state_of(const struct app *a)
{
    return feature_state(a, &playing_feature);
}

/* Begins again when the tab is for another call. */
static struct of_call *of_call(const struct app *a, const struct tab *t)
{
    struct of_call *of = feature_tab_state(a, t, &playing_feature);
    if (of->renamed != t->renamed)
        *of = (struct of_call){.renamed = t->renamed};
    return of;
}

static double offset_s(const struct app *a, const struct tab *t, size_t recording)
{
    const struct call *c = tab_real_call(t);
    bool known = recording < c->recording_count;
    return (known ? heard_offset_s(c, &c->recordings[recording]) : 0) + of_call(a, t)->added_s;
}

/* The turn, or the last one before it that has a time; HEARD_NOTHING: none has. */
static long timed_turn(const struct call *c, size_t turn)
{
    for (size_t i = turn < c->turn_count ? turn + 1 : c->turn_count; i-- > 0;)
        if (isfinite(call_turn(c, i)->start_s))
            return (long)i;
    return HEARD_NOTHING;
}

double playing_place_of(const struct app *a, const struct tab *t, size_t recording, size_t turn)
{
    const struct call *c = tab_real_call(t);
    long timed = timed_turn(c, turn);
    struct heard h = {.offset_s = offset_s(a, t, recording)};
    double place_s = timed < 0 ? 0 : heard_begin_of(&h, c, (size_t)timed);
    bool beyond = recording < c->recording_count && place_s >= c->recordings[recording].duration_s;
    return beyond ? 0 : place_s;
}

/* ---- what is shown ---- */

static void mark(struct playing *s, long turn)
{
    struct tab *t = s->tab;
    if (t->call)
        view_transcript_heard(t->panes[PANE_TURNS].view, (size_t)(turn + 1));
    t->timeline.is_heard = true;
    t->timeline.heard_at_s = s->player.place_s - s->heard.offset_s;
}

/* After the call was fetched again or masked: its turns may be others. */
static void renew_heard(const struct app *a, struct playing *s)
{
    long asked = s->heard.asked;
    heard_done(&s->heard);
    heard_init(&s->heard, tab_real_call(s->tab), offset_s(a, s->tab, s->recording));
    s->heard.asked = asked;
    s->shown = s->tab->shown;
}

static bool is_playing(const struct playing *s)
{
    return s->player.state == PLAYER_LOADING ? !s->player.wants_pause
                                             : s->player.state == PLAYER_PLAYING;
}

/* The turn, or the one before it that it is played with, is what the user wants to hear. */
static void ask_for(struct playing *s, size_t turn)
{
    const struct call *c = tab_real_call(s->tab);
    s->heard.asked = timed_turn(c, turn);
    s->asked_s = s->heard.asked < 0 ? NAN : heard_begin_of(&s->heard, c, (size_t)s->heard.asked);
}

/* Whether the turn was sought after the end of the recording. Another offset, or other times of the
 * call, do not change that any more. */
static bool is_asked_beyond(const struct playing *s)
{
    const struct call *c = tab_real_call(s->tab);
    bool known = s->recording < c->recording_count;
    return s->heard.asked >= 0 && (s->asked_s >= s->player.duration_s ||
                                   (known && s->asked_s >= c->recordings[s->recording].duration_s));
}

/* Its end may be known only when the player has come to it. */
static void play_from_the_start(struct app *a, struct playing *s)
{
    s->heard.asked = HEARD_NOTHING;
    say_of(a, s->tab, ROLE_WARN, "the recording ends before this turn: played from its start");
    if (s->player.at_end)
        player_pause(&s->player, false, time_now_ms());
}

static void show(struct app *a, struct playing *s)
{
    if (s->shown != s->tab->shown)
        renew_heard(a, s);
    if (s->player.at_end && is_asked_beyond(s))
        play_from_the_start(a, s);
    long turn = heard_at(&s->heard, s->player.place_s);
    mark(s, turn);
    if (turn != HEARD_NOTHING)
        sound_follow_to(&s->follow, s->tab, (size_t)turn);
    struct seen now = {(int64_t)s->player.place_s, turn, timeline_heard_col(&s->tab->timeline)};
    s->changed = s->changed || now.second != s->seen.second || now.turn != s->seen.turn ||
                 now.col != s->seen.col;
    s->seen = now;
    if (!s->changed || time_now_ms() < a->frame.drawn_ms + DRAW_MS)
        return;
    s->changed = false;
    a->frame.urgent = true;
}

/* ---- the player ---- */

/* Does nothing if nothing is played. */
static void end(struct app *a)
{
    struct playing *s = state_of(a);
    double speed = s->speed;
    if (!s->on)
        return;
    if (s->tab->call)
        view_transcript_heard(s->tab->panes[PANE_TURNS].view, 0);
    s->tab->timeline.is_heard = false;
    player_process_end(&s->process);
    player_done(&s->player);
    heard_done(&s->heard);
    free(s->url);
    *s = (struct playing){.speed = speed};
    a->frame.urgent = true;
}

bool playing_is(const struct app *a, const struct tab *t, const char *url)
{
    const struct playing *s = state_of(a);
    return s->on && s->tab == t && s->renamed == t->renamed &&
           (strcmp(s->url, url) == 0 || download_rules_same_place(s->url, url));
}

size_t playing_recording(const struct app *a, const struct tab *t, bool before)
{
    const struct playing *s = state_of(a);
    const struct call *c = tab_real_call(t);
    size_t i = SIZE_MAX;
    if (s->on && s->tab == t && s->renamed == t->renamed)
        i = s->recording;
    else if (before)
        i = of_call(a, t)->played - 1;
    return c && i < c->recording_count ? i : SIZE_MAX;
}

/* After so many turns from the one that was asked for. */
static void stop_after(struct playing *s, size_t count)
{
    long turn = s->heard.asked;
    double end_s = turn < 0 || !count
                       ? NAN
                       : heard_end_of(&s->heard, tab_real_call(s->tab), (size_t)turn, count);
    player_stop_at(&s->player, end_s);
}

/* Says why the transcript does not follow, if it cannot. */
static void say_unfollowed(struct app *a, const struct playing *s)
{
    const struct tab *t = s->tab;
    if (!t->call->turn_count)
        say_of(a, t, ROLE_WARN, "nothing to follow: this call has no transcript");
    else if (!s->heard.count)
        say_of(a, t, ROLE_WARN, "nothing can be followed: the turns have no times");
    else if (t->panes[PANE_TURNS].selecting)
        say_of(a, t, ROLE_WARN, "not followed while turns are selected");
}

static void begin_following(struct app *a, struct playing *s)
{
    sound_follow_begin(&s->follow, s->tab);
    say_unfollowed(a, s);
    if (is_asked_beyond(s))
        play_from_the_start(a, s);
}

bool playing_start(struct app *a, struct tab *t, const struct fetch_recording *file,
                   const struct playing_source *source, struct err *e)
{
    struct playing *s = state_of(a);
    int64_t now_ms = time_now_ms();
    end(a);
    double place_s = playing_place_of(a, t, source->recording, source->turn);
    if (!player_process_start(&s->process, &s->player, file->fd, place_s, now_ms, e))
        return false;
    s->on = true;
    s->tab = t;
    s->renamed = t->renamed;
    s->url = xstrdup(source->url);
    s->recording = source->recording;
    s->without_link = source->without_link;
    of_call(a, t)->played = source->recording + 1;
    renew_heard(a, s);
    ask_for(s, source->turn);
    if (s->speed > 1)
        player_set_speed(&s->player, s->speed, now_ms);
    stop_after(s, source->count);
    begin_following(a, s);
    return true;
}

void playing_go_to(struct app *a, size_t turn, size_t count)
{
    struct playing *s = state_of(a);
    int64_t now_ms = time_now_ms();
    ask_for(s, turn);
    double place_s = is_asked_beyond(s) ? 0 : playing_place_of(a, s->tab, s->recording, turn);
    player_seek(&s->player, place_s, now_ms);
    player_pause(&s->player, false, now_ms);
    stop_after(s, count);
    begin_following(a, s);
}

void playing_say_not_here(struct app *a, const struct tab *t, const char *why, bool without_link)
{
    char *copy = hints_key(a, ACT_COPY_PLAY), *save = hints_key(a, ACT_DOWNLOAD);
    if (without_link)
        say_of(a, t, ROLE_BAD, "%s; %s saves the recording", why, save);
    else
        say_of(a, t, ROLE_BAD, "%s; %s copies a command to play it elsewhere", why, copy);
    free(copy);
    free(save);
}

static void give_up(struct app *a, struct playing *s)
{
    char *why = xstrdup(s->player.why);
    struct tab *t = s->tab;
    bool away = s->player.no_device, without_link = s->without_link;
    end(a);
    if (away)
        playing_say_not_here(a, t, why, without_link);
    else
        say_of(a, t, ROLE_BAD, "%s", why);
    free(why);
}

static void work(struct app *a)
{
    struct playing *s = state_of(a);
    enum player_state before = s->player.state;
    player_process_work(&s->process, &s->player, time_now_ms());
    if (!s->on)
        return;
    a->frame.urgent = a->frame.urgent || s->player.state != before;
    if (s->player.state == PLAYER_FAILED)
        give_up(a, s);
    else if (!s->tab->call || s->renamed != s->tab->renamed)
        end(a); /* the tab is for another call now */
    else
        show(a, s);
}

static int tick_ms(const struct app *a)
{
    const struct playing *s = state_of(a);
    int64_t now_ms = time_now_ms(), left_ms = a->frame.drawn_ms + DRAW_MS - now_ms;
    if (!s->on)
        return -1;
    int ms = player_wait_ms(&s->player, now_ms);
    return s->changed ? int_sooner_ms(ms, left_ms > 0 ? (int)left_ms : 0) : ms;
}

static size_t poll_fds(const struct app *a, struct pollfd *fds, size_t room)
{
    const struct playing *s = state_of(a);
    if (!s->on || !room)
        return 0;
    *fds = (struct pollfd){.fd = s->process.socket,
                           .events = player_process_events(&s->process, &s->player)};
    return 1;
}

/* ---- keys ---- */

/* NULL, with a message, when nothing is played. */
static struct playing *playing_now(struct app *a)
{
    struct playing *s = state_of(a);
    if (s->on)
        return s;
    if (playing_fetch_runs(a)) {
        say(a, ROLE_WARN, "nothing is playing yet: the recording is still being fetched");
        return NULL;
    }
    char *key = hints_key(a, ACT_PLAY);
    say(a, ROLE_WARN, "nothing is playing: %s plays from the selected turn", key);
    free(key);
    return NULL;
}

void playing_pause(struct app *a)
{
    struct playing *s = playing_now(a);
    if (s)
        player_pause(&s->player, is_playing(s), time_now_ms());
}

static void step(struct app *a, double seconds)
{
    struct playing *s = playing_now(a);
    if (!s)
        return;
    s->heard.asked = HEARD_NOTHING;
    player_seek(&s->player, s->player.place_s + seconds, time_now_ms());
}

void playing_back(struct app *a)
{
    step(a, -(double)STEP_S * (double)action_times(a));
}

void playing_forward(struct app *a)
{
    step(a, (double)STEP_S * (double)action_times(a));
}

void playing_speed(struct app *a)
{
    static const double speeds[] = {1, 1.25, 1.5, 2};
    struct playing *s = playing_now(a);
    size_t i = 0;
    if (!s)
        return;
    while (i < sizeof speeds / sizeof *speeds && speeds[i] <= s->player.speed)
        i++;
    s->speed = i < sizeof speeds / sizeof *speeds ? speeds[i] : speeds[0];
    player_set_speed(&s->player, s->speed, time_now_ms());
}

void playing_follow(struct app *a)
{
    struct playing *s = playing_now(a);
    if (!s)
        return;
    if (s->follow.on) {
        s->follow.on = false;
    } else {
        sound_follow_begin(&s->follow, s->tab);
        say_unfollowed(a, s);
    }
    if (s->tab != a->tab)
        say(a, ROLE_DIM, s->follow.on ? "follows in tab %zu" : "no longer follows in tab %zu",
            tabs_index(a, s->tab) + 1);
}

/* ---- :offset ---- */

void playing_offset(struct app *a, const char *rest)
{
    struct playing *s = state_of(a);
    char *end;
    double seconds = strtod(rest, &end);
    if (!focus_call(a))
        return;
    if (*rest && (*end || !(fabs(seconds) <= OFFSET_MAX_S))) {
        say(a, ROLE_BAD, "'%s' is not a number of seconds, such as +1.2 or -0.5", rest);
        return;
    }
    if (*rest)
        of_call(a, a->tab)->added_s = seconds;
    if (s->on && s->tab == a->tab)
        s->heard.offset_s = offset_s(a, s->tab, s->recording);
    double added_s = of_call(a, a->tab)->added_s;
    if (added_s > 0 || added_s < 0)
        say(a, ROLE_DIM, "the sound is %g s %s than the times say", fabs(added_s),
            added_s > 0 ? "later" : "earlier");
    else
        say(a, ROLE_DIM, "the sound is where the times say");
}

/* ---- the status line ---- */

static void put_player(const struct playing *s, bool ascii, struct line *out)
{
    char at[TIME_TEXT_BYTES], of[TIME_TEXT_BYTES];
    const char *plays = ascii ? ">" : "\xe2\x96\xb6", *pauses = ascii ? "||" : "\xe2\x80\x96";
    time_duration_text(s->player.place_s, at);
    line_puts(out, ROLE_KEY, is_playing(s) ? plays : pauses);
    line_printf(out, ROLE_STATUS, " %s", at);
    if (s->player.state != PLAYER_LOADING && isfinite(s->player.duration_s)) {
        time_duration_text(s->player.duration_s, of);
        line_printf(out, ROLE_STATUS, " / %s", of);
    }
    if (s->player.speed > 1)
        line_printf(out, ROLE_STATUS, "  %gx", s->player.speed);
    if (s->player.state == PLAYER_LOADING)
        line_puts(out, ROLE_STATUS, "  starting");
    else if (s->player.at_end)
        line_puts(out, ROLE_STATUS, "  at the end");
}

static void status(const struct app *a, struct status *to)
{
    const struct playing *s = state_of(a);
    if (to->slot != STATUS_ALWAYS || !s->on)
        return;
    put_player(s, a->style.ascii, to->out);
    if (s->tab != a->tab)
        line_printf(to->out, ROLE_STATUS, "  in tab %zu", tabs_index(a, s->tab) + 1);
}

static const enum action *hints(const struct app *a)
{
    static const enum action list[] = {ACT_PLAY_PAUSE, ACT_PLAY_BACK,   ACT_PLAY_FORWARD,
                                       ACT_PLAY_SPEED, ACT_PLAY_FOLLOW, ACT_STOP,
                                       ACT_HELP,       ACT_NONE};
    const struct playing *s = state_of(a);
    return s->on && s->tab == a->tab ? list : NULL;
}

static const char *hint(const struct app *a, enum action action)
{
    const struct playing *s = state_of(a);
    if (s->on && action == ACT_PLAY_PAUSE && !is_playing(s))
        return s->player.at_end ? "again" : "go on";
    return s->on && action == ACT_PLAY_FOLLOW && s->follow.on ? "unfollow" : NULL;
}

static bool is_idle(const struct app *a, enum action action)
{
    const struct playing *s = state_of(a);
    return action == ACT_PLAY_FOLLOW && s->on && !s->heard.count;
}

/* ---- the end ---- */

static bool stop(struct app *a)
{
    bool was_on = state_of(a)->on;
    end(a);
    if (was_on)
        say(a, ROLE_DIM, "no longer playing");
    return was_on;
}

/* The command has to leave now. mpv must not play on: it would fill the socket that nobody reads,
 * and then try to write without a pause. */
static void suspend(struct app *a)
{
    struct playing *s = state_of(a);
    if (!s->on || !is_playing(s))
        return;
    char *key = hints_key(a, ACT_PLAY_PAUSE);
    player_pause(&s->player, true, time_now_ms());
    player_process_work(&s->process, &s->player, time_now_ms());
    say(a, ROLE_WARN, "paused meanwhile: %s goes on", key);
    free(key);
}

static void settle(struct app *a)
{
    struct playing *s = state_of(a);
    if (s->on)
        sound_follow_check(&s->follow, s->tab, s->tab == a->tab && find_is_typing(a));
}

static void tab_closed(struct app *a, struct tab *t)
{
    if (state_of(a)->tab == t)
        end(a);
}

const struct feature playing_feature = {
    .state_bytes = sizeof(struct playing),
    .tab_bytes = sizeof(struct of_call),
    .screen_closed = end,
    .suspend = suspend,
    .tick_ms = tick_ms,
    .work = work,
    .poll = poll_fds,
    .settle = settle,
    .stop = stop,
    .status = status,
    .hints = hints,
    .hint = hint,
    .is_idle = is_idle,
    .tab_closed = tab_closed,
};
