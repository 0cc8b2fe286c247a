/* Opens the screen, runs the poll loop and cleans up. */
#include "ui/shell/session.h"

#include "base/alloc.h"
#include "base/int.h"
#include "cli/output.h"
#include "os/signals.h"
#include "provider/keyring.h"
#include "text/time.h"
#include "ui/shell/draw.h"
#include "ui/shell/id_pane.h"
#include "ui/shell/key_dispatch.h"
#include "ui/shell/line_prompt.h"
#include "ui/shell/mode.h"
#include "ui/shell/overlay.h"
#include "ui/shell/question.h"
#include "ui/shell/say.h"
#include "ui/shell/status.h"
#include "ui/shell/tabs.h"
#include "ui/term/screen.h"
#include "ui/term/terminal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    EXIT_OTHER = 1,
    EXIT_USAGE = 2,
    POLL_MAX = 64,
    SCREEN_FD = 0,
    FETCH_FD = 1,
    SIGNALS_FD = 2,
    OWN_FDS = 3
};

static void handle_answers(struct app *a)
{
    for (struct answer *answer; (answer = fetch_next(a->fetcher));) {
        a->frame.urgent = a->frame.urgent || answer->type != ANSWER_PROGRESS;
        feature_answer(a, answer);
        fetch_answer_free(answer);
    }
}

static void suspend(struct app *a)
{
    a->suspend = false;
    FEATURE_CALL(a, suspend, a);
    screen_leave();
    signals_stop_self();
    screen_return();
}

/* Returns the signal that ends the program, or 0. */
static int handle_signals(struct app *a)
{
    struct signals_seen seen = signals_take();
    if (seen.resized)
        screen_resized();
    if (seen.continued)
        screen_renew();
    a->frame.urgent = a->frame.urgent || seen.resized || seen.continued;
    a->suspend = a->suspend || seen.suspend;
    return seen.ended;
}

/* Keys after one that suspends are for the shell that started the program; those that wait when it
 * is asked to end are for nobody. */
static void handle_keys(struct app *a)
{
    const sigset_t ending = signals_ending();
    for (int key; !a->quit && !a->suspend && !signals_have_come(&ending) &&
                  (key = screen_key()) != K_NONE;) {
        a->frame.urgent = true;
        if (key == K_EOF)
            a->quit = true;
        else if (key != K_RESIZE)
            key_dispatch(a, key);
    }
}

static nfds_t poll_fds(const struct app *a, struct pollfd *fds)
{
    nfds_t n = OWN_FDS;
    fds[SCREEN_FD] = (struct pollfd){.fd = screen_fd(), .events = POLLIN};
    fds[FETCH_FD] = (struct pollfd){.fd = fetch_fd(a->fetcher), .events = POLLIN};
    fds[SIGNALS_FD] = (struct pollfd){.fd = signals_fd(), .events = POLLIN};
    FEATURE_EACH (a, f)
        if ((*f)->poll)
            n += (*f)->poll(a, fds + n, POLL_MAX - n);
    return n;
}

/* Numbers that change by themselves are drawn ten times a second, however many fetches run;
 * everything else is drawn at once, unless the line to the terminal is slower (screen.h). What a
 * feature's descriptor brings is drawn when the feature says so. */
static void draw(struct app *a)
{
    int64_t now = time_now_ms();
    a->frame.urgent = a->frame.urgent || a->frame.hold_ms;
    if (a->frame.calm && !a->frame.urgent && !a->frame.stale && now < a->frame.due_ms)
        return;
    a->frame.stale = !a->frame.urgent && now < a->frame.drawn_ms + FRAME_MS;
    if (a->frame.stale)
        return;
    a->frame.urgent = false;
    a->frame.drawn_ms = now;
    draw_frame(a);
}

