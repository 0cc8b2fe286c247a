/* Links out: the list of them, opening, playing, the call's page. A signed link that is over is
 * asked about first. UI thread. */
#include "ui/shell/app_state.h"

#include "base/alloc.h"
#include "call/links.h"
#include "provider/request.h"
#include "text/clean.h"
#include "text/cols.h"
#include "ui/feature/opener.h"
#include "ui/term/screen.h"
#include "ui/view/view_links.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_MIN_ROWS = 2 };

/* As it came, for what is opened. */
static const struct call *real_call(const struct tab *t)
{
    return t->real ? t->real : t->call;
}

static bool list_is_shown(const struct app *a)
{
    return a->overlay == OVERLAY_LINKS;
}

static const struct link *selected(const struct app *a)
{
    return list_is_shown(a) ? view_links_at(a->list.view, a->list.cursor.item) : NULL;
}

static void say_none(struct app *a, const struct call *c)
{
    if (!c)
        app_say(a, ROLE_WARN, "no call is open here");
    else
        app_say(a, ROLE_WARN, "%s",
                c->live ? "no recording yet, the call has not ended"
                        : "this call has no recording");
}

static size_t count_recordings(const struct call *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->recording_count; i++)
        n += c->recordings[i].url != NULL;
    return n;
}

/* The one whose row is selected among the participants; else their count. */
static size_t selected_recording(const struct tab *t)
{
    const struct pane *p = &t->panes[PANE_PEOPLE];
    const struct call *c = t->call;
    bool here = t->focus == PANE_PEOPLE && !t->raw_shown && pane_items(p);
    char *text = here ? p->view->ops->copy(p->view, p->cursor.item) : NULL;
    size_t i = 0;
    while (i < c->recording_count &&
           !(text && c->recordings[i].url && strcmp(c->recordings[i].url, text) == 0))
        i++;
    free(text);
    return i;
}

/* The recording that is meant in the panes: the selected one, or the only one. NULL, and the list
 * or a sentence, when none is. */
static const char *recording_url(struct app *a, const struct call *c)
{
    size_t i = c ? selected_recording(app_tab(a)) : 0, n = c ? count_recordings(c) : 0;
    if (c && i < c->recording_count)
        return c->recordings[i].url;
    if (n == 1)
        return call_recording_url(c);
    if (n == 0) {
        say_none(a, c);
        return NULL;
    }
    app_show_links(a);
    app_say(a, ROLE_WARN, "%zu recordings: which one?", n);
    return NULL;
}

const char *app_link_here(struct app *a)
{
    const struct call *c = real_call(app_tab(a));
    const struct link *link = selected(a);
    if (!list_is_shown(a))
        return recording_url(a, c);
    if (!link)
        say_none(a, c);
    return link ? link->url : NULL;
}

bool app_has_link(const struct app *a)
{
    const struct call *c = app_tab(a)->call;
    return list_is_shown(a) ? selected(a) != NULL : c && call_recording_url(c);
}

static void copy_unopened(struct app *a, const char *url)
{
    char *clean = app_shown_link(a, url);
    char *done = xasprintf("no display, so the link is copied: %s", clean);
    app_copy_as(a, done, clean);
    free(done);
    free(clean);
}

/* In one row: signed links take five. */
static void say_started(struct app *a, const struct opening *o)
{
    char *shown = app_shown_link(a, o->url), at[TIME_TEXT_BYTES];
    struct buf done = {0};
    if (o->start) {
        time_duration_text(strtod(o->start, NULL), at);
        buf_printf(&done, "playing from %s: ", at);
    } else {
        buf_puts(&done, "opened ");
    }
    size_t n = strlen(shown), room = (size_t)screen_cols();
    size_t fits = done.len + n + 3 <= room ? n : room > done.len + 5 ? room - done.len - 5 : 0;
    app_say(a, ROLE_GOOD, "%s%.*s%s", buf_str(&done), (int)fits, shown, fits < n ? ".." : "");
    buf_done(&done);
    free(shown);
}

