/* A fake mpv: it speaks mpv's lines on the descriptor that it is given, without any sound.
 * usage: as mpv, with --input-ipc-client=fd://N; the recording has to be fd://4.
 *
 * FAKE_PLAYER          words that say how it behaves, see `behaviours`; none: as mpv does
 * FAKE_PLAYER_SECONDS  how long the recording is (30)
 * FAKE_PLAYER_LOG      a file that gets what it was started with and each line it was sent
 * FAKE_PLAYER_CONTROL  a FIFO with lines that say what happens: "12.5" plays on to that place,
 * "end" to the end, "say LINE" sends a line, "die" ends it. Without it playing goes at five times
 * the speed. */
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_BYTES = 64 * 1024, TICK_MS = 10, PROPERTIES = 8, LONG_BYTES = 2 << 20 };
enum { EXIT_DIED = 3, RECORDING = 4, LATE_MS = 30, SLOW_MS = 300 };
static const double STEP_S = 0.05, BACK_S = 0.3;

enum behaviour {
    DIES,         /* at its start */
    DIES_PLAYING, /* when playing begins */
    SLOW,         /* needs a while to start */
    LATE,         /* needs a while for each answer */
    MUTE,         /* writes nothing at all */
    SILENT,       /* tells no place while it plays */
    GARBAGE,      /* writes other things between its lines */
    LONG,         /* writes 2 MB without a line end when playing begins */
    BACKWARDS,    /* places move back now and then, as when the speed changes */
    NO_DEVICE,    /* there is no sound device */
    HUNG_DEVICE,  /* the sound device does not answer: nothing comes once the file is loaded */
    NO_SOUND,     /* the recording holds no sound */
    DEAF,         /* reads nothing, and stays when it is hung up on */
    BEHAVIOURS
};
static const char *const behaviours[BEHAVIOURS] = {
    "dies", "dies-playing", "slow",      "late",        "mute",     "silent", "garbage",
    "long", "backwards",    "no-device", "hung-device", "no-sound", "deaf"};

static struct {
    bool does[BEHAVIOURS];
    int line_fd, control_fd;
    const char *log;
    char properties[PROPERTIES][32];
    double place_s, duration_s, speed;
    bool loaded, paused, at_end, hung;
    unsigned ticks;
} me;

/* Does nothing for so long, or until it is hung up on. */
static void be_busy(int ms)
{
    poll(&(struct pollfd){.fd = me.line_fd}, 1, ms);
}