/* -1: for ever. */
static int wait_ms(const struct app *a)
{
    int64_t left_ms = a->frame.drawn_ms + FRAME_MS - time_now_ms();
    int ms = int_sooner_ms(status_tick_ms(a), screen_wait_ms());
    ms = a->frame.hold_ms ? int_sooner_ms(ms, a->frame.hold_ms) : ms;
    return a->frame.stale ? int_sooner_ms(ms, left_ms > 0 ? (int)left_ms : 0) : ms;
}

static bool wait_for_something(struct app *a, struct err *e)
{
    struct pollfd fds[POLL_MAX];
    nfds_t n = poll_fds(a, fds);
    int ms = wait_ms(a);
    a->frame.due_ms = ms < 0 ? INT64_MAX : time_now_ms() + ms;
    int ready = poll(fds, n, ms), why = ready < 0 ? errno : 0;
    a->frame.woken_ms = time_now_ms();
    if (why && why != EINTR && why != EAGAIN) /* which some systems say for a while */
        return err_set(e, "cannot wait for a key: %s", strerror(why));
    a->frame.urgent =
        ready < 0 || status_tick_ms(a) == 0; /* a signal came, or a search continues */
    a->frame.urgent = a->frame.urgent || fds[SIGNALS_FD].revents;
    a->frame.calm = ready > 0 && !fds[FETCH_FD].revents;
    return true;
}

enum { LOOP_FAILED = -1 };

/* Runs until the user leaves, or the fetcher has failed, and returns 0; or returns the signal that
 * ends the program; or LOOP_FAILED, with e set. */
static int loop(struct app *a, struct err *e)
{
    while (!a->quit && !fetch_has_failed(a->fetcher, e)) {
        int ended = handle_signals(a);
        if (ended)
            return ended;
        handle_keys(a);
        if (a->quit)
            break;
        handle_answers(a);
        FEATURE_CALL(a, work, a);
        if (a->suspend) {
            suspend(a);
            continue;
        }
        draw(a);
        if (!wait_for_something(a, e))
            return LOOP_FAILED;
    }
    return 0;
}

/* If not, that is a problem, and the default one takes the place of one in the configuration. */
static bool is_theme_good(struct config *config)
{
    struct problems rows = {0}; /* the screen reports them itself */
    bool good = settings_check_theme(config, &rows);
    problems_done(&rows);
    return good;
}

static bool open_screen(struct app *a, struct err *e)
{
    struct config *config = a->settings->config;
    struct screen_settings s = {.theme = config_text(config, OPT_theme),
                                .ascii = (enum screen_ascii)config_number(config, OPT_ascii),
                                .mouse = config_number(config, OPT_mouse),
                                .problems = &config->problems};
    struct err why;
    bool ok = screen_open(&s, &why);
    if (!ok && !is_theme_good(config)) {
        s.theme = config_text(config, OPT_theme);
        ok = screen_open(&s, &why);
    }
    if (!ok)
        *e = why;
    return ok;
}

static struct transcript_style style_of(const struct config *c)
{
    return (struct transcript_style){
        .wrap = config_number(c, OPT_wrap),
        .limits = {config_number(c, OPT_gap_s), config_decimal(c, OPT_slow_s)},
        .mask = config_number(c, OPT_mask),
        .timestamps = (enum timestamps)config_number(c, OPT_timestamps),
    };
}

struct app *session_new(const struct app_request *request, const struct app_parts *parts)
{
    struct app *a = xcalloc(1, sizeof *a);
    struct config *config = request->settings->config;
    a->request = request;
    a->parts = parts;
    a->settings = request->settings;
    a->keymap = keymap_new(&config->doc, &config->problems);
    a->keyring = keyring_new(a->settings->providers);
    a->style = style_of(config);
    a->style.refetch_key = keymap_key_label(a->keymap, ACT_REFETCH);
    a->style.links_key = keymap_key_label(a->keymap, ACT_LINKS);
    feature_states_init(a);
    a->modes = xcalloc(1, sizeof *a->modes);
    a->said = xcalloc(1, sizeof *a->said);
    a->id_pane = xcalloc(1, sizeof *a->id_pane);
    overlay_init(a);
    line_prompt_init(a);
    tabs_init(a);
    key_dispatch_init(a);
    return a;
}

