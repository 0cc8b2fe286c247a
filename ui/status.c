/* The status line: a message or how the fetch stands on the left, hints on the right; and when it
 * moves by itself. UI thread. */
#include "ui/app_state.h"

#include "base/alloc.h"
#include "ui/screen.h"

#include <string.h>

enum { TICK_MS = 100 };

static void put_bytes(struct line *out, uint64_t bytes)
{
    if (bytes < 1024)
        line_printf(out, ROLE_STATUS, ", %d bytes", (int)bytes);
    else if (bytes < 1024 * 1024)
        line_printf(out, ROLE_STATUS, ", %.1f KiB", (double)bytes / 1024);
    else
        line_printf(out, ROLE_STATUS, ", %.1f MiB", (double)bytes / 1024 / 1024);
}

/* Moves while something is fetched, whatever else the line says. */
static void put_mark(const struct tab *t, struct line *out)
{
    static const char marks[] = "|/-\\";
    int64_t ms = time_now_ms() - t->since_ms;
    line_printf(out, ROLE_KEY, "%c ", marks[ms / TICK_MS % 4]);
}

static void put_fetch(const struct tab *t, struct line *out)
{
    int64_t ms = time_now_ms() - t->since_ms;
    line_printf(out, ROLE_STATUS, "%s %.1f s", t->provider->name, (double)ms / 1000);
    put_bytes(out, t->bytes);
    if (t->call && t->call->turns_loading)
        line_puts(out, ROLE_STATUS, ", transcript loading");
}

static void put_outcome(const struct tab *t, struct line *out)
{
    if (t->failure && t->call)
        line_printf(out, ROLE_BAD, "fetching again failed: %s", t->failure->message);
    else if (t->cancelled && t->call)
        line_puts(out, ROLE_WARN,
                  t->call->turns_loading ? "cancelled, the transcript was not fetched"
                                         : "cancelled, the call before is shown");
    else if (t->provider && t->http_status)
        line_printf(out, ROLE_STATUS, "%s %d in %.2f s", t->provider->name, t->http_status,
                    t->seconds);
    else if (t->provider)
        line_puts(out, ROLE_STATUS, t->provider->name);
}

static void put_state(const struct app *a, struct line *out)
{
    const struct tab *t = app_tab(a);
    line_puts(out, ROLE_STATUS, " ");
    if (t->job)
        put_mark(t, out);
    if (a->message)
        line_put_cut(out, a->message_role, a->message, strlen(a->message),
                     screen_cols() - out->cols - 1);
    else if (t->job)
        put_fetch(t, out);
    else
        put_outcome(t, out);
}

/* Ctrl-D quits from an empty line, where it deletes otherwise. */
static bool ctrl_d_quits(const struct app *a)
{
    struct key_state none = {0};
    long count;
    return !*prompt_text(&a->id_prompt) &&
           keymap_feed(a->keymap, KEYS_PROMPT, &none, 'd' & 0x1f, &count) == ACT_PROMPT_DELETE;
}

static void put_hint(struct line *out, const char *key, const char *does)
{
    line_puts(out, ROLE_KEY, key);
    line_printf(out, ROLE_DIM, " %s  ", does);
}

/* Nothing for an action that no key is bound to. */
static void put_action_hint(const struct app *a, enum action action, struct line *out)
{
    struct buf key = {0};
    keymap_key_label(a->keymap, action, &key);
    if (key.len)
        put_hint(out, buf_str(&key), actions[action].hint);
    buf_done(&key);
}

/* Whether an action that a hint names does something here and now. */
static bool is_of_use(const struct app *a, enum action action)
{
    const struct tab *t = app_tab(a);
    switch (action) {
    case ACT_OPEN_RECORDING:
    case ACT_COPY_LINK:
        return t->call && call_recording_url(t->call);
    case ACT_COPY_SELECTED:
        return t->focus != PANE_TURNS || t->call->turn_count;
    case ACT_PROMPT_ACCEPT:
        return *prompt_text(&a->id_prompt);
    case ACT_REFETCH:
        return t->provider != NULL;
    default:
        return true;
    }
}

static const enum action *hints_here(const struct app *a)
{
    static const enum action list[] = {ACT_ENTER, ACT_CANCEL, ACT_NONE};
    static const enum action help[] = {ACT_CANCEL, ACT_PAGE_DOWN, ACT_NONE};
    static const enum action prompt[] = {ACT_PROMPT_ACCEPT, ACT_PROMPT_CANCEL, ACT_NONE};
    static const enum action loading[] = {ACT_STOP, ACT_ID_PANE, ACT_HELP, ACT_NONE};
    static const enum action page[] = {ACT_REFETCH, ACT_ID_PANE, ACT_HELP, ACT_CLOSE, ACT_NONE};
    static const enum action call[] = {ACT_OPEN_RECORDING, ACT_COPY_LINK, ACT_COPY_SELECTED,
                                       ACT_ZOOM,           ACT_HELP,      ACT_NONE};
    const struct tab *t = app_tab(a);
    if (a->overlay != OVERLAY_NONE)
        return a->overlay == OVERLAY_HELP ? help : list;
    if (t->focus == PANE_ID)
        return prompt;
    if (t->job)
        return loading;
    return t->call ? call : page;
}

/* As many hints as fit behind what the line says. */
static void draw_hints(const struct app *a, const struct rect *r, int taken)
{
    struct line all = {0}, one = {0};
    for (const enum action *h = hints_here(a); *h != ACT_NONE; h++) {
        line_clear(&one);
        if (is_of_use(a, *h))
            put_action_hint(a, *h, &one);
        if (all.cols + one.cols + taken + 2 > r->cols)
            break;
        if (one.cols)
            put_action_hint(a, *h, &all);
    }
    bool in_prompt = app_tab(a)->focus == PANE_ID && a->overlay == OVERLAY_NONE;
    if (in_prompt && ctrl_d_quits(a) && all.cols + taken + 14 <= r->cols)
        put_hint(&all, "Ctrl-D", "quit");
    if (all.cols)
        screen_line(r->y, r->x + r->cols - all.cols, all.cols, &all);
    line_done(&all);
    line_done(&one);
}

void status_draw(const struct app *a, const struct rect *r)
{
    struct line line = {0};
    if (r->rows < 1)
        return;
    screen_fill(r->y, r->x, r->cols, ROLE_STATUS);
    put_state(a, &line);
    screen_line(r->y, r->x, r->cols, &line);
    draw_hints(a, r, line.cols);
    line_done(&line);
}

int app_tick_ms(const struct app *a)
{
    const struct tab *t = app_tab(a);
    if (t->job)
        return TICK_MS;
    int64_t left_ms = t->retry_at_ms - time_now_ms();
    if (t->failure && !t->call && left_ms > 0)
        return (int)(left_ms % 1000) + 1;
    return -1;
}
