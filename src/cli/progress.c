#include "cli/progress.h"

#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { COLS_MAX = 78 };

/* The width of the line on the terminal now. A signal handler reads it. */
static volatile sig_atomic_t shown_cols;

void progress_init(struct progress *p, const char *verb, bool to_files, int64_t now_ms)
{
    *p = (struct progress){.enabled = isatty(STDERR_FILENO) && (to_files || !isatty(STDOUT_FILENO)),
                           .verb = verb,
                           .drawn_ms = now_ms,
                           .marks = {{.ms = now_ms}},
                           .mark_count = 1};
}

/* A carriage return and blanks work on every terminal, unlike an escape sequence. */
void progress_clear(void)
{
    char line[COLS_MAX + 2];
    size_t cols = (size_t)shown_cols;
    if (cols == 0)
        return;
    shown_cols = 0;
    memset(line, ' ', sizeof line);
    line[0] = line[cols + 1] = '\r';
    ssize_t ignored = write(STDERR_FILENO, line, cols + 2);
    (void)ignored;
}

static void put_rate(struct buf *out, const struct progress *p, int64_t now_ms)
{
    const struct progress_mark *since = &p->marks[0];
    int64_t ms = now_ms - since->ms;
    double rate = ms > 0 ? (double)(p->printed + p->failed - since->done) * 1000 / (double)ms : 0;
    buf_puts(out, ", ");
    if (rate > 0 && rate < 9.95)
        buf_printf(out, "%.1f", rate);
    else
        buf_grouped(out, (size_t)(rate + 0.5));
    buf_puts(out, "/s");
}

void progress_text(struct buf *out, const struct progress *p, int64_t now_ms)
{
    buf_grouped(out, p->printed);
    buf_printf(out, " %s", p->verb);
    if (p->failed > 0) {
        buf_puts(out, ", ");
        buf_grouped(out, p->failed);
        buf_puts(out, " failed");
    }
    if (p->wait_ms > 0)
        buf_printf(out, ", resuming in %lld s", (long long)(p->wait_ms + 999) / 1000);
    else
        put_rate(out, p, now_ms);
}

static void set_mark(struct progress *p, int64_t now_ms)
{
    if (now_ms - p->marks[p->mark_count - 1].ms < PROGRESS_MARK_MS)
        return;
    if (p->mark_count == PROGRESS_MARKS)
        memmove(p->marks, p->marks + 1, --p->mark_count * sizeof *p->marks);
    p->marks[p->mark_count++] =
        (struct progress_mark){.ms = now_ms, .done = p->printed + p->failed};
}

/* A line that fills the last column could wrap, and could not be cleared. */
static size_t terminal_cols(void)
{
    struct winsize size;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0 || size.ws_col > COLS_MAX)
        return COLS_MAX;
    return size.ws_col - 1U;
}

static void draw(struct progress *p, int64_t now_ms)
{
    struct buf line = {0};
    size_t before = (size_t)shown_cols, most = terminal_cols();
    buf_putc(&line, '\r');
    progress_text(&line, p, now_ms);
    if (line.len - 1 > most)
        line.len = most + 1;
    size_t cols = line.len - 1;
    shown_cols = (sig_atomic_t)(cols > before ? cols : before);
    if (before > cols)
        buf_printf(&line, "%*s", (int)(before - cols), "");
    ssize_t ignored = write(STDERR_FILENO, line.data, line.len);
    (void)ignored;
    shown_cols = (sig_atomic_t)cols;
    buf_done(&line);
}

/* A new result is shown at once; otherwise only the rate and the wait change. */
static int step_ms(const struct progress *p)
{
    return p->printed + p->failed != p->drawn_count ? PROGRESS_DRAW_MS : PROGRESS_MARK_MS;
}

int progress_tick(struct progress *p, int64_t now_ms)
{
    if (!p->enabled)
        return -1;
    set_mark(p, now_ms);
    int64_t left_ms = p->drawn_ms + step_ms(p) - now_ms;
    if (left_ms > 0)
        return (int)left_ms;
    draw(p, now_ms);
    p->drawn_ms = now_ms;
    p->drawn_count = p->printed + p->failed;
    return step_ms(p);
}
