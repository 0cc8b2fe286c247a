/* From the command line to a printed form or to the screen. */
#include "cli/cli.h"
#include "cli/output.h"
#include "ui/feature/doctor_screen.h"
#include "ui/feature/key_lists.h"
#include "ui/shell/app.h"
#include "ui/term/screen.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

/* A descriptor 0 to 2 that came closed must not become a socket. What stands in for it fails as a
 * closed one does. */
static void fill_descriptors(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
            continue;
        if (open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
            _exit(1);
    }
}

#if defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                         \
    __has_feature(memory_sanitizer)
#define IS_SANITIZED 1
#endif
#elif defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define IS_SANITIZED 1
#endif

/* There are keys in it: no core, and no other program of the user's looks into it. A leak checker
 * has to. */
static void close_memory(void)
{
#if defined __linux__ && !defined IS_SANITIZED
    prctl(PR_SET_DUMPABLE, 0);
#endif
}

/* Numbers are written with a point everywhere. Where the locale is not UTF-8, printed text is UTF-8
 * all the same, so its columns are counted as such; the screen keeps what the terminal has. */
static void set_locale(bool screen)
{
    setlocale(LC_ALL, "");
    if (!screen && strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
    setlocale(LC_NUMERIC, "C");
}

static int show(const struct cli *cli)
{
    struct app_request request = {
        .provider = cli->words.provider,
        .ids = cli->words.ids,
        .id_count = cli->words.count,
        .jobs = cli->args.jobs,
        .settings = &cli->settings,
        .config_path = cli->args.config,
        .theme = cli->args.theme,
    };
    struct err e = {""};
    int code = app_run(&request, &e);
    if (e.text[0])
        output_say("%s", e.text);
    return code;
}

static const struct cli_screen screen = {
    .check = app_check,
    .list_keys = list_keys,
    .list_themes = list_themes,
    .examine = doctor_examine,
    .version = screen_version,
};

int main(int argc, char *argv[])
{
    struct cli cli;
    int code = 0;
    fill_descriptors();
    close_memory();
    signal(SIGPIPE, SIG_DFL);
    set_locale(true);
    if (cli_start(&cli, argc, (const char *const *)argv, &code) == CLI_GOES_ON) {
        set_locale(cli.args.task == TASK_SCREEN);
        if (cli_run(&cli, &screen, &code) == CLI_GOES_ON)
            code = show(&cli);
    }
    cli_done(&cli);
    return code;
}
