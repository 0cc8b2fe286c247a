#include "play/sound.h"

#include "base/alloc.h"
#include "os/os.h"

#include <dirent.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

/* A server that is not the usual one, perhaps that of another computer. */
static char *named_server(void)
{
    static const char *const names[] = {"PIPEWIRE_REMOTE", "PULSE_SERVER"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (os_variable(names[i]))
            return xstrdup(names[i]);
    return NULL;
}

/* The socket of a server of this user's. */
static char *server_socket(void)
{
    static const char *const names[] = {"pipewire-0", "pulse/native"};
    const char *dir = os_variable("XDG_RUNTIME_DIR");
    struct stat st;
    for (size_t i = 0; dir && i < sizeof names / sizeof *names; i++) {
        char *path = xasprintf("%s/%s", dir, names[i]);
        if (stat(path, &st) == 0 && S_ISSOCK(st.st_mode))
            return path;
        free(path);
    }
    return NULL;
}

/* A device that this user may play on. ALSA names it pcmC0D0p: card 0, device 0; one that records
 * ends in c. */
static char *card(const char *devices)
{
    char *dir = xasprintf("%s/snd", devices), *found = NULL;
    DIR *d = opendir(dir);
    for (struct dirent *e; d && !found && (e = readdir(d));) {
        char *path = xasprintf("%s/%s", dir, e->d_name);
        bool plays = strncmp(e->d_name, "pcm", 3) == 0 && e->d_name[strlen(e->d_name) - 1] == 'p';
        if (plays && access(path, W_OK) == 0)
            found = path;
        else
            free(path);
    }
    if (d)
        closedir(d);
    free(dir);
    return found;
}

/* OSS, and macOS, which has no file for it. */
static char *other_system(const char *devices)
{
    struct utsname system;
    char *path = xasprintf("%s/dsp", devices);
    if (access(path, W_OK) == 0)
        return path;
    free(path);
    return uname(&system) == 0 && strcmp(system.sysname, "Darwin") == 0 ? xstrdup("CoreAudio")
                                                                        : NULL;
}

void sound_look(struct sound *s, const char *devices)
{
    *s = (struct sound){.way = named_server()};
    if (s->way)
        return;
    s->is_own = true;
    s->way = server_socket();
    if (!s->way)
        s->way = card(devices);
    if (!s->way)
        s->way = other_system(devices);
}

void sound_done(struct sound *s)
{
    free(s->way);
    *s = (struct sound){0};
}
