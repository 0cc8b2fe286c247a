/* Examines the terminal, looks for the programs and for a sound device. */
#include "ui/feature/doctor_screen.h"

#include "config/program.h"
#include "config/program_line.h"
#include "config/words.h"
#include "os/os.h"
#include "play/player_version.h"
#include "play/sound.h"
#include "ui/feature/clipboard.h"
#include "ui/feature/opener.h"
#include "ui/term/screen.h"
#include "ui/term/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { MPV_LIMIT_MS = 5000 };
static const char PLAYING[] = "Playing";

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

static void put_mpv_version(struct report *r, const char *path, const char *line)
{
    char *version = player_version_read(line);
    if (!version)
        report_line(r, PLAYING, "mpv of an unknown version: %s", path);
    else if (player_version_is_enough(version))
        report_line(r, PLAYING, "mpv %s: %s", version, path);
    else
        report_problem(r, PLAYING, "mpv %s: %s; %s or later is needed", version, path,
                       PLAYER_VERSION_LEAST);
    free(version);
}

/* Starts mpv, for a moment, to say its version and nothing else. With a configuration of its own,
 * it may run scripts and open devices. */
static void put_mpv(struct report *r)
{
    char name[] = "mpv", no_config[] = "--no-config", ask[] = "--version";
    char *argv[] = {name, no_config, ask, NULL}, *path = program_find(name);
    struct err e;
    char *line = path ? program_line(name, argv, MPV_LIMIT_MS, &e) : NULL;
    if (!path)
        report_line(r, PLAYING, "mpv not found: recordings cannot be heard here (package mpv)");
    else if (!line)
        report_problem(r, PLAYING, "%s: %s", path, e.text);
    else
        put_mpv_version(r, path, line);
    free(line);
    free(path);
}

/* Over SSH a device of this computer is heard by nobody. */
static void put_sound_device(struct report *r)
{
    static const char hint[] = "yO copies a command that plays on your own computer";
    struct sound s;
    sound_look(&s, "/dev");
    if (!s.way)
        report_line(r, "Sound", "no sound device seen: %s", hint);
    else if (s.is_own && os_variable("SSH_CONNECTION"))
        report_line(r, "Sound", "%s, not where you are: %s", s.way, hint);
    else
        report_line(r, "Sound", "%s%s", s.way, s.is_own ? "" : " is set");
    sound_done(&s);
}

void doctor_screen_examine(struct report *r, const struct config *config)
{
    const char *way = clipboard_way(config), *pager = os_variable("PAGER");
    const char *player = config_text(config, OPT_play_command);
    put_terminal(r);
    report_library(r, "ncurses", screen_version);
    if (strcmp(way, "copy_command") == 0)
        put_program(r, "Copying", config_text(config, OPT_copy_command));
    else
        report_line(r, "Copying", "%s", way);
    put_opener(r, config);
    if (strcmp(player, options[OPT_play_command].def) == 0)
        put_mpv(r);
    else
        put_program(r, PLAYING, player);
    put_sound_device(r);
    put_program(r, "Pager", pager ? pager : "less");
}
