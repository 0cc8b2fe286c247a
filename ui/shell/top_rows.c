/* Draws the line of tabs, the provider and the ID. */
#include "ui/shell/top_rows.h"

#include "base/int.h"
#include "provider/id_form.h"
#include "text/cols.h"
#include "text/utf8.h"
#include "ui/shell/app.h"
#include "ui/shell/id_pane.h"
#include "ui/shell/tabs.h"
#include "ui/term/screen.h"
#include "ui/view/line.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    LABEL_COLS = 11,   /* " Provider  " */
    TAB_MIN_COLS = 12, /* " 10! 7f3k29q " */
    TAB_MAX_COLS = 24,
    TAB_ROOMY_COLS = 60, /* while all tabs fit */
    TAB_MIN_PROVIDER_COLS = 4,
    TAB_MIN_ID_COLS = 5,
    TAB_ID_BYTES = 8
};

int top_rows_put_name(int y, int x, const char *name, bool focus, int cols)
{
    struct line line = {0};
    enum role role = focus ? ROLE_TITLE_FOCUS : ROLE_TITLE;
    line_puts(&line, role, focus ? "[" : " ");
    line_put_cut(&line, role, name, strlen(name), int_max(cols - 2, 0));
    line_puts(&line, role, focus ? "]" : " ");
    int used = line.cols;
    line_draw(&line, y, x, cols);
    line_done(&line);
    return used < cols ? used : cols;
}

static void draw_provider(struct app *a, const struct rect *r)
{
    const struct tab *t = a->tab;
    bool choosing = t->focus == PANE_ID || t->focus == PANE_PROVIDER;
    const struct provider *p = choosing || !t->provider ? a->id_pane->chosen : t->provider;
    struct line line = {0};
    if (r->rows < 1)
        return;
    top_rows_put_name(r->y, r->x, "Provider", t->focus == PANE_PROVIDER, LABEL_COLS);
    line_puts(&line, ROLE_VALUE, p ? p->title : "auto");
    if (p && !provider_has_key(p))
        line_puts(&line, ROLE_DIM, " (no key)");
    line_draw(&line, r->y, r->x + LABEL_COLS, r->cols - LABEL_COLS);
    line_done(&line);
}

static void draw_id(struct app *a, const struct rect *r)
{
    const struct tab *t = a->tab;
    bool focus = t->focus == PANE_ID;
    struct line line = {0};
    int room = r->cols - LABEL_COLS + 1;
    if (r->rows < 1 || room < 2)
        return;
    top_rows_put_name(r->y, r->x, "Call ID", focus, LABEL_COLS);
    int x = r->x + LABEL_COLS - 1;
    if (focus) {
        int at = prompt_draw(&a->id_pane->prompt, &line, room - 1);
        line_draw(&line, r->y, x, room);
        screen_cursor(r->y, x + at);
    } else if (t->id) {
        line_put_end(&line, ROLE_VALUE, t->id, room - 1);
        line_draw(&line, r->y, x, room);
    }
    line_done(&line);
}

/* The part of the tab's ID that not all IDs of its provider have in common. */
static const char *own_part(const struct tab *t)
{
    struct form_values form;
    bool has = t->provider && id_form_read(t->provider, t->id, &form) && form.open && *form.open;
    return has ? form.open : t->id;
}

/* The bytes of that part that tell the tab from all others. */
static size_t telling_bytes(const struct app *a, const struct tab *t)
{
    const char *own = own_part(t);
    size_t bytes = TAB_ID_BYTES;
    for (size_t i = 0; i < a->tabs->count; i++) {
        const struct tab *other = a->tabs->list[i];
        const char *its = other->id ? own_part(other) : "";
        size_t same = 0;
        while (own[same] && own[same] == its[same])
            same++;
        if (own[same] || its[same])
            bytes = same < bytes ? bytes : same + 1;
    }
    return utf8_prefix_bytes(own, strlen(own), bytes);
}

/* Another provider's call has the same ID, so that only the provider tells them apart. */
static bool shares_id(const struct app *a, const struct tab *t)
{
    for (size_t i = 0; i < a->tabs->count; i++) {
        const struct tab *other = a->tabs->list[i];
        if (other->provider != t->provider && other->id && strcmp(other->id, t->id) == 0)
            return true;
    }
    return false;
}

