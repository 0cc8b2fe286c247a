/* Examines the terminal and looks for the programs. */
#include "ui/feature/doctor_screen.h"

#include "config/program.h"
#include "config/words.h"
#include "os/os.h"
#include "ui/feature/clipboard.h"
#include "ui/feature/doctor_sound.h"
#include "ui/feature/opener.h"
#include "ui/term/screen.h"
#include "ui/term/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static void put_size(struct report *r)
{
    struct winsize size;
    const char *in = isatty(STDIN_FILENO) ? "a terminal" : "no terminal";
    const char *out = isatty(STDOUT_FILENO) ? "a terminal" : "no terminal";
    report_line(r, "Input, output", "%s, %s", in, out);
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 || ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0)
        report_line(r, "Size", "%d columns, %d rows", size.ws_col, size.ws_row);
}

static void put_terminal(struct report *r)
{
    const char *term = getenv("TERM"), *no_color = os_variable("NO_COLOR");
    struct terminal_facts facts;
    struct err e;
    report_title(r, "Terminal");
    put_size(r);
    if (!terminal_check(&facts, &e)) {
        report_problem(r, "TERM", "%s", e.text);
        return;
    }
    report_line(r, "TERM", "%s", term);
    report_line(r, "Colours", "%d%s", facts.colours, no_color ? " (NO_COLOR is set)" : "");
    report_line(r, "Pasting", facts.pastes ? "recognised" : "not distinguished from typing");
}

/* The path of the program that a command starts. */
static void put_program(struct report *r, const char *label, const char *command)
{
    struct err e;
    char **words = words_split(command, NULL, 0, &e);
    char *path = words ? program_find(words[0]) : NULL;
    if (path)
        report_line(r, label, "%s: %s", command, path);
    else if (words)
        report_line(r, label, "%s: program '%s' not found", command, words[0]);
    else
        report_problem(r, label, "%s", e.text);
    free(path);
    words_free(words);
}

static void put_opener(struct report *r, const struct config *config)
{
    const char *command = config_text(config, OPT_open_command);
    if (strcmp(command, options[OPT_open_command].def) == 0 && !opener_has_display())
        report_line(r, "Opening", "no display: links are shown and copied");
    else
        put_program(r, "Opening", command);
}

/* A player of the user's own, or mpv. */
static void put_player(struct report *r, const struct config *config)
{
    const char *command = config_text(config, OPT_play_command);
    if (strcmp(command, options[OPT_play_command].def) == 0)
        doctor_sound_put_player(r);
    else
        put_program(r, "Playing", command);
    doctor_sound_put_device(r);
}

void doctor_screen_examine(struct report *r, const struct config *config)
{
    const char *way = clipboard_way(config), *pager = os_variable("PAGER");
    put_terminal(r);
    report_library(r, "ncurses", screen_version);
    if (strcmp(way, "copy_command") == 0)
        put_program(r, "Copying", config_text(config, OPT_copy_command));
    else
        report_line(r, "Copying", "%s", way);
    put_opener(r, config);
    put_player(r, config);
    put_program(r, "Pager", pager ? pager : "less");
}
