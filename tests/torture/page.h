/* A page of memory that the driver shares with the program under torture, by a file whose path is
 * in $TORTURE_PAGE: what is to fail there, and what happened. The library `failing.so`, which is
 * loaded before all others, reads and writes it in the program. */
#ifndef TESTS_TORTURE_PAGE_H
#define TESTS_TORTURE_PAGE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* What can fail. A name stands for a family of functions. */
enum torture_call {
    TORTURE_MEMORY, /* malloc, and all that takes memory by it */
    TORTURE_READ,   /* read, pread */
    TORTURE_WRITE,
    TORTURE_RECV,
    TORTURE_SEND,
    TORTURE_OPEN, /* open, openat, fopen, opendir, memfd_create */
    TORTURE_PIPE, /* pipe, socketpair, eventfd */
    TORTURE_POLL,
    TORTURE_THREAD, /* pthread_create */
    TORTURE_SPAWN,  /* posix_spawn, fork */
    TORTURE_SOCKET,
    TORTURE_CONNECT,
    TORTURE_SYNC,   /* fsync, ftruncate */
    TORTURE_RENAME, /* rename, renameat2, linkat */
    TORTURE_UNLINK,
    TORTURE_MKDIR,
    TORTURE_CALLS
};

/* Calls are counted for the main thread, and for all other threads together. */
enum torture_side { TORTURE_MAIN, TORTURE_OTHER, TORTURE_SIDES };

enum { TORTURE_FRAMES = 14, TORTURE_TRACED = 1 << 15 };

struct torture_frame {
    char module[48]; /* the end of the file's name */
    uint64_t offset;
};

static inline bool torture_is_libc(const struct torture_frame *f)
{
    return strncmp(f->module, "libc.so", 7) == 0;
}

struct torture_page {
    /* What is asked for. */
    enum torture_call call;
    enum torture_side side;
    unsigned at;    /* the number of the call that fails, from 1 on; 0: none */
    bool and_after; /* so do all after it */
    int error;      /* its errno; 0: it transfers one byte only */
    bool is_limited;
    int limit; /* RLIMIT_... */
    uint64_t limit_value;
    unsigned closed; /* bits of the descriptors 0 to 2 that are closed at the start */
    bool is_traced;  /* who calls is noted in `stacks` */

    /* What happened. */
    atomic_uint reached[TORTURE_CALLS][TORTURE_SIDES];
    atomic_bool has_failed;
    bool terminal_is_gone; /* by that failure */
    int fd;                /* of the call that failed, or -1 */
    int frame_count;
    struct torture_frame frames[TORTURE_FRAMES];
    struct torture_frame crashed; /* where the program did, or where it called libc to */
    /* A hash of the functions that made each of the first calls. */
    uint32_t stacks[TORTURE_CALLS][TORTURE_SIDES][TORTURE_TRACED];
};

#endif
