/* What --doctor reports about hearing recordings: the player, and the sound device. */
#ifndef UI_FEATURE_DOCTOR_SOUND_H
#define UI_FEATURE_DOCTOR_SOUND_H

#include "cli/report.h"

/* mpv is started, for a moment, to say its version and nothing else; it opens no device. Waits. */
void doctor_sound_put_player(struct report *r);
void doctor_sound_put_device(struct report *r);

#endif
