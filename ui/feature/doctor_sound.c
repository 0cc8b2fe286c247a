#include "ui/feature/doctor_sound.h"

#include "config/program.h"
#include "config/program_line.h"
#include "os/os.h"
#include "play/player_version.h"
#include "play/sound.h"

#include <stdlib.h>

enum { LIMIT_MS = 5000 };
static const char PLAYING[] = "Playing";

static void put_version(struct report *r, const char *path, const char *line)
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

/* With a configuration of its own, mpv may run scripts and open devices. */
void doctor_sound_put_player(struct report *r)
{
    char name[] = "mpv", no_config[] = "--no-config", ask[] = "--version";
    char *argv[] = {name, no_config, ask, NULL}, *path = program_find(name);
    struct err e;
    char *line = path ? program_line(name, argv, LIMIT_MS, &e) : NULL;
    if (!path)
        report_line(r, PLAYING, "mpv not found: recordings cannot be heard here (package mpv)");
    else if (!line)
        report_problem(r, PLAYING, "%s: %s", path, e.text);
    else
        put_version(r, path, line);
    free(line);
    free(path);
}

/* Over SSH a device of this computer is heard by nobody. */
void doctor_sound_put_device(struct report *r)
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