static void write_log(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static void write_log(const char *fmt, ...)
{
    FILE *f = me.log ? fopen(me.log, "a") : NULL;
    va_list args;
    if (!f)
        return;
    va_start(args, fmt);
    vfprintf(f, fmt, args);
    va_end(args);
    fclose(f);
}

static void send_bytes(const char *bytes, size_t count)
{
    while (count) {
        ssize_t n = write(me.line_fd, bytes, count);
        if (n <= 0)
            exit(0);
        bytes += n;
        count -= (size_t)n;
    }
}

static void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static void say(const char *fmt, ...)
{
    char line[LINE_BYTES];
    va_list args;
    if (me.does[MUTE] || me.hung)
        return;
    va_start(args, fmt);
    int n = vsnprintf(line, sizeof line - 1, fmt, args);
    va_end(args);
    line[n++] = '\n';
    send_bytes(line, (size_t)n);
}

static void answer(long number, const char *error)
{
    say("{\"data\":null,\"request_id\":%ld,\"error\":\"%s\"}", number, error);
}

static void event(const char *name)
{
    say("{\"event\":\"%s\"}", name);
}

/* value: JSON; NULL: the property is not there. */
static void tell(const char *property, const char *value)
{
    for (int id = 1; id < PROPERTIES; id++) {
        if (strcmp(me.properties[id], property) != 0)
            continue;
        if (value)
            say("{\"event\":\"property-change\",\"id\":%d,\"name\":\"%s\",\"data\":%s}", id,
                property, value);
        else
            say("{\"event\":\"property-change\",\"id\":%d,\"name\":\"%s\"}", id, property);
    }
}

static void tell_number(const char *property, double number)
{
    char text[64];
    snprintf(text, sizeof text, "%f", number);
    tell(property, text);
}

static void tell_bool(const char *property, bool value)
{
    tell(property, value ? "true" : "false");
}

static void pause_now(bool pause)
{
    if (pause == me.paused)
        return;
    me.paused = pause;
    tell_bool("pause", pause);
}

static void reach_end(void)
{
    me.place_s = me.duration_s;
    tell_number("time-pos", me.place_s);
    if (!me.at_end)
        tell_bool("eof-reached", true);
    me.at_end = true;
    pause_now(true);
}

static void move_to(double place_s)
{
    if (me.at_end && place_s < me.duration_s)
        tell_bool("eof-reached", false);
    me.at_end = me.at_end && place_s >= me.duration_s;
    me.place_s = place_s;
    if (place_s >= me.duration_s)
        reach_end();
    else
        tell_number("time-pos", place_s);
}

static void end_file(const char *error)
{
    me.loaded = false;
    say("{\"event\":\"end-file\",\"reason\":\"error\",\"playlist_entry_id\":1,\"file_error\":\"%"
        "s\"}",
        error);
    event("idle");
    tell("idle-active", "true");
}

static void load(long number)
{
    struct stat st;
    answer(number, "success");
    if (fstat(RECORDING, &st) == 0)
        write_log("recording of %lld bytes at %lld\n", (long long)st.st_size,
                  (long long)lseek(RECORDING, 0, SEEK_CUR));
    say("{\"event\":\"start-file\",\"playlist_entry_id\":1}");
    tell("idle-active", "false");
    if (me.does[NO_SOUND]) {
        end_file("no audio or video data played");
        return;
    }
    me.loaded = true;
    event("audio-reconfig");
    event("file-loaded");
    tell_number("time-pos", 0);
    tell_number("duration", me.duration_s);
    tell("eof-reached", "false");
    me.hung = me.does[HUNG_DEVICE];
    if (!me.does[NO_DEVICE])
        tell("current-ao", "\"null\"");
    event("playback-restart");
    if (me.does[NO_DEVICE])
        end_file("audio output initialization failed");
}

static void begin_to_play(void)
{
    char *many = me.does[LONG] ? malloc(LONG_BYTES) : NULL;
    if (me.does[DIES_PLAYING])
        exit(EXIT_DIED);
    if (!many)
        return;
    memset(many, 'x', LONG_BYTES);
    send_bytes(many, LONG_BYTES);
    free(many);
}

static void set_property(const char *line, long number)
{
    const char *speed = strstr(line, "\"speed\",");
    answer(number, "success");
    if (speed) {
        me.speed = strtod(speed + strlen("\"speed\","), NULL);
        tell_number("speed", me.speed);
        return;
    }
    pause_now(strstr(line, "true") != NULL);
    if (!me.paused && me.loaded)
        begin_to_play();
    if (!me.paused && me.at_end)
        pause_now(true);
}

static void seek(const char *line, long number)
{
    if (!me.loaded) {
        answer(number, "error running command");
        return;
    }
    answer(number, "success");
    event("seek");
    event("playback-restart");
    move_to(strtod(strstr(line, "seek\",") + strlen("seek\","), NULL));
}

static void observe(const char *line, long number)
{
    int id = 0;
    char name[32];
    if (sscanf(line, "{\"command\":[\"observe_property\",%d,\"%31[^\"]", &id, name) == 2 &&
        id > 0 && id < PROPERTIES) {
        memcpy(me.properties[id], name, sizeof name);
        answer(number, "success");
        tell(name, strcmp(name, "pause") == 0         ? "false"
                   : strcmp(name, "speed") == 0       ? "1.000000"
                   : strcmp(name, "idle-active") == 0 ? "true"
                                                      : NULL);
    }
}

static void garbage(void)
{
    if (!me.does[GARBAGE])
        return;
    say("%s", "");
    say("not JSON at all");
    say("{\"event\":\"property-change\",\"id\":1,\"name\":\"time-pos\",\"data\":nan}");
    say("{\"event\":\"property-change\",\"id\":1,\"name\":\"time-pos\",\"data\":1e999}");
    say("{\"event\":\"property-change\",\"id\":77,\"name\":\"x\",\"data\":{\"a\":[1,2,{}]}}");
    say("{\"event\":\"\\u0007\\ud800 %s\",\"data\":[[[[", "\xff\xfe");
    say("{\"request_id\":999999999,\"error\":\"success\"}");
}

static void obey(const char *line)
{
    const char *id = strstr(line, "\"request_id\":");
    long number = id ? strtol(id + strlen("\"request_id\":"), NULL, 10) : 0;
    write_log("%s\n", line);
    if (me.does[LATE])
        be_busy(LATE_MS);
    garbage();
    if (strstr(line, "[\"quit\"")) {
        answer(number, "success");
        exit(0);
    }
    if (strstr(line, "[\"observe_property\""))
        observe(line, number);
    else if (strstr(line, "[\"set_property\""))
        set_property(line, number);
    else if (strstr(line, "[\"seek\""))
        seek(line, number);
    else if (strstr(line, "[\"loadfile\",\"fd://4\""))
        load(number);
    else
        answer(number, "invalid parameter");
}

static void tick(void)
{
    garbage();
    if (me.does[SILENT])
        return;
    double step_s = STEP_S * me.speed;
    if (me.does[BACKWARDS] && ++me.ticks % 5 == 0)
        tell_number("time-pos", me.place_s - BACK_S);
    move_to(me.place_s + step_s);
}

static void control(const char *line)
{
    if (strcmp(line, "die") == 0)
        exit(EXIT_DIED);
    if (strcmp(line, "end") == 0)
        reach_end();
    else if (strncmp(line, "say ", 4) == 0)
        say("%s", line + 4);
    else
        move_to(strtod(line, NULL));
}

/* Calls f for each complete line. False at the end of what can be read. */
static bool read_lines(int fd, char *buffer, size_t *have, void (*f)(const char *line))
{
    ssize_t n = read(fd, buffer + *have, LINE_BYTES - *have - 1);
    if (n <= 0)
        return false;
    *have += (size_t)n;
    buffer[*have] = '\0';
    for (char *end; (end = strchr(buffer, '\n'));) {
        *end = '\0';
        f(buffer);
        *have -= (size_t)(end + 1 - buffer);
        memmove(buffer, end + 1, *have + 1);
    }
    return true;
}

static void run(void)
{
    static char commands[LINE_BYTES], controls[LINE_BYTES];
    size_t commands_have = 0, controls_have = 0;
    for (;;) {
        struct pollfd fds[] = {{.fd = me.does[DEAF] ? -1 : me.line_fd, .events = POLLIN},
                               {.fd = me.control_fd, .events = POLLIN}};
        bool ticks = me.loaded && !me.paused && me.control_fd < 0;
        int ready = poll(fds, 2, ticks ? TICK_MS : -1);
        if (ready == 0)
            tick();
        if (fds[0].revents && !read_lines(me.line_fd, commands, &commands_have, obey))
            return;
        if (fds[1].revents && !read_lines(me.control_fd, controls, &controls_have, control))
            return;
    }
}

static void read_environment(void)
{
    const char *words = getenv("FAKE_PLAYER"), *seconds = getenv("FAKE_PLAYER_SECONDS");
    const char *fifo = getenv("FAKE_PLAYER_CONTROL");
    char text[256];
    snprintf(text, sizeof text, "%s", words ? words : "");
    for (char *rest = text, *word; (word = strsep(&rest, " "));)
        for (int i = 0; i < BEHAVIOURS; i++)
            me.does[i] = me.does[i] || strcmp(word, behaviours[i]) == 0;
    me.log = getenv("FAKE_PLAYER_LOG");
    me.duration_s = seconds ? strtod(seconds, NULL) : 30;
    me.control_fd = fifo ? open(fifo, O_RDWR) : -1;
    me.speed = 1;
}

int main(int argc, char **argv)
{
    static const char option[] = "--input-ipc-client=fd://";
    me.line_fd = -1;
    read_environment();
    for (int i = 1; i < argc; i++) {
        write_log("argument %s\n", argv[i]);
        if (strncmp(argv[i], option, strlen(option)) == 0)
            me.line_fd = (int)strtol(argv[i] + strlen(option), NULL, 10);
    }
    if (me.line_fd < 0 || me.does[DIES])
        return EXIT_DIED;
    if (me.does[SLOW])
        be_busy(SLOW_MS);
    run();
    return 0;
}
