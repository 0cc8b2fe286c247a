/* A column of the table is there if a participant has a value in it. Columns that do not fit into a
 * row continue below it. */
#include "ui/view/view_participants.h"

#include "base/alloc.h"
#include "base/int.h"
#include "call/facts.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/time.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_COLS = 80,
    PAIR_MIN_COLS = 72,
    RECORDING_MIN_COLS = 32, /* beside the table */
    GAP = 2,
    CELL_MAX_COLS = 60,
    LABEL_MAX_COLS = 20 /* of a link */
};

enum col { ROLE, NAME, ADDRESS, ID, STATE, JOINED, LEFT, DURATION, COLS };

static const char *const col_names[COLS] = {
    [ROLE] = "role",   [NAME] = "name",     [ADDRESS] = "number", [ID] = "ID",
    [STATE] = "state", [JOINED] = "joined", [LEFT] = "left",      [DURATION] = "time"};

/* Clean; "" where nothing is given. */
struct person {
    char *cell[COLS];
    bool has_role, has_id; /* has_id: and it is not the name */
};

static const char no_role[] = "person";

struct view_participants {
    struct view view;
    const struct call *call;
    struct person *people;
    size_t count;
    struct facts recordings; /* at least one row */
    struct facts links;      /* shown below them */
    int label_cols;          /* of both */
    int cols;
    struct {
        int cols, line, x; /* cols is 0 where there is no such column */
    } table[COLS];
    bool heading;    /* the first item names the columns, for times need that */
    bool paired;     /* recordings are on the right, */
    int right_x;     /* from this column on */
    bool right_used; /* the right column has the mark, and its recording is copied */
};

static size_t recording_rows(const struct view_participants *v)
{
    return v->recordings.count + v->links.count;
}

/* The row of a recording, or of a link below the recordings. */
static const struct fact *recording_at(const struct view_participants *v, size_t row)
{
    size_t count = v->recordings.count;
    return row < count ? &v->recordings.list[row] : &v->links.list[row - count];
}

/* What an item shows; SIZE_MAX: nothing of the kind. */
struct shown {
    size_t person, recording;
};

static struct shown shown_at(const struct view_participants *v, size_t item)
{
    struct shown s = {SIZE_MAX, SIZE_MAX};
    size_t row = item - v->heading; /* of the heading: SIZE_MAX */
    if (v->paired && item < recording_rows(v))
        s.recording = item;
    if (row < v->count)
        s.person = row;
    else if (!v->paired && row != SIZE_MAX)
        s.recording = row - v->count;
    return s;
}

static int width_of(const char *s)
{
    int cols;
    cols_fit(s, strlen(s), CELL_MAX_COLS, &cols);
    return cols;
}

/* Finds the width of each column; roles leave room for the others. */
static void measure(struct view_participants *v)
{
    for (int col = 0; col < COLS; col++) {
        int widest = 0;
        for (size_t i = 0; i < v->count; i++)
            widest = int_max(widest, width_of(v->people[i].cell[col]));
        if (widest && v->heading)
            widest = int_max(widest, (int)strlen(col_names[col]));
        v->table[col].cols = widest;
    }
    v->table[ROLE].cols = int_min(v->table[ROLE].cols, int_max(v->cols / 3, 1));
}

/* Places the columns from left to right, and on a new line where one does not fit. Returns the
 * number of lines. */
static int place(struct view_participants *v, int end)
{
    int indent = VIEW_GUTTER + v->table[ROLE].cols + GAP, x = indent, line = 0;
    v->table[ROLE].x = VIEW_GUTTER;
    for (int col = NAME; col < COLS; col++) {
        int cols = v->table[col].cols;
        if (cols && x > indent && x + cols > end) {
            x = indent;
            line++;
        }
        v->table[col].x = x;
        v->table[col].line = line;
        x += cols ? cols + GAP : 0;
    }
    return line + 1;
}

/* The column after a table that fits into one line before `end`; 0 if it does not. */
static int end_of_table(struct view_participants *v, int end)
{
    int used = 0;
    measure(v);
    if (place(v, end) > 1)
        return 0;
    for (int col = 0; col < COLS; col++)
        if (v->table[col].cols)
            used = int_max(used, v->table[col].x + v->table[col].cols);
    return used <= end ? used : 0;
}

static void layout(struct view *base, int cols)
{
    struct view_participants *v = (struct view_participants *)base;
    int used = cols < PAIR_MIN_COLS ? 0 : end_of_table(v, cols - RECORDING_MIN_COLS - GAP);
    v->cols = cols;
    v->paired = used > 0;
    v->right_x = int_max(cols / 2, used + GAP);
    if (v->paired)
        return;
    measure(v);
    if (place(v, cols - 1) > 1) /* one column more may do */
        place(v, cols);
}

