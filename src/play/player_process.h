/* mpv as a child: started without a shell, a configuration, a terminal or a URL, and driven over a
 * socket pair that it gets as a descriptor. It ends when this program does, however that happens.
 * Nothing here waits. UI thread. */
#ifndef PLAY_PLAYER_PROCESS_H
#define PLAY_PLAYER_PROCESS_H

#include "base/err.h"
#include "os/process.h"
#include "play/player.h"

#include <stdbool.h>
#include <stdint.h>

struct player_process {
    struct process child;
    int socket; /* -1: no player runs */
};
#define PLAYER_PROCESS_NONE ((struct player_process){.socket = -1})
#define PLAYER_PROCESS_MISSING "mpv is not installed (package mpv)"

/* Starts mpv for a recording and prepares `p`, which player_done frees, to play from that place.
 * The recording is a descriptor of a file and stays the caller's; mpv gets a copy that shares its
 * offset, so others read it with pread. No other player may run. False with e set, and `p`
 * unchanged, if mpv cannot be run; e says it when mpv is not installed. */
bool player_process_start(struct player_process *pp, struct player *p, int recording,
                          double place_s, int64_t now_ms, struct err *e);
/* The events to poll its socket for; 0 if no player runs. */
short player_process_events(const struct player_process *pp, const struct player *p);
/* Reads and writes as much as there is without waiting, and gives the player up if it is time: to
 * be called when the socket is ready, after commands, and when player_wait_ms has passed. A player
 * that failed is ended. True if something that is shown has changed.
 *
 * Players that were ended need a moment until they are gone. They are waited for here, so call it
 * also when a child has ended, even if no player runs. */
bool player_process_work(struct player_process *pp, struct player *p, int64_t now_ms);
/* Ends the player. Does nothing if none runs, nor on zeroes. */
void player_process_end(struct player_process *pp);

#endif
