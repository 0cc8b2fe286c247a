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

/* Starts mpv for a recording (a descriptor that stays the caller's; the player gets a copy, which
 * shares the offset) and prepares `p` to play from that place. False with e set if it cannot be
 * run; e names the package when it is not installed. */
bool player_process_start(struct player_process *pp, struct player *p, int recording,
                          double place_s, int64_t now_ms, struct err *e);
/* The events to poll its socket for. */
short player_process_events(const struct player_process *pp, const struct player *p);
/* Reads and writes as much as there is without waiting. True if something that is shown changed. */
bool player_process_work(struct player_process *pp, struct player *p, int64_t now_ms);
/* Ends the player. Does nothing if none runs. */
void player_process_end(struct player_process *pp);

#endif
