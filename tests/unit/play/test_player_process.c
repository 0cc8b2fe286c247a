/* mpv as a child: a fake one that behaves badly in every way, and the real one where it is
 * installed. */
#include "play/player_process.h"

#include "base/alloc.h"
#include "os/os.h"
#include "tests/support/fake_player.h"
#include "tests/support/scratch.h"
#include "tests/support/scripts.h"
#include "tests/support/test_wrapper.h"
#include "text/time.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { LIMIT_MS = 20000, RATE = 8000, MANY = 20000 };

static struct player_process pp;
static struct player p;
static int recording;
static int64_t now; /* what the player is told; only a test moves it */

static void put_number(struct buf *b, unsigned long number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_putc(b, (char)(number >> 8 * i & 0xff));
}

/* A WAV file (RIFF, 16 bits, one channel) without a name. */
static int make_recording(unsigned seconds)
{
    struct buf wav = {0};
    unsigned long samples = (unsigned long)RATE * seconds;
    buf_puts(&wav, "RIFF");
    put_number(&wav, 36 + samples * 2, 4);
    buf_puts(&wav, "WAVEfmt ");
    put_number(&wav, 16, 4);
    put_number(&wav, 1, 2);
    put_number(&wav, 1, 2);
    put_number(&wav, RATE, 4);
    put_number(&wav, RATE * 2, 4);
    put_number(&wav, 2, 2);
    put_number(&wav, 16, 2);
    buf_puts(&wav, "data");
    put_number(&wav, samples * 2, 4);
    for (unsigned long i = 0; i < samples; i++)
        put_number(&wav, i * 37 % 2000, 2);
    int fd = os_memory_file();
    assert_true(fd >= 0);
    assert_int_equal(write(fd, wav.data, wav.len), wav.len); /* its offset stays at the end */
    buf_done(&wav);
    return fd;
}

static int set_up(void **state)
{
    pp = PLAYER_PROCESS_NONE;
    p = (struct player){0};
    now = 1000;
    recording = make_recording(30);
    return scripts_set_up(state);
}

static int tear_down(void **state)
{
    int status;
    player_process_end(&pp);
    player_done(&p);
    close(recording);
    while (waitpid(-1, &status, 0) > 0)
        continue; /* every player ends by itself */
    struct process none = {0};
    process_ended(&none, &status); /* which forgets it */
    return scripts_tear_down(state);
}

static void use_path_of_test(void)
{
    char *path = xasprintf("%s:%s", scripts_dir(), scripts_usual_path());
    setenv("PATH", path, 1);
    free(path);
}

static void start_player(double place_s)
{
    struct err e;
    if (!player_process_start(&pp, &p, recording, place_s, now, &e))
        fail_msg("%s", e.text);
}

static void start_fake(const char *words, double seconds, double place_s)
{
    fake_player_install(scripts_dir(), words, seconds);
    use_path_of_test();
    start_player(place_s);
}

/* Works until `is_done`; the time that the player is told does not move. */
static void work_until(bool (*is_done)(void))
{
    int64_t limit = time_now_ms() + wrapped_ms(LIMIT_MS);
    while (!is_done()) {
        struct pollfd fd = {.fd = pp.socket, .events = player_process_events(&pp, &p)};
        if (time_now_ms() > limit)
            fail_msg("state %d at %f (%s), expected another", p.state, p.place_s,
                     p.why ? p.why : "");
        poll(&fd, 1, 50);
        player_process_work(&pp, &p, now);
    }
}

static bool is_playing(void)
{
    return p.state == PLAYER_PLAYING && !p.seek && p.answered == p.last_command;
}

static bool is_paused(void)
{
    return p.state == PLAYER_PAUSED && !p.seek && p.answered == p.last_command;
}

static bool is_at_end(void)
{
    return is_paused() && p.at_end && p.place_s >= p.duration_s; /* which may come later */
}

static bool has_failed(void)
{
    return p.state == PLAYER_FAILED;
}

static bool is_beyond_two(void)
{
    return p.place_s > 2 || has_failed();
}

static bool is_beyond_twelve(void)
{
    return p.place_s >= 12 || has_failed();
}

