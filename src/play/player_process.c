#include "play/player_process.h"

#include "base/alloc.h"
#include "os/os.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CHUNK_BYTES = 16 * 1024, CHUNKS_AT_ONCE = 16 /* the screen has other things to do */ };

/* The recording is the only thing that mpv may open: a playlist in it must not lead anywhere, so
 * there is no format but those of libavformat, which may open no URL. */
static const char *const arguments[] = {
    "mpv",
    "--no-config",
    "--idle=yes",
    "--no-video",
    "--no-terminal",
    "--audio-client-name=callbrowser", /* in the mixer of the desktop */
    "--load-scripts=no",
    "--ytdl=no",
    "--keep-open=yes",
    "--demuxer=lavf",
    "--demuxer-lavf-o=protocol_whitelist=[file,fd,pipe]",
    "--access-references=no",
    "--input-ipc-client=fd://3",
};
enum { ARGUMENTS = sizeof arguments / sizeof *arguments };

static bool start_child(struct process *child, int socket, int recording, struct err *e)
{
    char *argv[ARGUMENTS + 1] = {0};
    const int files[] = {socket, recording}; /* its fd://3 and fd://4 */
    struct err why;
    for (size_t i = 0; i < ARGUMENTS; i++)
        argv[i] = xstrdup(arguments[i]);
    bool ok = process_start_handing(child, argv, files, 2, &why);
    for (size_t i = 0; i < ARGUMENTS; i++)
        free(argv[i]);
    if (!ok && strcmp(err_reason(&why), strerror(ENOENT)) == 0)
        return err_set(e, PLAYER_PROCESS_MISSING);
    return ok || err_set(e, "%s", why.text);
}

bool player_process_start(struct player_process *pp, struct player *p, int recording,
                          double place_s, int64_t now_ms, struct err *e)
{
    int ends[2];
    *pp = PLAYER_PROCESS_NONE;
    if (lseek(recording, 0, SEEK_SET) < 0)
        return err_set(e, "cannot read the recording: %s", strerror(errno));
    if (!os_socket_pair(ends))
        return err_set(e, "cannot run 'mpv': %s", strerror(errno));
    bool ok = start_child(&pp->child, ends[1], recording, e);
    close(ends[1]);
    if (!ok) {
        close(ends[0]);
        return false;
    }
    pp->socket = ends[0];
    player_init(p, "fd://4", place_s, now_ms);
    return true;
}

/* A struct of zeroes has no player either. */
static bool runs(const struct player_process *pp)
{
    return pp->child.group > 0;
}

short player_process_events(const struct player_process *pp, const struct player *p)
{
    if (!runs(pp))
        return 0;
    return p->commands.len ? POLLIN | POLLOUT : POLLIN;
}

/* False once the player has closed its side. */
static bool read_lines(const struct player_process *pp, struct player *p, int64_t now_ms)
{
    char chunk[CHUNK_BYTES];
    for (int i = 0; i < CHUNKS_AT_ONCE; i++) {
        ssize_t got = recv(pp->socket, chunk, sizeof chunk, 0);
        if (got <= 0)
            return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
        player_receive(p, chunk, (size_t)got, now_ms);
    }
    return true;
}

/* A player that has closed its side is noticed by reading, which also gets its last lines. */
static void write_commands(const struct player_process *pp, struct player *p)
{
    if (!p->commands.len)
        return;
    ssize_t sent = send(pp->socket, p->commands.data, p->commands.len, OS_SEND_FLAGS);
    if (sent > 0)
        buf_remove(&p->commands, (size_t)sent);
}

bool player_process_work(struct player_process *pp, struct player *p, int64_t now_ms)
{
    const struct player before = *p;
    int status;
    process_ended(&pp->child, &status);
    if (!runs(pp))
        return false;
    bool open = read_lines(pp, p, now_ms);
    if (!open)
        player_ended(p);
    player_check(p, now_ms);
    write_commands(pp, p);
    if (p->state == PLAYER_FAILED)
        player_process_end(pp);
    return !player_looks_like(&before, p);
}

/* mpv ends when its socket is closed; the signals are for one that hangs, or was stopped. */
void player_process_end(struct player_process *pp)
{
    static const char quit[] = "{\"command\":[\"quit\"]}\n";
    if (!runs(pp))
        return;
    (void)!send(pp->socket, quit, sizeof quit - 1, OS_SEND_FLAGS);
    close(pp->socket);
    if (pp->child.pid) {
        process_signal(&pp->child, SIGTERM);
        process_signal(&pp->child, SIGCONT);
    }
    process_done(&pp->child);
    *pp = PLAYER_PROCESS_NONE;
}