static bool has_several_providers(const struct app *a)
{
    const struct provider *first = NULL;
    for (size_t i = 0; i < a->tabs->count; i++) {
        const struct provider *p = a->tabs->list[i]->provider;
        if (p && first && p != first)
            return true;
        first = p ? p : first;
    }
    return false;
}

/* How the tabs are named in the room there is. */
struct naming {
    int cols; /* that a tab may have */
    bool providers;
};

/* A tab is named by what tells it apart: the beginning of its ID, and its provider. */
static void put_tab_name(const struct app *a, const struct tab *t, enum role role,
                         bool with_provider, int cols, struct line *line)
{
    size_t bytes = t->id ? telling_bytes(a, t) : 0;
    int begin = line->cols;
    if (!t->id) {
        char *name = tab_masked_text(t, tab_is_list(t) ? t->list_name : "new", a->style.mask);
        line_put_cut(line, role, name, strlen(name), cols);
        free(name);
        return;
    }
    bool shared = shares_id(a, t);
    int room = shared ? cols : cols - cols_of(own_part(t), bytes) - 1;
    if (t->provider && (with_provider || shared) && room >= TAB_MIN_PROVIDER_COLS) {
        line_put_cut(line, role, t->provider->name, strlen(t->provider->name), room);
        line_puts(line, role, " ");
    }
    room = cols - (line->cols - begin);
    if (!shared || room >= TAB_MIN_ID_COLS)
        line_put_cut(line, role, own_part(t), bytes, room);
}

static void put_tab(const struct app *a, size_t i, const struct naming *by, struct line *line)
{
    const struct tab *t = a->tabs->list[i];
    bool here = i == a->tabs->current;
    enum role role = here ? ROLE_TAB_HERE : ROLE_TAB;
    line_puts(line, ROLE_DIM, here ? "[" : " ");
    int begin = line->cols;
    line_printf(line, role, "%zu%s ", i + 1, tabs_mark(a, t));
    put_tab_name(a, t, role, by->providers, by->cols - (line->cols - begin), line);
    line_puts(line, ROLE_DIM, here ? "]" : " ");
}

static bool all_fit(const struct app *a, const struct naming *by, int cols)
{
    struct line all = {0};
    assert(a->tabs->count > 0);
    for (size_t i = 0; i < a->tabs->count && all.cols <= cols; i++)
        put_tab(a, i, by, &all);
    bool fits = all.cols <= cols;
    line_done(&all);
    return fits;
}

/* All tabs name their providers, where there are several, or none does. The more tabs there are,
 * the fewer columns each may have, unless all fit. */
static struct naming naming_of(const struct app *a, int cols)
{
    struct naming by = {TAB_ROOMY_COLS, has_several_providers(a)};
    if (all_fit(a, &by, cols))
        return by;
    by.cols = TAB_MAX_COLS;
    if (all_fit(a, &by, cols))
        return by;
    by.providers = false;
    if (!all_fit(a, &by, cols))
        by.cols = int_clamp(cols / (int)a->tabs->count - 2, TAB_MIN_COLS, TAB_MAX_COLS);
    return by;
}

/* Skips tabs on the left when the one in front would not be visible. */
static void draw_tabs(struct app *a, const struct rect *r)
{
    struct line line = {0};
    if (r->rows < 1)
        return;
    size_t first = a->tabs->current + 1;
    int cols = 0;
    struct naming by = naming_of(a, r->cols);
    while (first > 0 && cols <= r->cols) {
        line_clear(&line);
        put_tab(a, first - 1, &by, &line);
        cols += line.cols;
        if (cols <= r->cols)
            first--;
    }
    line_clear(&line);
    bool more = false;
    for (size_t i = 0; i < a->tabs->count; i++) {
        struct tab *t = a->tabs->list[i];
        t->label_x = r->x + line.cols;
        if (i >= first && line.cols < r->cols)
            put_tab(a, i, &by, &line);
        else
            more = more || i >= first;
        t->label_cols = r->x + line.cols - t->label_x;
    }
    line_draw(&line, r->y, r->x, r->cols);
    if (first > 0)
        screen_put(r->y, r->x, ROLE_MARK, "<", 1, 1);
    if (more || line.cols > r->cols)
        screen_put(r->y, r->x + r->cols - 1, ROLE_MARK, ">", 1, 1);
    line_done(&line);
}

void top_rows_draw(struct app *a, const struct layout *l)
{
    draw_tabs(a, &l->tabs);
    draw_provider(a, &l->body[PANE_PROVIDER]);
    draw_id(a, &l->body[PANE_ID]);
}