static bool has_sent_all(void)
{
    return !p.commands.len;
}

static void expect_failure(const char *why)
{
    work_until(has_failed);
    assert_string_equal(p.why, why);
    assert_int_equal(pp.socket, -1);
    assert_int_equal(player_process_events(&pp, &p), 0);
    assert_false(player_process_work(&pp, &p, now));
}

static void expect_in_log(const char *text)
{
    char *log = scratch_read(scripts_dir(), "player.log");
    if (!log || !strstr(log, text))
        fail_msg("no '%s' in:\n%s", text, log ? log : "(no log)");
    free(log);
}

static void process__plays__from_a_place_to_the_end(void **state)
{
    (void)state;
    start_fake("", 3, 1.5);
    work_until(is_playing);
    assert_true(p.place_s >= 1.5);
    work_until(is_at_end);
    assert_true(p.place_s >= 3 && p.place_s <= 3);
    player_pause(&p, false, now);
    work_until(is_playing);
    assert_true(p.place_s < 3);
    player_stop_at(&p, 2.5);
    player_set_speed(&p, 2, now);
    work_until(is_paused);
    assert_true(p.place_s >= 2.5 && p.place_s <= 2.5);
    expect_in_log("recording of 480044 bytes at 0\n"); /* 44 + 30 * 8000 * 2 */
    player_process_end(&pp);
    player_process_end(&pp);
    assert_int_equal(pp.socket, -1);
    struct player_process none = {0};
    assert_int_equal(player_process_events(&none, &p), 0);
    assert_false(player_process_work(&none, &p, now));
    player_process_end(&none);
    assert_true(fcntl(0, F_GETFD) >= 0); /* which was not closed */
}

/* Only these options, and nothing of the recording but its descriptor. */
static void process__arguments__no_url(void **state)
{
    (void)state;
    start_fake("", 3, 0);
    work_until(is_playing);
    char *log = scratch_read(scripts_dir(), "player.log");
    char *end = strstr(log, "{");
    assert_non_null(end);
    *end = '\0';
    assert_string_equal(log, "argument --no-config\n"
                             "argument --idle=yes\n"
                             "argument --no-video\n"
                             "argument --no-terminal\n"
                             "argument --audio-client-name=callbrowser\n"
                             "argument --load-scripts=no\n"
                             "argument --ytdl=no\n"
                             "argument --keep-open=yes\n"
                             "argument --demuxer=lavf\n"
                             "argument --demuxer-lavf-o=protocol_whitelist=[file,fd,pipe]\n"
                             "argument --access-references=no\n"
                             "argument --input-ipc-client=fd://3\n");
    free(log);
}

static void process__behaviours__that_still_play(void **state)
{
    (void)state;
    static const char *const words[] = {"slow", "late", "garbage", "backwards",
                                        "slow garbage backwards"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        double before_s = 0;
        start_fake(words[i], 4, 1);
        while (!is_beyond_two()) {
            struct pollfd fd = {.fd = pp.socket, .events = player_process_events(&pp, &p)};
            poll(&fd, 1, 50);
            player_process_work(&pp, &p, now);
            assert_true(p.place_s >= before_s);
            before_s = p.place_s;
        }
        assert_int_equal(p.state, PLAYER_PLAYING);
        player_process_end(&pp);
        player_done(&p);
    }
}

