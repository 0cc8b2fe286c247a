/* Text to the clipboard. No state; OSC 52 goes to the terminal past ncurses. */
#include "ui/feature/clipboard.h"

#include "config/program.h"
#include "config/words.h"
#include "os/os.h"
#include "ui/feature/opener.h"
#include "ui/term/screen.h"

#include <stdlib.h>
#include <string.h>

/* Programs that take text on their standard input, in the order of trying. */
struct copier {
    const char *way;
    const char *variable; /* only where this is set; NULL: wherever there is a display */
    const char *argv[5];
};

static const struct copier copiers[] = {
    {"tmux", "TMUX", {"tmux", "load-buffer", "-w", "-"}}, /* the only one over SSH */
    {"wl-copy", "WAYLAND_DISPLAY", {"wl-copy"}},
    {"xclip", "DISPLAY", {"xclip", "-selection", "clipboard"}},
    {"pbcopy", NULL, {"pbcopy"}},
};
static const char OSC52[] = "OSC 52";
enum { SCREEN_STRING_BYTES = 240 }; /* GNU screen before 4.2 keeps 256 bytes of a string */
enum { COPIERS = sizeof copiers / sizeof *copiers };

/* A program that is there for where we are. */
static bool suits(const struct copier *program)
{
    if (program->variable ? !os_variable(program->variable) : !opener_has_display())
        return false;
    char *path = program_find(program->argv[0]);
    free(path);
    return path != NULL;
}

/* NULL: the terminal itself, by OSC 52. */
static const struct copier *choose(void)
{
    for (size_t i = 0; i < COPIERS && (i == 0 || !os_variable("SSH_CONNECTION")); i++)
        if (suits(&copiers[i]))
            return &copiers[i];
    return NULL;
}

/* The words of argv are written out above; exec wants them as if it could change them. */
static bool start(struct process *p, const struct copier *program, const char *text, size_t bytes)
{
    union {
        const char *const *fixed;
        char *const *given;
    } argv = {.fixed = program->argv};
    return process_start(p, argv.given, text, bytes, NULL);
}

static bool start_command(struct process *p, const char *command, const char *text, size_t bytes,
                          struct err *e)
{
    struct err why;
    char **words = words_split(command, NULL, 0, &why);
    if (!words)
        return err_set(e, "copy_command: %s", why.text);
    bool ok = process_start(p, words, text, bytes, &why);
    words_free(words);
    return ok || err_set(e, "copy_command: %s", why.text);
}

void clipboard_osc52(struct buf *out, const char *text, size_t bytes)
{
    buf_puts(out, "\x1b]52;c;");
    buf_base64(out, text, bytes);
    buf_putc(out, '\a');
}

void clipboard_wrap(struct buf *out, const char *sequence, size_t bytes)
{
    for (size_t at = 0, n; at < bytes; at += n) {
        n = bytes - at < SCREEN_STRING_BYTES ? bytes - at : SCREEN_STRING_BYTES;
        buf_puts(out, "\x1bP");
        buf_add(out, sequence + at, n);
        buf_puts(out, "\x1b\\");
    }
}

static bool send_osc52(const char *text, size_t bytes, const char **way, struct err *e)
{
    struct buf sequence = {0}, wrapped = {0};
    if (bytes > OSC52_MAX_BYTES)
        return err_set(e,
                       "%zu bytes are more than a terminal takes for its clipboard (%d): save "
                       "them to a file with 's'",
                       bytes, OSC52_MAX_BYTES);
    *way = OSC52;
    clipboard_osc52(&sequence, text, bytes);
    if (os_variable("STY"))
        clipboard_wrap(&wrapped, buf_str(&sequence), sequence.len);
    const struct buf *sent = wrapped.len ? &wrapped : &sequence;
    screen_send(buf_str(sent), sent->len);
    buf_done(&sequence);
    buf_done(&wrapped);
    return true;
}

bool clipboard_copy(struct process *p, const struct config *config, const char *text, size_t bytes,
                    const char **way, struct err *e)
{
    const char *command = config_text(config, OPT_copy_command);
    *p = (struct process){.terminal = -1};
    if (*command) {
        *way = "copy_command";
        return start_command(p, command, text, bytes, e);
    }
    const struct copier *program = choose();
    if (program && start(p, program, text, bytes)) {
        *way = program->way;
        return true;
    }
    return send_osc52(text, bytes, way, e);
}

const char *clipboard_way(const struct config *config)
{
    if (*config_text(config, OPT_copy_command))
        return "copy_command";
    const struct copier *program = choose();
    return program ? program->way : OSC52;
}
