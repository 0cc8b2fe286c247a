/* The saver belongs to its thread until that has closed its end of the pipe. If a disk blocks the
 * thread for ever, the saver is never freed. */
#include "os/file_saver.h"

#include "base/alloc.h"
#include "os/file.h"
#include "os/os.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct file_saver {
    pthread_t thread;
    char *path;
    struct buf text;
    bool replace;
    int why; /* an errno, or 0 if it was saved */
    int pipe[2];
};

static void *save(void *of)
{
    struct file_saver *s = of;
    os_thread_name("save");
    int end = s->pipe[1];
    s->why = file_save(s->path, buf_str(&s->text), s->text.len, s->replace);
    s->pipe[1] = -1;
    close(end);
    return NULL;
}

static void saver_free(struct file_saver *s)
{
    for (int i = 0; i < 2; i++)
        if (s->pipe[i] >= 0)
            close(s->pipe[i]);
    buf_done(&s->text);
    free(s->path);
    free(s);
}

struct file_saver *file_saver_start(const char *path, struct buf *text, bool replace, struct err *e)
{
    struct file_saver *s = xmalloc(sizeof *s);
    *s = (struct file_saver){
        .path = xstrdup(path), .text = *text, .replace = replace, .pipe = {-1, -1}};
    *text = (struct buf){0};
    int why = os_pipe(s->pipe) ? os_thread_start(&s->thread, save, s) : errno;
    if (!why) {
        fcntl(s->pipe[0], F_SETFL, O_NONBLOCK);
        return s;
    }
    err_set(e, "cannot start a thread: %s", strerror(why));
    saver_free(s);
    return NULL;
}

int file_saver_fd(const struct file_saver *s)
{
    return s->pipe[0];
}

bool file_saver_ended(struct file_saver *s, int *why)
{
    char none;
    if (read(s->pipe[0], &none, 1) < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    pthread_join(s->thread, NULL);
    *why = s->why;
    saver_free(s);
    return true;
}

void file_saver_wait(const struct file_saver *s, int max_ms)
{
    struct pollfd end = {.fd = s->pipe[0], .events = POLLIN};
    while (poll(&end, 1, max_ms) < 0 && errno == EINTR)
        continue;
}