static int wanted_cols(const struct view *base)
{
    const struct view_participants *v = (const struct view_participants *)base;
    int cols = VIEW_GUTTER + 1;
    for (int col = 0; col < COLS; col++)
        cols += v->table[col].cols ? v->table[col].cols + GAP : 0;
    return cols;
}

static size_t items(const struct view *base)
{
    const struct view_participants *v = (const struct view_participants *)base;
    size_t people = v->count + v->heading, recordings = recording_rows(v);
    return !v->paired ? people + recordings : people > recordings ? people : recordings;
}

static bool has_line(const struct view_participants *v, const struct person *p, int line)
{
    for (int col = NAME; col < COLS; col++)
        if (v->table[col].line == line && (p ? *p->cell[col] != '\0' : v->table[col].cols > 0))
            return true;
    return false;
}

/* The line of the table that is in a row of a participant (NULL: of the heading), which leaves out
 * lines without a value; -1 after the last. */
static int line_of(const struct view_participants *v, const struct person *p, int row)
{
    int found = 0;
    for (int line = 0; line <= v->table[COLS - 1].line; line++)
        if (has_line(v, p, line) && found++ == row)
            return line;
    return row == 0 ? 0 : -1;
}

/* The participant of an item; NULL for the heading and for recordings. */
static const struct person *person_at(const struct view_participants *v, size_t item)
{
    size_t person = shown_at(v, item).person;
    return person == SIZE_MAX ? NULL : &v->people[person];
}

static int rows(struct view *base, size_t item, int max)
{
    const struct view_participants *v = (const struct view_participants *)base;
    const struct person *p = person_at(v, item);
    int rows = 1;
    (void)max;
    while ((p || item < v->heading) && line_of(v, p, rows) >= 0)
        rows++;
    return rows;
}

/* Writes a value that comes from an offset of the searched text. */
static void put(struct line *out, enum role role, const char *s, size_t from, int end)
{
    if (*s)
        line_from(out, from);
    line_put_clean_cut(out, role, s, strlen(s), int_max(end - out->cols, 0));
}

/* The searched text of a participant is the role and, in a second line, the other cells. */
static size_t cell_begin(const struct person *p, int col)
{
    size_t begin = 0;
    for (int i = 0; i < col; i++)
        begin += *p->cell[i] || i == ROLE ? strlen(p->cell[i]) + 1 : 0;
    return begin;
}

static void put_person(const struct view_participants *v, const struct person *p, int row, int end,
                       struct line *out)
{
    int line = line_of(v, p, row);
    for (int col = row ? NAME : ROLE; col < COLS; col++) {
        if (!*p->cell[col] || (col != ROLE && v->table[col].line != line))
            continue;
        int stop = int_min(end, v->table[col].x + v->table[col].cols);
        line_pad(out, v->table[col].x);
        put(out, col == ROLE ? ROLE_LABEL : ROLE_VALUE, p->cell[col], cell_begin(p, col), stop);
    }
}

static void put_heading(const struct view_participants *v, int line, struct line *out)
{
    for (int col = NAME; col < COLS; col++) {
        if (!v->table[col].cols || v->table[col].line != line)
            continue;
        line_pad(out, v->table[col].x);
        line_puts(out, ROLE_LABEL, col_names[col]);
    }
}

static size_t person_bytes(const struct view_participants *v, size_t person)
{
    return person == SIZE_MAX ? 0 : cell_begin(&v->people[person], COLS);
}

/* There is little room, so the scheme that nearly all links begin with is left out where the link
 * would be cut. */
static void put_recording(const struct view_participants *v, const struct fact *f, size_t from,
                          struct line *out)
{
    static const char scheme[] = "https://";
    size_t value = from + strlen(f->label) + 1, skip = sizeof scheme - 1;
    int label_end = out->cols + v->label_cols;
    put(out, ROLE_LABEL, f->label, from, label_end);
    line_pad(out, label_end + GAP);
    if (strncmp(f->value, scheme, skip) != 0 || out->cols + width_of(f->value) < v->cols)
        skip = 0;
    bool is_link = v->call->recording_count || strcmp(f->name, "link") == 0;
    put(out, is_link ? ROLE_LINK : ROLE_DIM, f->value + skip, value + skip, v->cols - 1);
}

