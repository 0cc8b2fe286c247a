/* Which mpv there is, and whether it is one that can be driven. Pure. */
#ifndef PLAY_PLAYER_VERSION_H
#define PLAY_PLAYER_VERSION_H

#include <stdbool.h>

/* The oldest version that has everything that src/play uses and was tried. */
#define PLAYER_VERSION_LEAST "0.35"

/* The version in the first line of `mpv --version`, such as "mpv 0.35.1 Copyright ...", or
 * "mpv v0.38.0-12-gdeadbee Copyright ...". The caller frees it; raw. NULL if it has no number, as
 * some that people build themselves. */
char *player_version_read(const char *line);
/* Whether a version that was read is PLAYER_VERSION_LEAST or later. */
bool player_version_is_enough(const char *version);

#endif
