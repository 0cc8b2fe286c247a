/* What leads from this computer to a sound device. Nothing is opened, so nothing can be heard. */
#ifndef PLAY_SOUND_H
#define PLAY_SOUND_H

#include <stdbool.h>

struct sound {
    char *way;   /* what was seen: "PULSE_SERVER", or a path; NULL: nothing */
    bool is_own; /* a device or a server of this computer; else the environment names a server */
};

/* Looks for what mpv tries: PipeWire, PulseAudio and ALSA, and OSS on other systems. Devices are
 * looked for in that directory, which is "/dev". */
void sound_look(struct sound *s, const char *devices);
void sound_done(struct sound *s);

#endif