static char *program_name(const struct app *a, const struct opening *o)
{
    const char *command = config_text(a->config, o->start ? OPT_play_command : OPT_open_command);
    return xstrndup(command, strcspn(command, " \t"));
}

static void start_opening(struct app *a)
{
    const struct opening *o = &a->opening;
    struct helper *h = helper_free_place(a);
    struct err e = {"too many programs are still running"};
    enum open_result result =
        h ? opener_open(&h->process, a->config, o->url, o->start, &e) : OPEN_REFUSED;
    if (result == OPEN_REFUSED) {
        app_say(a, ROLE_BAD, "%s", e.text);
    } else if (result == OPEN_NO_DISPLAY) {
        copy_unopened(a, o->url);
    } else {
        char *name = program_name(a, o);
        helper_keep(h, name, NULL);
        say_started(a, o);
        free(name);
    }
}

/* What fetches the call again, as one types it; yours. */
static char *refetch_key(const struct app *a)
{
    struct buf key = {0};
    keymap_key_label(a->keymap, ACT_REFETCH, &key);
    if (!key.len)
        buf_printf(&key, ":%s", actions[ACT_REFETCH].name);
    return buf_take(&key);
}

void app_ask_if_over(struct app *a, const char *url, const char *what, void (*go_on)(struct app *a))
{
    struct instant end = {0};
    struct buf words = {0};
    if (!links_expiry(url, &end) || end.us > time_wall_us()) {
        go_on(a);
        return;
    }
    links_put_expiry(&words, &end, time_wall_us());
    char *key = refetch_key(a);
    app_question(a, go_on, "the link %s, %s fetches a new one: %s it all the same?",
                 buf_str(&words), key, what);
    buf_done(&words);
    free(key);
}

void opening_done(struct opening *o)
{
    free(o->url);
    free(o->start);
    *o = (struct opening){0};
}

/* start is taken. */
static void open_at(struct app *a, const char *url, char *start)
{
    struct opening next = {xstrdup(url), start};
    opening_done(&a->opening);
    a->opening = next;
    app_ask_if_over(a, next.url, start ? "play" : "open", start_opening);
}

void app_open_link(struct app *a, const char *url)
{
    open_at(a, url, NULL);
}

void app_open_recording(struct app *a)
{
    const char *url = app_link_here(a);
    if (url)
        app_open_link(a, url);
}

/* Of the selected turn, or of the one before that has a time; 0 when none has. */
static double selected_time(struct tab *t)
{
    size_t all, i = pane_number(&t->panes[PANE_TURNS], &all) + 1;
    while (i-- > 0)
        if (i < t->call->turn_count && !isnan(t->call->turns[i].start_s))
            return t->call->turns[i].start_s;
    return 0;
}

void app_play(struct app *a)
{
    struct tab *t = app_tab(a);
    const struct link *link = selected(a);
    const struct call *c = real_call(t);
    const struct recording *r = NULL;
    double start_s = 0;
    struct buf start = {0};
    if (c && !list_is_shown(a))
        r = call_recording_at(c, selected_time(t), &start_s);
    if (!link && !r) {
        say_none(a, c);
        return;
    }
    value_put_json_number(&start, round(start_s * 1000) / 1000);
    open_at(a, link ? link->url : r->url, buf_take(&start));
}

void app_open_page(struct app *a)
{
    const struct tab *t = app_tab(a);
    if (!t->provider) {
        app_say(a, ROLE_WARN, "no call is open here");
        return;
    }
    char *url = request_web_url(t->provider, t->id);
    if (url)
        app_open_link(a, url);
    else
        app_say(a, ROLE_WARN, "no page is known: web_url of [provider %s] is not set",
                t->provider->name);
    free(url);
}

