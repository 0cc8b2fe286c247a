/* The state of the screen, shared by the files that make up the app: app.c (loop, signals,
 * answers), act.c (actions), keys.c (where keys go), tabs.c (which call is in front), ask.c (from a
 * text to a fetch), draw.c (frames), status.c (the status line), page.c (what stands where no call
 * does), export.c (links and text out). UI thread only. */
#ifndef UI_SHELL_APP_STATE_H
#define UI_SHELL_APP_STATE_H

#include "fetch/fetch.h"
#include "os/file_saver.h"
#include "os/process.h"
#include "provider/keyring.h"
#include "provider/pasted_calls.h"
#include "ui/feature/command_line.h"
#include "ui/feature/find.h"
#include "ui/feature/search_all.h"
#include "ui/prompt/line_prompt.h"
#include "ui/prompt/prompt.h"
#include "ui/shell/app.h"
#include "ui/shell/messages.h"
#include "ui/shell/tab.h"

enum { CHILDREN_MAX = 8, REPAINT_MS = 100 /* between frames in which only numbers move */ };

enum overlay {
    OVERLAY_NONE,
    OVERLAY_HELP,
    OVERLAY_MESSAGES,
    OVERLAY_PROVIDERS, /* the list of the provider pane */
    OVERLAY_ASK,       /* which of several providers is meant */
    OVERLAY_LINKS,
    OVERLAY_COMPARED, /* compare.c: two calls */
    OVERLAY_FOUND,    /* search_all.c: calls with matches */
    OVERLAY_SEVERAL,  /* which of several calls are meant */
    OVERLAY_COUNT
};

struct layer {
    enum overlay overlay;
    struct pane list;
};

/* The call in front beside another one, in OVERLAY_COMPARED. */
struct compared_tabs {
    struct tab *other;
    unsigned shown[2]; /* what they showed then */
};

struct app;

/* A program that runs while the screen is open, or a file that is being saved, and what is said
 * when that ends. */
struct helper {
    struct process process;
    struct file_saver *saver; /* NULL: it is a program */
    char *name;               /* of the program or the file; NULL: the place is free */
    char *success;            /* said when it succeeded; NULL: nothing */
};

/* A link on its way to a program. */
struct opening {
    char *url, *start; /* seconds into a recording; NULL: it is opened, not played */
};

struct app {
    const struct app_request *request;
    struct settings *read_again; /* what was read since the start; the last one is in force */
    size_t read_again_count;
    struct config *config;
    const struct provider_set *providers;
    struct keymap *keymap;
    struct keyring *keyring;
    struct fetcher *fetcher;
    const char *note; /* template of the ticket note */

    struct tab **tabs; /* at least one */
    size_t tab_count, current;
    struct tab *visited;           /* in front before this one; NULL: none, or it was closed */
    const struct provider *chosen; /* in the provider pane; NULL: auto */
    struct prompt id_prompt;
    struct completion id_completion;
    char *history_path; /* NULL: nothing is kept */
    bool pasted;        /* what stands in it came whole from a paste, which the next one replaces */
    struct find find;   /* find.c: search and filter */
    struct search_all all;
    struct compared_tabs compared;
    struct command_line command;
    struct messages messages;
    struct line_prompt line; /* typed.c: for an action */
    char *save_path;         /* the file that is to be written, while it is asked about */
    char *download_url;      /* download.c: what is asked about */
    struct opening opening;  /* links.c: what was opened last, or is asked about */
    struct key_state keys;
    enum marks_wait marks_wait;
    struct transcript_style style;
    const char *zone; /* of times, in force now; NULL: as the program began */
    bool zoom;
    struct layout layout; /* of the last frame */

    enum overlay overlay;              /* what lies on top */
    struct pane list;                  /* of the overlay */
    struct layer below[OVERLAY_COUNT]; /* what it was opened over, the lowest first */
    size_t below_count;
    char typed[32]; /* first letters typed in a list */
    char **asked;   /* IDs of which it is asked whose they are, the first in OVERLAY_ASK */
    size_t asked_count;

    struct pasted_calls several; /* of OVERLAY_SEVERAL; nothing while that is not open */
    bool left_out[PASTED_CALLS_MAX];

    char *message; /* on the status line until the next key; NULL: how the fetch stands */
    enum role message_role;
    struct helper helpers[CHILDREN_MAX];

    char *question;                      /* on the status line, before all else; NULL: none */
    void (*answered_yes)(struct app *a); /* what `y` does then; any other key does nothing */