static void process__behaviours__that_fail(void **state)
{
    (void)state;
    static const struct {
        const char *words, *why;
    } rows[] = {
        {"dies", "mpv ended as it was started; version 0.35 or later is needed"},
        {"dies-playing", "mpv has ended"},
        {"long", "mpv has sent a line of more than 64 KB"},
        {"no-device", "no sound here: mpv has found no sound device"},
        {"no-sound", "the recording holds no sound that mpv can play"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        start_fake(rows[i].words, 4, 1);
        expect_failure(rows[i].why);
        player_done(&p);
    }
}

static bool has_loaded(void)
{
    return p.loaded && !p.commands.len;
}

static void process__behaviours__given_up(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        bool (*until)(void);
        const char *why;
    } rows[] = {
        {"mute", has_sent_all, "mpv has not answered for 5 s"},
        {"deaf", has_sent_all, "mpv has not answered for 5 s"},
        {"silent", is_playing, "mpv has said nothing for 5 s"},
        {"hung-device", has_loaded, "no sound here: no sound device has answered for 5 s"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        start_fake(rows[i].words, 4, 1);
        work_until(rows[i].until);
        int wait_ms = player_wait_ms(&p, now);
        assert_in_range(wait_ms, 1, PLAYER_PATIENCE_MS);
        do { /* a line that was on its way begins the time again */
            now += PLAYER_PATIENCE_MS;
            player_process_work(&pp, &p, now);
        } while (!has_failed());
        expect_failure(rows[i].why);
        player_done(&p);
    }
}

/* A pause costs no wake-up. */
static void process__paused__nothing_to_wait_for(void **state)
{
    (void)state;
    start_fake("", 30, 1);
    work_until(is_playing);
    player_pause(&p, true, now);
    work_until(is_paused);
    assert_int_equal(player_wait_ms(&p, now), -1);
    assert_int_equal(player_process_events(&pp, &p), POLLIN);
    struct pollfd fd = {.fd = pp.socket, .events = POLLIN};
    while (poll(&fd, 1, 0) > 0)
        player_process_work(&pp, &p, now);
    assert_false(player_process_work(&pp, &p, now));
}

static void process__controlled__plays_on_to_a_place(void **state)
{
    (void)state;
    fake_player_take_control(scripts_dir());
    start_fake("", 30, 1);
    work_until(is_playing);
    fake_player_do(scripts_dir(), "12.5");
    work_until(is_beyond_twelve);
    assert_true(p.place_s >= 12.5 && p.place_s <= 12.5);
    fake_player_do(scripts_dir(), "say nonsense");
    fake_player_do(scripts_dir(), "end");
    work_until(is_at_end);
    fake_player_do(scripts_dir(), "die");
    expect_failure("mpv has ended");
}

static size_t count_in_log(const char *text)
{
    size_t n = 0;
    char *log = scratch_read(scripts_dir(), "player.log");
    for (const char *at = log; (at = strstr(at, text)); at += strlen(text))
        n++;
    free(log);
    return n;
}

/* Commands that do not fit into the socket are written later, and a player that has gone is no
 * SIGPIPE. */
static void process__many_commands__all_arrive(void **state)
{
    (void)state;
    static const char none[] = "{\"command\":[\"none\"]}\n";
    start_fake("", 30, 1);
    work_until(is_playing);
    signal(SIGPIPE, SIG_DFL);
    struct buf many = {0};
    for (size_t i = 0; i < MANY; i++)
        buf_puts(&many, none);
    buf_add(&p.commands, many.data, many.len);
    player_process_work(&pp, &p, now);
    assert_in_range(p.commands.len, 1, many.len - 1);
    assert_int_equal(player_process_events(&pp, &p), POLLIN | POLLOUT);
    assert_string_equal(p.commands.data, many.data + many.len - p.commands.len);
    player_pause(&p, true, now); /* after all of them */
    work_until(is_paused);
    assert_int_equal(count_in_log(none), MANY);
    player_set_speed(&p, 2, now);
    kill(pp.child.pid, SIGKILL);
    expect_failure("mpv has ended");
    buf_done(&many);
}

/* It is waited for by the time that it is no more, also when nobody starts another one. */
static void process__ended__leaves_no_zombie(void **state)
{
    (void)state;
    siginfo_t info;
    start_fake("", 30, 1);
    work_until(is_playing);
    pid_t player = pp.child.pid;
    player_process_end(&pp);
    assert_int_equal(waitid(P_PID, (id_t)player, &info, WEXITED | WNOWAIT), 0);
    assert_false(player_process_work(&pp, &p, now));
    assert_int_equal(waitid(P_PID, (id_t)player, &info, WEXITED | WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static void process__stopped__ends(void **state)
{
    (void)state;
    siginfo_t info;
    start_fake("deaf", 30, 1);
    pid_t player = pp.child.pid;
    kill(player, SIGSTOP);
    assert_int_equal(waitid(P_PID, (id_t)player, &info, WSTOPPED | WNOWAIT), 0);
    player_process_end(&pp);
    assert_int_equal(waitid(P_PID, (id_t)player, &info, WEXITED | WNOWAIT), 0); /* or no end */
}

static void process__not_installed__is_said(void **state)
{
    (void)state;
    struct err e;
    scripts_skip_without_exec_failures();
    setenv("PATH", scripts_dir(), 1);
    assert_false(player_process_start(&pp, &p, recording, 0, now, &e));
    assert_string_equal(e.text, "mpv is not installed (package mpv)");
    assert_int_equal(pp.socket, -1);
    scratch_write(scripts_dir(), "mpv", 0644, "");
    int ends[2], next = dup(0);
    close(next);
    assert_false(player_process_start(&pp, &p, recording, 0, now, &e));
    assert_string_equal(e.text, "cannot run 'mpv': Permission denied");
    assert_int_equal(dup(0), next); /* nothing is left open */
    close(next);
    assert_true(os_pipe(ends));
    assert_false(player_process_start(&pp, &p, ends[0], 0, now, &e));
    assert_string_equal(e.text, "cannot read the recording: Illegal seek");
    close(ends[0]);
    close(ends[1]);
}

/* Reports the player's process through a pipe, and is killed. */
static void play_until_killed(int report)
{
    struct err e;
    if (!player_process_start(&pp, &p, recording, 1, now, &e))
        _exit(1);
    while (!is_playing()) {
        struct pollfd fd = {.fd = pp.socket, .events = player_process_events(&pp, &p)};
        poll(&fd, 1, 50);
        player_process_work(&pp, &p, now);
    }
    if (write(report, &pp.child.pid, sizeof pp.child.pid) > 0)
        for (;;)
            pause();
}

static void expect_end_with_us(void)
{
    int ends[2];
    pid_t player = 0;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0); /* its parent is the next to get it */
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        play_until_killed(ends[1]);
        _exit(1);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &player, sizeof player), sizeof player);
    assert_int_equal(kill(player, 0), 0);
    assert_int_equal(getsid(player), player); /* of its own session */
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(waitpid(player, NULL, 0), player); /* without end if it runs on */
    close(ends[0]);
}

static void process__killed__leaves_no_player(void **state)
{
    (void)state;
    fake_player_install(scripts_dir(), "", 30);
    use_path_of_test();
    expect_end_with_us();
}

/* The real one, without a sound device but as if it had one. */
static bool use_real_player(const char *options)
{
    char *found = NULL;
    char *dirs = xstrdup(scripts_usual_path()), *rest = dirs, *dir;
    while (!found && (dir = strsep(&rest, ":"))) {
        found = xasprintf("%s/mpv", dir);
        if (access(found, X_OK) != 0) {
            free(found);
            found = NULL;
        }
    }
    free(dirs);
    if (!found) {
        print_message("mpv is not installed\n");
        return false;
    }
    char *body = xasprintf("exec '%s' %s \"$@\"", found, options);
    free(scripts_write("mpv", body));
    use_path_of_test();
    free(body);
    free(found);
    return true;
}

static void process__real_mpv__plays(void **state)
{
    (void)state;
    if (!use_real_player("--ao=null"))
        skip();
    start_player(29.5);
    work_until(is_playing);
    assert_true(p.place_s >= 29.5);
    work_until(is_at_end);
    assert_true(p.place_s <= 30 && p.duration_s >= 30 && p.duration_s <= 30);
    player_seek(&p, 7.25, now);
    work_until(is_paused);
    assert_true(p.place_s >= 7.25 && p.place_s <= 7.25 && !p.at_end);
    assert_int_equal(player_wait_ms(&p, now), -1);
    player_stop_at(&p, 7.75);
    player_set_speed(&p, 1.5, now);
    player_pause(&p, false, now);
    work_until(is_paused);
    assert_true(p.place_s >= 7.75 && p.place_s <= 7.75);
    player_seek(&p, 100, now);
    work_until(is_at_end);
    player_pause(&p, false, now);
    work_until(is_playing);
    assert_true(p.place_s < 29);
    assert_int_equal(pread(recording, (char[4]){0}, 4, 0), 4);
    kill(-pp.child.group, SIGKILL);
    expect_failure("mpv has ended");
}

static void process__real_mpv__killed_with_us(void **state)
{
    (void)state;
    if (!use_real_player("--ao=null"))
        skip();
    expect_end_with_us();
}

/* Recordings that are playlists with a link, which stands for U: what mpv would follow (without our
 * options it follows nine of these), and what other players do. */
static const char *const playlists[] = {
    "U.mp3\n",
    "#EXTM3U\n#EXTINF:10,x\nU.mp3\n",
    "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nU.ts\n#EXT-X-ENDLIST\n",
    "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1280000\nU.m3u8\n",
    "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXT-X-KEY:METHOD=AES-128,URI=\"U.key\"\n#EXTINF:10,\n"
    "U.ts\n#EXT-X-ENDLIST\n",
    "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:10\n#EXT-X-MAP:URI=\"U.mp4\"\n#EXTINF:10,\n"
    "U.m4s\n#EXT-X-ENDLIST\n",
    "[playlist]\nFile1=U.mp3\nLength1=-1\nNumberOfEntries=1\nVersion=2\n",
    "[Reference]\nRef1=U.asf?MSWMExt=.asf\n",
    "[InternetShortcut]\nURL=U.mp3\n",
    "# mpv EDL v0\nU.mp3,0,10\n",
    "FILE \"U.mp3\" MP3\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n  TRACK 02 AUDIO\n"
    "    INDEX 01 01:00:00\n",
    "<asx version=\"3.0\"><entry><ref href=\"U.mp3\"/></entry></asx>\n",
    "<smil><head/><body><audio src=\"U.mp3\"/></body></smil>\n",
    "<?xml version=\"1.0\"?><playlist version=\"1\" "
    "xmlns=\"http://xspf.org/ns/0/\"><trackList><track>"
    "<location>U.mp3</location></track></trackList></playlist>\n",
    "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" "
    "mediaPresentationDuration=\"PT10S\"><Period><AdaptationSet mimeType=\"audio/mp4\">"
    "<Representation id=\"1\" bandwidth=\"64000\"><BaseURL>U.mp4</BaseURL></Representation>"
    "</AdaptationSet></Period></MPD>\n",
    "ffconcat version 1.0\nfile 'U.mp3'\n",
    "concat:U.mp3|U.wav\n",
};

static int listen_on_loopback(int *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t bytes = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(fd, 8), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &bytes), 0);
    *port = ntohs(at.sin_port);
    return fd;
}

