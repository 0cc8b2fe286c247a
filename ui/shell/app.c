/* The screen from beginning to end: what is set up, the poll loop, answers of the fetch thread. */
#include "ui/shell/app_state.h"

#include "base/alloc.h"
#include "os/signals.h"
#include "text/mask.h"
#include "theme/theme.h"
#include "ui/term/screen.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, POLL_MAX = 3 + CHILDREN_MAX, FETCH_FD = 1 };

struct tab *app_tab(const struct app *a)
{
    return a->tabs[a->current];
}

/* While they are read: who is at the end stays there. */
void app_renew_messages(struct app *a)
{
    struct pane *list = app_overlay_list(a, OVERLAY_MESSAGES);
    if (!list)
        return;
    bool at_end = list->cursor.item + 1 >= pane_items(list);
    pane_set_view_at(list, messages_view(&a->messages, a->style.mask), list->cursor.item);
    if (at_end)
        pane_goto_end(list);
}

void app_note(struct app *a, enum role role, const char *id, const char *text)
{
    messages_add(&a->messages, role, id, text);
    app_renew_messages(a);
}

/* taken is shown until the next key. */
static void set_message(struct app *a, enum role role, char *taken)
{
    free(a->message);
    a->message = taken;
    a->message_role = role;
}

static void note_of(struct app *a, const struct tab *t, enum role role, const char *text)
{
    char *named = xasprintf("%s: %s", t->id, text);
    app_note(a, role, t->id, named);
    free(named);
}

void app_say_of(struct app *a, const struct tab *t, enum role role, const char *fmt, ...)
{
    struct buf text = {0};
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    note_of(a, t, role, buf_str(&text));
    if (a->style.mask)
        mask_text(text.data, text.len, t->id, NULL);
    set_message(a, role,
                t == app_tab(a) ? xstrdup(buf_str(&text))
                                : xasprintf("%s: %s", t->id, buf_str(&text)));
    buf_done(&text);
}

void app_say(struct app *a, enum role role, const char *fmt, ...)
{
    struct buf text = {0};
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    set_message(a, role, buf_take(&text));
    app_note(a, role, app_tab(a)->id, a->message);
}

void app_question(struct app *a, void (*answered_yes)(struct app *a), const char *fmt, ...)
{
    struct buf text = {0};
    va_list args;
    va_start(args, fmt);
    buf_vprintf(&text, fmt, args);
    va_end(args);
    free(a->question);
    a->question = buf_take(&text);
    a->answered_yes = answered_yes;
}

void app_focus(struct app *a, enum pane_id pane)
{
    app_close_overlays(a);
    tab_focus(app_tab(a), pane);
}

static struct tab *tab_of_job(const struct app *a, unsigned job)
{
    for (size_t i = 0; i < a->tab_count; i++)
        if (a->tabs[i]->job == job)
            return a->tabs[i];
    return NULL;
}

static void take_failure(struct app *a, struct tab *t, struct answer *answer)
{
    if (answer->failure->kind == KIND_AUTH)
        keyring_forget(a->keyring, t->provider); /* refused: `r` looks for another one */
    note_of(a, t, ROLE_BAD, answer->failure->message);
    if (watch_survives(a, t, answer->failure))
        return;
    tab_take_failure(t, answer->failure);
    answer->failure = NULL;
}

static void take_call(struct app *a, struct tab *t, struct answer *answer)
{
    bool whole = answer->type == ANSWER_CALL;
    if (watch_passes_over(a, t, answer->call))
        return;
    tab_take_call(t, answer->call, &a->style);
    answer->call = NULL;
    if (whole)
        watch_took_call(a, t);
}

static void take_answer(struct app *a, struct answer *answer)
{
    struct tab *t;
    if (!app_any_answer(a, answer, &t))
        t = tab_of_job(a, answer->job);
    if (!t)
        return;
    t->bytes = answer->bytes;
    if (answer->type == ANSWER_PROGRESS)
        return;
    if (answer->type == ANSWER_PARTIAL && tab_has_whole_call(t))
        return; /* what is shown is more than what is new */
    if (answer->type != ANSWER_PARTIAL)
        t->job = 0;
    t->http_status = answer->http_status;
    t->seconds = answer->seconds;
    char *place = app_links_place(a);
    if (answer->type == ANSWER_FAILURE)
        take_failure(a, t, answer);
    else
        take_call(a, t, answer);
    if (t == app_tab(a))
        app_renew_links(a, place);
    free(place);
}