void app_copy_link(struct app *a)
{
    const char *url;
    if (list_is_shown(a))
        app_copy(a, "link", view_links_shown(a->list.view, a->list.cursor.item));
    else if ((url = recording_url(a, app_tab(a)->call)))
        app_copy(a, "recording link", url);
}

static struct view *view_of(const struct app *a)
{
    char *key = refetch_key(a);
    struct view *v = view_links_new(real_call(app_tab(a)), a->style.mask, key);
    free(key);
    return v;
}

void app_show_links(struct app *a)
{
    if (list_is_shown(a))
        app_close_overlay(a);
    else if (app_tab(a)->call)
        app_show_overlay(a, OVERLAY_LINKS, view_of(a));
    else
        app_say(a, ROLE_WARN, "no call is open here");
}

char *app_links_place(struct app *a)
{
    const struct pane *list = app_overlay_list(a, OVERLAY_LINKS);
    const struct link *link = list ? view_links_at(list->view, list->cursor.item) : NULL;
    return link ? xstrdup(link->where) : NULL;
}

void app_renew_links(struct app *a, const char *place)
{
    struct pane *list = app_overlay_list(a, OVERLAY_LINKS);
    if (!list)
        return;
    size_t item = list->cursor.item;
    struct view *v = view_of(a);
    for (size_t i = 0; place && i < v->ops->items(v); i++) {
        const struct link *link = view_links_at(v, i);
        item = link && strcmp(link->where, place) == 0 ? i : item;
    }
    pane_set_view_at(list, v, item);
}

int app_links_tick_ms(const struct app *a)
{
    return list_is_shown(a) ? view_links_tick_ms(a->list.view) : -1;
}

/* Rows that a text takes when each is filled to its last column. */
static int filled_rows(const char *s, int cols)
{
    size_t left = strlen(s);
    int rows = 0;
    for (size_t n; left && (n = cols_fit(s, left, cols, NULL)); rows++) {
        s += n;
        left -= n;
    }
    return rows;
}

static void draw_rest(const struct rect *r, size_t left)
{
    char *text = xasprintf(" .. %zu more character%s: copy it ", left, left == 1 ? "" : "s");
    int cols = (int)strlen(text);
    screen_put(r->y + r->rows - 1, r->x + (cols < r->cols ? r->cols - cols : 0), ROLE_WARN, text,
               strlen(text), r->cols);
    free(text);
}

/* From the first column to the last and nothing else in these rows: so terminals find a link that
 * goes on in the next row. */
static void draw_whole(const struct rect *r, const char *s)
{
    size_t left = strlen(s);
    for (int y = 0; y < r->rows && left; y++) {
        size_t n = cols_fit(s, left, r->cols, NULL);
        screen_put(r->y + y, r->x, ROLE_LINK, s, n, r->cols);
        s += n;
        left -= n;
    }
    if (left)
        draw_rest(r, left);
}

void app_draw_links(struct app *a, const struct rect *body)
{
    struct rect list = *body, whole = *body;
    int wanted, url_rows;
    char *url = clean_dup(view_links_shown(a->list.view, a->list.cursor.item), CLEAN_SCREEN);
    url_rows = filled_rows(url, body->cols);
    pane_resize(&a->list, body->rows, body->cols);
    wanted = pane_rows_wanted(&a->list, body->rows) + 1;
    list.rows = body->rows - 1 - url_rows;
    if (list.rows < LIST_MIN_ROWS)
        list.rows = LIST_MIN_ROWS;
    if (list.rows > wanted)
        list.rows = wanted;
    for (int y = 0; y < body->rows; y++)
        screen_fill(body->y + y, body->x, body->cols, ROLE_TEXT);
    whole.y = list.y + list.rows + 1;
    whole.rows = body->y + body->rows - whole.y;
    if (whole.rows > 0) {
        screen_hline(whole.y - 1, whole.x, whole.cols);
        draw_whole(&whole, url);
    }
    app_draw_list(&a->list, list, "Links");
    free(url);
}