static void row(struct view *base, size_t item, int row, struct line *out)
{
    const struct view_participants *v = (const struct view_participants *)base;
    struct shown s = shown_at(v, item);
    const struct person *p = person_at(v, item);
    line_pad(out, VIEW_GUTTER);
    if (item < v->heading)
        put_heading(v, line_of(v, NULL, row), out);
    if (p)
        put_person(v, p, row, v->paired ? v->right_x - GAP : v->cols, out);
    if (s.recording == SIZE_MAX || row > 0)
        return;
    line_pad(out, v->paired ? v->right_x : VIEW_GUTTER);
    put_recording(v, recording_at(v, s.recording), person_bytes(v, s.person), out);
}

static void title(const struct view *base, struct line *out)
{
    const struct call *c = ((const struct view_participants *)base)->call;
    line_printf(out, ROLE_DIM, "%zu", c->participant_count);
    if (c->recording_count)
        line_printf(out, ROLE_DIM, ", recordings %zu", c->recording_count);
}

/* Returns true if the mark is at the item's recording. */
static bool is_at_recording(const struct view_participants *v, struct shown s)
{
    return s.recording != SIZE_MAX && (v->right_used || s.person == SIZE_MAX);
}

static int mark_col(const struct view *base, size_t item)
{
    const struct view_participants *v = (const struct view_participants *)base;
    bool right = v->paired && is_at_recording(v, shown_at(v, item));
    return right ? v->right_x - VIEW_GUTTER : 0;
}

static void sideways(struct view *base, long steps)
{
    ((struct view_participants *)base)->right_used = steps > 0;
}

static bool has_url(const char *url)
{
    return url && *url;
}

/* The link in a row of the recordings; NULL if it has none. */
static char *copy_link(const struct view_participants *v, size_t row)
{
    const struct call *c = v->call;
    bool is_link =
        row >= v->recordings.count || (row < c->recording_count && has_url(c->recordings[row].url));
    return is_link ? xstrdup(recording_at(v, row)->source) : NULL;
}

/* Copied first is the number, then the name, then the ID; all letters of it, also those that the
 * screen does not show. */
static char *copy_again(const struct view *base, size_t item, unsigned times, const char **name)
{
    const struct view_participants *v = (const struct view_participants *)base;
    struct shown s = shown_at(v, item);
    unsigned count = 0;
    *name = s.recording < v->recordings.count ? "recording link" : "link";
    if (is_at_recording(v, s))
        return copy_link(v, s.recording);
    if (s.person == SIZE_MAX)
        return NULL;
    const struct participant *p = &v->call->participants[s.person];
    struct {
        enum col col;
        const char *text;
    } all[] = {{ADDRESS, p->address},
               {NAME, p->name},
               {ID, v->people[s.person].has_id ? p->id : NULL},
               {ROLE, v->people[s.person].has_role ? p->role : no_role}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].text && *all[i].text && (all[i].col != ROLE || !count))
            all[count++] = all[i];
    *name = col_names[all[times % count].col];
    return clean_dup(all[times % count].text, 0);
}

static char *copy(const struct view *base, size_t item)
{
    const char *name;
    return copy_again(base, item, 0, &name);
}

static void searched(struct view *base, size_t text, struct buf *out)
{
    const struct view_participants *v = (const struct view_participants *)base;
    struct shown s = shown_at(v, text);
    for (int col = 0; s.person != SIZE_MAX && col < COLS; col++) {
        const char *cell = v->people[s.person].cell[col];
        if (*cell || col == ROLE)
            buf_printf(out, "%s%s", cell, col == ROLE ? "\n" : " ");
    }
    if (s.recording != SIZE_MAX) {
        const struct fact *f = recording_at(v, s.recording);
        buf_printf(out, "%s\n%s", f->label, f->value);
    }
}

static bool is_label(const struct view *base, size_t text, size_t offset)
{
    const struct view_participants *v = (const struct view_participants *)base;
    struct shown s = shown_at(v, text);
    size_t person = person_bytes(v, s.person);
    if (offset < person)
        return !v->people[s.person].has_role && offset < cell_begin(&v->people[s.person], NAME);
    return s.recording != SIZE_MAX && !recording_at(v, s.recording)->provider_label &&
           offset - person <= strlen(recording_at(v, s.recording)->label);
}

/* The row that shows the cell with this byte. */
static int row_of(struct view *base, size_t item, size_t offset)
{
    const struct view_participants *v = (const struct view_participants *)base;
    const struct person *p = person_at(v, item);
    int col = COLS - 1, row = 0;
    if (!p || offset >= cell_begin(p, COLS))
        return 0;
    while (col > 0 && (!*p->cell[col] || cell_begin(p, col) > offset))
        col--;
    while (line_of(v, p, row) >= 0 && line_of(v, p, row) < v->table[col].line)
        row++;
    return row;
}