static void take_answers(struct app *a)
{
    for (struct answer *answer; (answer = fetch_next(a->fetcher));) {
        a->urgent = a->urgent || answer->type != ANSWER_PROGRESS;
        if (!app_take_download(a, answer))
            take_answer(a, answer);
        fetch_answer_free(answer);
    }
}

static void suspend(struct app *a)
{
    a->suspend = false;
    screen_leave();
    signals_stop_self();
    screen_return();
}

/* Returns the signal that ends the program, or 0. */
static int take_signals(struct app *a)
{
    struct signals_seen seen = signals_take();
    if (seen.resized)
        screen_resized();
    if (seen.continued)
        screen_renew();
    a->suspend = a->suspend || seen.suspend;
    return seen.ended;
}

/* Those behind a key that suspends are the shell's. */
static void take_keys(struct app *a)
{
    for (int key; !a->quit && !a->suspend && (key = screen_key()) != K_NONE;) {
        if (key == K_EOF)
            a->quit = true;
        else if (key != K_RESIZE)
            app_key(a, key);
    }
}

static nfds_t poll_fds(const struct app *a, struct pollfd *fds)
{
    nfds_t n = 0;
    fds[n++] = (struct pollfd){.fd = screen_fd(), .events = POLLIN};
    fds[n++] = (struct pollfd){.fd = fetch_fd(a->fetcher), .events = POLLIN};
    fds[n++] = (struct pollfd){.fd = signals_fd(), .events = POLLIN};
    for (int i = 0; i < CHILDREN_MAX; i++) {
        const struct helper *h = &a->helpers[i];
        if (h->saver)
            fds[n++] = (struct pollfd){.fd = file_saver_fd(h->saver), .events = POLLIN};
    }
    return n;
}

/* Numbers that move by themselves are drawn ten times a second, however many fetches they are of;
 * all else at once. */
static void draw(struct app *a)
{
    int64_t now = time_now_ms();
    a->stale = !a->urgent && now < a->drawn_ms + REPAINT_MS;
    if (a->stale)
        return;
    a->urgent = false;
    a->drawn_ms = now;
    app_draw(a);
}

static int wait_ms(const struct app *a)
{
    int tick_ms = app_tick_ms(a);
    int64_t left_ms = a->drawn_ms + REPAINT_MS - time_now_ms();
    if (!a->stale || (tick_ms >= 0 && tick_ms < left_ms))
        return tick_ms;
    return left_ms > 0 ? (int)left_ms : 0;
}

static void wait_for_something(struct app *a)
{
    struct pollfd fds[POLL_MAX];
    nfds_t n = poll_fds(a, fds);
    int ms = wait_ms(a);
    int ready = poll(fds, n, ms);
    a->woken_ms = time_now_ms();
    if (ready < 0 && errno != EINTR)
        a->quit = true;
    a->urgent = ready < 0 || app_tick_ms(a) == 0; /* a signal came; a search goes on */
    for (nfds_t i = 0; i < n; i++)
        a->urgent = a->urgent || (i != FETCH_FD && fds[i].revents);
    if (n && (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)))
        a->hangup = true;
}

/* Until the user leaves: 0; or the signal that ends the program. */
static int loop(struct app *a)
{
    while (!a->quit) {
        int ended = take_signals(a);
        if (ended)
            return ended;
        take_keys(a);
        take_answers(a);
        app_check_helpers(a);
        watch_work(a);
        find_work(a);
        search_all_work(a);
        compare_renew(a);
        if (a->quit)
            break;
        if (a->suspend) {
            suspend(a);
            continue;
        }
        draw(a);
        wait_for_something(a);
    }
    return 0;
}

static enum screen_ascii ascii_setting(const struct config *c)
{
    const char *text = config_text(c, OPT_ascii);
    if (strcmp(text, "yes") == 0)
        return SCREEN_ASCII_YES;
    return strcmp(text, "no") == 0 ? SCREEN_ASCII_NO : SCREEN_ASCII_AUTO;
}

static bool open_screen(struct app *a, struct err *e)
{
    struct problems rows = {0}; /* told when the screen opens */
    settings_check_theme(a->config, &rows);
    problems_done(&rows);
    struct screen_settings s = {.theme = config_text(a->config, OPT_theme),
                                .ascii = ascii_setting(a->config),
                                .mouse = config_number(a->config, OPT_mouse),
                                .problems = &a->config->problems};
    return screen_open(&s, e);
}