void session_free(struct app *a)
{
    overlay_done(a);
    tabs_done(a);
    keyring_free(a->keyring); /* before the feature that owns the providers after a reload */
    feature_states_done(a);
    question_done(a);
    line_prompt_done(a);
    id_pane_done(a);
    say_done(a);
    free(a->modes);
    keymap_free(a->keymap);
    free(a);
}

static void open_named(struct app *a)
{
    const struct app_request *r = a->request;
    const char *usual = config_text(a->settings->config, OPT_provider);
    a->id_pane->chosen = r->provider ? r->provider : provider_find(a->settings->providers, usual);
    for (size_t i = 0; i < r->id_count; i++)
        FEATURE_EACH (a, f)
            if ((*f)->open_text && (*f)->open_text(a, TEXT_NAMED, r->ids[i], strlen(r->ids[i])))
                break;
    if (r->id_count && a->tabs->count > 1)
        tabs_switch(a, 0);
    a->tabs->previous = NULL;
    feature_settle(a);
}

/* Reports problems of the configuration, or else shows the welcome text where a call has replaced
 * its page. */
static void say_first_words(struct app *a)
{
    const struct problems *p = &a->settings->config->problems;
    const char *welcome = config_text(a->settings->config, OPT_welcome);
    if (p->count == 0) {
        if (*welcome && a->tab->provider)
            say(a, ROLE_DIM, "%s", welcome);
        return;
    }
    struct problem shown = p->list[0]; /* without the directory, which would take up the line */
    char *slash = strrchr(shown.file, '/');
    shown.file = slash ? slash + 1 : shown.file;
    char *first = problems_text(&shown);
    if (p->count == 1)
        say(a, ROLE_WARN, "%s", first);
    else
        say(a, ROLE_WARN, "%s (and %zu more: callbrowser --check-config)", first, p->count - 1);
    free(first);
}

/* Opens the screen and the calls of the command line. False with e set when it cannot. */
static bool begin(struct app *a, struct err *e)
{
    struct config *config = a->settings->config;
    time_allow_zones(); /* there is one thread yet */
    bool offline = a->request->offline;
    die_set_hook(signals_clean_up); /* any thread may run out of memory */
    if (!signals_open(terminal_abandon, e))
        return false;
    a->fetcher = settings_begin_fetcher(config, offline ? 1 : a->request->jobs, offline, e);
    if (!a->fetcher || !open_screen(a, e))
        return false;
    keymap_check_terminal(a->keymap, screen_can_send, &config->problems);
    a->style.ascii = screen_is_ascii();
    FEATURE_CALL(a, init, a);
    open_named(a);
    say_first_words(a);
    FEATURE_CALL(a, begun, a);
    return true;
}

int session_run(const struct app_request *request, const struct app_parts *parts, struct err *e)
{
    struct app *a = session_new(request, parts);
    bool stopped = true, begun = begin(a, e);
    int ended = begun ? loop(a, e) : 0;
    bool ok = begun && ended != LOOP_FAILED && !fetch_has_failed(a->fetcher, e);
    int code = ok ? 0 : ended == LOOP_FAILED ? EXIT_OTHER : EXIT_USAGE;
    screen_close();
    FEATURE_CALL(a, screen_closed, a);
    if (a->fetcher)
        stopped = fetch_free(a->fetcher);
    if (ended > 0) { /* the program ends by the signal itself, as a shell expects */
        signals_close();
        signal(ended, SIG_DFL);
        raise(ended);
    }
    if (!stopped) {
        if (!ok)
            output_say("%s", e->text);
        _exit(code);
    }
    signals_close();
    session_free(a);
    return code;
}