static size_t offset_of(struct view *base, size_t item, int row)
{
    const struct view_participants *v = (const struct view_participants *)base;
    const struct person *p = person_at(v, item);
    if (row == 0 || !p)
        return 0;
    int line = line_of(v, p, row), col = NAME;
    while (col < COLS - 1 && (v->table[col].line != line || !*p->cell[col]))
        col++;
    return cell_begin(p, col);
}

static void reveal(struct view *base, size_t text, size_t offset, size_t bytes)
{
    struct view_participants *v = (struct view_participants *)base;
    (void)bytes;
    v->right_used = offset >= person_bytes(v, shown_at(v, text).person);
}

size_t view_participants_recording(const struct view *base, size_t item)
{
    const struct view_participants *v = (const struct view_participants *)base;
    struct shown s = shown_at(v, item);
    bool is_one = is_at_recording(v, s) && s.recording < v->call->recording_count;
    return is_one ? s.recording : SIZE_MAX;
}

/* Links without a URL have no row. */
size_t view_participants_link(const struct view *base, size_t item)
{
    const struct view_participants *v = (const struct view_participants *)base;
    struct shown s = shown_at(v, item);
    if (!is_at_recording(v, s) || s.recording < v->recordings.count)
        return SIZE_MAX;
    size_t left = s.recording - v->recordings.count, i = 0;
    while (left || !has_url(v->call->given_links[i].url))
        left -= has_url(v->call->given_links[i++].url);
    return i;
}

size_t view_participants_first(const struct view *v)
{
    return ((const struct view_participants *)v)->heading;
}

size_t view_participants_follow(struct view *v, struct view *before, size_t item)
{
    ((struct view_participants *)v)->right_used =
        ((const struct view_participants *)before)->right_used;
    return item;
}

static void destroy(struct view *base)
{
    struct view_participants *v = (struct view_participants *)base;
    for (size_t i = 0; i < v->count; i++)
        for (int col = 0; col < COLS; col++)
            free(v->people[i].cell[col]);
    free(v->people);
    facts_done(&v->recordings);
    facts_done(&v->links);
    free(v);
}

static const struct view_ops ops = {.layout = layout,
                                    .items = items,
                                    .rows = rows,
                                    .row = row,
                                    .wanted_cols = wanted_cols,
                                    .title = title,
                                    .copy = copy,
                                    .copy_again = copy_again,
                                    .value = copy,
                                    .sideways = sideways,
                                    .mark_col = mark_col,
                                    .text = searched,
                                    .is_label = is_label,
                                    .row_of = row_of,
                                    .offset_of = offset_of,
                                    .reveal = reveal,
                                    .items_by_width = true,
                                    .free = destroy};

static char *cell(const char *s)
{
    return clean_dup(s ? s : "", CLEAN_SCREEN);
}

static char *clock_cell(const struct instant *t)
{
    char text[TIME_TEXT_BYTES];
    if (!t->known)
        return cell(t->raw);
    time_clock(t, text);
    return xstrdup(text);
}

static void fill(struct person *out, const struct participant *p)
{
    char duration[TIME_TEXT_BYTES] = "";
    if (isfinite(p->duration_s))
        time_duration_text(p->duration_s, duration);
    out->has_role = p->role && *p->role;
    out->has_id = p->id && *p->id && !(p->name && strcmp(p->id, p->name) == 0);
    out->cell[ROLE] = cell(out->has_role ? p->role : no_role);
    out->cell[NAME] = cell(p->name);
    out->cell[ADDRESS] = cell(p->address);
    out->cell[ID] = cell(out->has_id ? p->id : NULL);
    out->cell[STATE] = cell(p->state);
    out->cell[JOINED] = clock_cell(&p->joined);
    out->cell[LEFT] = clock_cell(&p->left);
    out->cell[DURATION] = xstrdup(duration);
}

struct view *view_participants_new(const struct call *c)
{
    struct view_participants *v = xcalloc(1, sizeof *v);
    v->view.ops = &ops;
    v->call = c;
    v->count = c->participant_count;
    v->people = xcalloc(v->count, sizeof *v->people);
    for (size_t i = 0; i < v->count; i++)
        fill(&v->people[i], &c->participants[i]);
    for (size_t i = 0; i < v->count; i++)
        v->heading = v->heading || *v->people[i].cell[JOINED] || *v->people[i].cell[LEFT];
    facts_of_recordings(&v->recordings, c);
    facts_of_given_links(&v->links, c);
    for (size_t i = 0; i < recording_rows(v); i++) { /* the labels line up */
        const char *label = recording_at(v, i)->label;
        int cols;
        cols_fit(label, strlen(label), LABEL_MAX_COLS, &cols);
        v->label_cols = int_max(v->label_cols, cols);
    }
    layout(&v->view, FIRST_COLS);
    return &v->view;
}
