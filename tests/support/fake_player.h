/* The fake mpv (tests/player) in place of the real one. */
#ifndef TESTS_SUPPORT_FAKE_PLAYER_H
#define TESTS_SUPPORT_FAKE_PLAYER_H

/* Puts it into a directory as mpv. `words` say how it behaves ("silent garbage"; "" for as usual),
 * and `seconds` how long each recording is. What it is started with and sent is in `player.log`
 * there. */
void fake_player_install(const char *dir, const char *words, double seconds);
/* It plays on by itself no more, but as fake_player_do says: "12.5" plays on to that place, "end"
 * to the end, "die" ends it, "say LINE" makes it write a line. Before it is started. */
void fake_player_take_control(const char *dir);
void fake_player_do(const char *dir, const char *what);

#endif