static void write_recording(const char *form, int port)
{
    struct buf text = {0};
    for (; *form; form++)
        if (strncmp(form, "U.", 2) == 0)
            buf_printf(&text, "http://127.0.0.1:%d/x", port);
        else
            buf_putc(&text, *form);
    assert_int_equal(ftruncate(recording, 0), 0);
    assert_int_equal(pwrite(recording, text.data, text.len, 0), text.len);
    buf_done(&text);
}

static void process__real_mpv__follows_no_playlist(void **state)
{
    (void)state;
    if (!use_real_player("--ao=null"))
        skip();
    int port, listener = listen_on_loopback(&port);
    for (size_t i = 0; i < sizeof playlists / sizeof *playlists; i++) {
        write_recording(playlists[i], port);
        start_player(3);
        expect_failure("the recording is in no format that mpv can play");
        if (accept(listener, NULL, NULL) >= 0)
            fail_msg("mpv followed a link, expected it not to:\n%s", playlists[i]);
        player_done(&p);
    }
    close(listener);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(process__plays__from_a_place_to_the_end),
        TEST(process__arguments__no_url),
        TEST(process__behaviours__that_still_play),
        TEST(process__behaviours__that_fail),
        TEST(process__behaviours__given_up),
        TEST(process__paused__nothing_to_wait_for),
        TEST(process__controlled__plays_on_to_a_place),
        TEST(process__many_commands__all_arrive),
        TEST(process__ended__leaves_no_zombie),
        TEST(process__stopped__ends),
        TEST(process__not_installed__is_said),
        TEST(process__killed__leaves_no_player),
        TEST(process__real_mpv__plays),
        TEST(process__real_mpv__killed_with_us),
        TEST(process__real_mpv__follows_no_playlist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