    bool quit, suspend;
    bool hangup; /* the terminal is gone */

    bool urgent, stale; /* app.c: to be drawn at once; not drawn as it is now */
    int64_t woken_ms;   /* when the wait for something ended */
    int64_t drawn_ms;   /* when this frame began, or the last one */
};

struct tab *app_tab(const struct app *a);
void app_say(struct app *a, enum role role, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* What came of a call by itself; it is named when another one is in front. */
void app_say_of(struct app *a, const struct tab *t, enum role role, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Among the messages alone. The call's ID may be NULL. */
void app_note(struct app *a, enum role role, const char *id, const char *text);
void app_renew_messages(struct app *a);
/* A question on the status line, to be answered with a key. */
void app_question(struct app *a, void (*answered_yes)(struct app *a), const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void app_focus(struct app *a, enum pane_id pane);

/* overlay.c: lists that lie on top of each other; the view is taken */
/* Over what lies there. Where it is open already, what lies above it is closed and its place stays.
 */
void app_show_overlay(struct app *a, enum overlay overlay, struct view *view);
/* What it was opened over is there again, as it was. A question that was on it is dropped. */
void app_close_overlay(struct app *a);
void app_close_overlays(struct app *a); /* all of them */
/* Where nothing lies on top: the next question, or the list of the provider pane if that has the
 * focus. */
void app_settle_overlay(struct app *a);
/* On top or below; NULL: it is not open. */
struct pane *app_overlay_list(struct app *a, enum overlay overlay);

/* tabs.c */
void app_switch_tab(struct app *a, size_t index);
/* At once, or when the user says that what is downloaded may be lost. Of a tab that is closed
 * nothing is left, nor of what it was doing; the last one quits. */
void tabs_close(struct app *a);
void tabs_quit(struct app *a);
void tabs_previous(struct app *a, long count);
void tabs_next(struct app *a, long count);
void tabs_go(struct app *a, long count); /* count: which, from 1 */

/* keys.c */
void app_key(struct app *a, int key);
void app_leave_prompt(struct app *a); /* out of the ID pane, to where the focus was before */
/* act.c */
void app_act(struct app *a, enum action action, long count);
/* letters.c: a letter that no name goes on with begins another one; false: it is none of these. */
bool app_select_by_letters(struct app *a, int key);
/* All transcripts and JSON are laid out anew; each keeps its place. */
void app_restyle(struct app *a);

/* ask.c: from a text to a fetch */
/* On the command line: a tab each, also for what cannot be asked for. */
void app_ask_named(struct app *a, const char *text);
void app_ask_text(struct app *a, const char *text, size_t bytes);
void app_ask_pasted(struct app *a, const char *text, size_t bytes);
void app_ask_answered(struct app *a, const char *provider_name);
/* Shows OVERLAY_ASK; or drops the question, and says so, where nobody can be asked any more. */
void app_ask_next(struct app *a);
void app_ask_drop(struct app *a); /* the first question */
void app_ask_keep(struct app *a); /* closes all lists, and no question is dropped */
void app_fetch(struct app *a, struct tab *t);
void app_stop_fetch(struct app *a, struct tab *t);
/* The provider's key, yours; it may come from a command that wants the terminal. */
char *app_key_of(struct app *a, const struct provider *p, struct err *e);
void app_ask_call(struct app *a, const struct provider *p, const char *id);

/* any.c: all providers at once */
void app_any_fetch(struct app *a, struct tab *t);
void app_any_stop(struct app *a, struct tab *t);
/* Whether an answer is one of these; *out gets the tab that takes it as its own, or NULL. */
bool app_any_answer(struct app *a, struct answer *answer, struct tab **out);
void app_any_add_answers(struct view *v, const struct app *a, const struct tab *t);

/* several.c: calls found in a longer text; `found` is taken */
void app_several_show(struct app *a, struct pasted_calls *found);
void app_several_take(struct app *a); /* fetches what is marked */
void app_several_drop(struct app *a);
char *app_several_title(const struct app *a); /* yours */
bool app_several_key(struct app *a, int key); /* false: it is none of these */

/* compare.c: two calls side by side */
void compare_toggle(struct app *a, long count); /* count: with which tab, from 1 */
void compare_renew(struct app *a);              /* on top or below, when one shows another call */
void compare_step(struct app *a, long steps);   /* to the next difference, or the one before */
void compare_take(struct app *a);

/* history.c: what was asked for, in this run and in those before */
void app_recall(struct app *a);
void app_remember(struct app *a, const char *line);
/* For completion_step in the ID pane. */
void app_fill_id(struct completion *c, const char *text, const void *app);

/* links.c: the list of links, and links out */
void app_open_link(struct app *a, const char *url);
void opening_done(struct opening *o);
void app_draw_links(struct app *a, const struct rect *body);
/* The call in front is another one. */
/* Where the selected link stands in its call, yours; NULL: none is selected. */
char *app_links_place(struct app *a);
/* The call has others; the one that stands there now is selected. place may be NULL. */
void app_renew_links(struct app *a, const char *place);
int app_links_tick_ms(const struct app *a); /* as app_tick_ms */
/* Goes on at once, or (`what` it is about to do: "open") when the link is over and the user says
 * so. */
void app_ask_if_over(struct app *a, const char *url, const char *what,
                     void (*go_on)(struct app *a));
/* In the list the selected link, elsewhere the recording's, as it came; borrowed. NULL, and a
 * sentence, when there is none; of several that are not selected the list asks which. */
const char *app_link_here(struct app *a);
bool app_has_link(const struct app *a); /* the same without the sentence */
/* Handlers of actions. */
void app_open_recording(struct app *a);
void app_play(struct app *a);
void app_open_page(struct app *a);
void app_copy_link(struct app *a);
void app_show_links(struct app *a);

/* download.c: recordings into files */
void app_download(struct app *a); /* handler of an action */
/* For now; D goes on with it. False: none runs in this tab. */
bool app_stop_download(struct app *a, struct tab *t);
/* And what came is removed. */
void app_end_download(struct app *a, struct tab *t);
size_t app_downloads(const struct app *a); /* that run */
bool app_take_download(struct app *a,
                       const struct answer *answer); /* false: it is of no download */
void app_put_download(const struct tab *t, struct line *out);
void app_put_other_downloads(const struct app *a, struct line *out);

/* export.c: text out, programs beside the screen */
void app_copy(struct app *a, const char *what, const char *text);
/* `done` is what will have been done, once it is. */
void app_copy_as(struct app *a, const char *done, const char *text);
/* As it may be seen; yours. */
char *app_shown_link(const struct app *a, const char *url);
/* NULL: too many programs still run. */
struct helper *helper_free_place(struct app *a);
void helper_keep(struct helper *h, const char *name, char *success);
/* Saves the text (taken) on a thread; `done` (taken) is said when it is saved. */
void app_save_text(struct app *a, const char *path, struct buf *text, bool replace, char *done);
/* At the end of the program: gives files a second to be saved, and says which are not. */
void app_finish_saving(struct app *a);
void helper_release(struct helper *h);
void app_check_helpers(struct app *a);
void app_toggle_mask(struct app *a);

/* take.c: notes and documents, and the call in other programs; handlers of actions */
void app_copy_note(struct app *a);
void app_copy_raw(struct app *a);
void app_page(struct app *a);
void app_pipe(struct app *a);
void app_show_plain(struct app *a);

/* save.c: the call in a file */
void app_save(struct app *a);

/* mouse.c: what it did */
void app_mouse(struct app *a);

/* reload.c: the configuration again */
void reload_start(struct app *a);

/* raw.c: JSON and what folds */
void app_toggle_raw(struct app *a);
void app_fold(struct app *a, struct pane *p, enum fold how);
void app_copy_pointer(struct app *a, const struct pane *p);
void app_copy_value(struct app *a, const struct pane *p);

/* help.c: *start gets the item where the section for the pane in focus begins. */
struct view *help_new(const struct app *a, size_t *start);
void help_step(struct app *a, long sections); /* down is positive */
void help_take(struct app *a); /* does what the selected line says, where the help was opened */

/* page.c */
struct view *page_of_tab(const struct app *a, const struct tab *t);
struct view *page_providers(const struct app *a);
struct view *page_candidates(const struct provider *const *list, size_t count);

/* draw.c */
void app_draw(struct app *a);
void app_draw_list(struct pane *p, struct rect r, const char *name); /* on top, with its title */

/* hints.c: as many as fit into that many columns */
void hints_put(const struct app *a, int room, struct line *out);
/* One of them; nothing for an action that no key is bound to. */
void hints_put_action(const struct app *a, enum action action, struct line *out);

/* status.c */
void status_draw(const struct app *a, const struct rect *r);
/* By what is typed: a message that comes then is not seen yet. */
bool status_is_covered(const struct app *a);
/* Milliseconds until something on the screen moves by itself; -1: nothing does. */
int app_tick_ms(const struct app *a);

#endif