static struct app *app_new(const struct app_request *request)
{
    struct app *a = xcalloc(1, sizeof *a);
    struct config *config = request->settings->config;
    a->request = request;
    a->config = config;
    a->providers = request->settings->providers;
    a->note = request->settings->note;
    a->keymap = keymap_new(&config->doc, &config->problems);
    a->keyring = keyring_new(a->providers);
    a->style.wrap = config_number(config, OPT_wrap);
    a->style.gap_s = (int)config_number(config, OPT_gap_s);
    a->style.mask = config_number(config, OPT_mask);
    a->style.timestamps =
        (enum timestamps)view_transcript_find_timestamps(config_text(config, OPT_timestamps));
    a->tabs = xcalloc(1, sizeof *a->tabs);
    a->tabs[0] = tab_new();
    a->tab_count = 1;
    prompt_init(&a->id_prompt);
    prompt_init(&a->line.prompt);
    return a;
}

static void app_free(struct app *a)
{
    for (size_t i = 0; i < a->tab_count; i++)
        tab_free(a->tabs[i]);
    free(a->tabs);
    for (int i = 0; i < CHILDREN_MAX; i++)
        helper_release(&a->helpers[i]);
    app_close_overlays(a);
    prompt_done(&a->id_prompt);
    prompt_done(&a->line.prompt);
    free(a->save_path);
    opening_done(&a->opening);
    free(a->download_url);
    completion_done(&a->id_completion);
    free(a->history_path);
    find_done(&a->find);
    search_all_done(&a->all);
    command_line_done(&a->command);
    messages_done(&a->messages);
    keymap_free(a->keymap);
    keyring_free(a->keyring);
    while (a->asked_count)
        app_ask_drop(a);
    free(a->asked);
    free(a->message);
    free(a->question);
    for (size_t i = 0; i < a->read_again_count; i++)
        settings_done(&a->read_again[i]);
    free(a->read_again);
    free(a);
}

static void open_named(struct app *a, const struct app_request *r)
{
    a->chosen = r->provider ? r->provider
                            : provider_find(a->providers, config_text(a->config, OPT_provider));
    for (size_t i = 0; i < r->id_count; i++)
        app_ask_named(a, r->ids[i]);
    if (r->id_count && a->tab_count > 1)
        app_switch_tab(a, 0);
    a->visited = NULL;
    app_settle_overlay(a);
}

/* Problems of the configuration; else the welcome, which no open call leaves a page for. */
static void say_first_words(struct app *a)
{
    const struct problems *p = &a->config->problems;
    const char *welcome = config_text(a->config, OPT_welcome);
    if (p->count == 0) {
        if (*welcome && app_tab(a)->provider)
            app_say(a, ROLE_DIM, "%s", welcome);
        return;
    }
    struct problem shown = p->list[0]; /* the folder would push the rest off the line */
    char *slash = strrchr(shown.file, '/');
    shown.file = slash ? slash + 1 : shown.file;
    char *first = problems_text(&shown);
    if (p->count == 1)
        app_say(a, ROLE_WARN, "%s", first);
    else
        app_say(a, ROLE_WARN, "%s (and %zu more: callbrowser --check-config)", first, p->count - 1);
    free(first);
}

/* As a shell expects it: ended by the signal itself. */
static void end_by_signal(int number)
{
    signals_close();
    signal(number, SIG_DFL);
    raise(number);
}

int app_run(const struct app_request *request, struct err *e)
{
    struct app *a = app_new(request);
    bool stopped = true;
    int ended = 0, code = EXIT_USAGE;
    a->fetcher = settings_start_fetcher(a->config, request->jobs, e);
    if (!a->fetcher || !signals_open(screen_abandon, e) || !open_screen(a, e))
        goto out;
    die_set_hook(screen_abandon); /* any thread may run out of memory */
    keymap_check_terminal(a->keymap, screen_can_send, &a->config->problems);
    a->style.ascii = screen_is_ascii();
    app_recall(a);
    open_named(a, request);
    say_first_words(a);
    ended = loop(a);
    code = 0;
out:
    screen_close();
    app_finish_saving(a);
    if (a->fetcher)
        stopped = fetch_free(a->fetcher);
    if (ended)
        end_by_signal(ended);
    if (!stopped)
        _exit(code);
    signals_close();
    app_free(a);
    return code;
}
