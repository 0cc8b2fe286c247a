/* The mock as a program: prints `port N`, and serves until its standard input ends (if that is a
 * pipe) or SIGTERM comes.
 *
 * base_url is http://127.0.0.1:N/ringyo and the key demo-ringyo, and likewise for the others. */
#include "tests/mock/lists.h"
#include "tests/mock/serve.h"

#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

static const char usage[] =
    "usage: mock [OPTION...]\n"
    "  --port N    listen there; 0: a free port (the default)\n"
    "  --log FILE  append one JSON line a request\n"
    "  --data DIR  where mock/calls and fixtures are (tests)\n"
    "  --list      the IDs and what they do\n"
    "  --own-links links in the calls lead to the mock and nowhere else\n"
    "Lists of calls:\n"
    "  --seed N    another N makes other calls (1)\n"
    "  --now N     seconds since 1970; all calls are before it (1795963212)\n"
    "  --calls N   how many calls each provider has (300)\n"
    "  --days N    the calls are spread over so many days (2)\n";

struct options {
    unsigned short port;
    const char *log, *data;
    bool list;
    struct lists_settings lists;
};

static long number(const char *text, long least)
{
    long n = strtol(text, NULL, 10);
    return n < least ? least : n;
}

static bool read_list_option(int c, struct lists_settings *out)
{
    if (c == 's')
        out->seed = (unsigned)number(optarg, 0);
    else if (c == 'n')
        out->now_ms = (int64_t)number(optarg, 1) * 1000;
    else if (c == 'c')
        out->calls = number(optarg, 1);
    else if (c == 'y')
        out->days = number(optarg, 1);
    else
        return false;
    return true;
}

static bool read_options(int argc, char **argv, struct options *o)
{
    static const struct option known[] = {
        {"port", required_argument, NULL, 'p'}, {"log", required_argument, NULL, 'l'},
        {"data", required_argument, NULL, 'd'}, {"list", no_argument, NULL, 'L'},
        {"own-links", no_argument, NULL, 'o'},  {"seed", required_argument, NULL, 's'},
        {"now", required_argument, NULL, 'n'},  {"calls", required_argument, NULL, 'c'},
        {"days", required_argument, NULL, 'y'}, {NULL, 0, NULL, 0}};
    for (int c; (c = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        if (c == 'p')
            o->port = (unsigned short)strtoul(optarg, NULL, 10);
        else if (c == 'l')
            o->log = optarg;
        else if (c == 'd')
            o->data = optarg;
        else if (c == 'L')
            o->list = true;
        else if (c == 'o')
            own_links();
        else if (!read_list_option(c, &o->lists))
            return false;
    }
    return optind == argc;
}

/* Blocked before the server's threads start, so that they inherit it. */
static int watch_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_CLOEXEC);
}

/* A shell gives background programs /dev/null, whose end means nothing. */
static bool input_matters(void)
{
    struct stat st;
    return fstat(STDIN_FILENO, &st) == 0 && (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode));
}

static void wait_for_end(int signals)
{
    struct pollfd fds[] = {{.fd = signals, .events = POLLIN},
                           {.fd = input_matters() ? STDIN_FILENO : -1, .events = POLLIN}};
    char drop[512];
    for (;;) {
        if (poll(fds, 2, -1) < 0)
            continue;
        if (fds[0].revents)
            return;
        if (fds[1].revents && read(STDIN_FILENO, drop, sizeof drop) <= 0)
            return;
    }
}

int main(int argc, char **argv)
{
    struct options o = {.data = "tests", .lists = sample_settings};
    if (!read_options(argc, argv, &o)) {
        fputs(usage, stderr);
        return 2;
    }
    if (o.list) {
        case_list(o.data);
        return 0;
    }
    case_set_data(o.data);
    sample_settings = o.lists;
    int signals = watch_signals();
    if (!serve_log_to(o.log)) {
        perror(o.log);
        return 1;
    }
    struct MHD_Daemon *daemon = serve_start(o.port);
    if (!daemon) {
        fprintf(stderr, "cannot listen on port %d\n", o.port);
        return 1;
    }
    printf("port %d\n", serve_port(daemon));
    fflush(stdout);
    wait_for_end(signals);
    serve_stop(daemon);
    return 0;
}
