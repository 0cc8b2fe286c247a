/* The screen as a feature sees it. Each member is owned by the file that its header names, and
 * everything here belongs to the UI thread. */
#ifndef UI_SHELL_APP_H
#define UI_SHELL_APP_H

#include "cli/opened.h"
#include "cli/settings.h"
#include "ui/shell/frame.h"
#include "ui/view/view_transcript.h"

#include <stdbool.h>
#include <stddef.h>

/* What the command line asked for. */
struct app_request {
    const struct provider *provider; /* named on the command line; NULL: detected from the ID */
    const char *const *ids;          /* calls to open, each possibly with its provider's name */
    size_t id_count;
    const char *find;                  /* the query of a list to open; NULL: none */
    const char *const *find_providers; /* the providers that it asks only */
    size_t find_provider_count;
    struct opened *opened; /* a call from a file, which may be taken; NULL: none */
    int jobs;              /* requests at the same time */
    bool offline;          /* nothing is sent */
    const struct settings *settings;
    const char *config_path, *theme; /* of the command line, for reading them again; may be NULL */
};

struct app {
    const struct app_request *request;
    const struct app_parts *parts;   /* feature.h: the features and the handlers of actions */
    void **states;                   /* feature.h: the state of each feature */
    const struct settings *settings; /* in force; reload.c replaces it */
    struct keymap *keymap;
    struct keyring *keyring;
    struct fetcher *fetcher;
    struct tabs *tabs;             /* tabs.h */
    struct tab *tab;               /* tabs.h: the tab in front */
    struct modes *modes;           /* mode.h */
    struct overlays *overlays;     /* overlay.h */
    struct said *said;             /* say.h */
    struct id_pane *id_pane;       /* id_pane.h */
    struct question *question;     /* question.h */
    struct line_prompt *line;      /* line_prompt.h */
    struct transcript_style style; /* how calls are shown */
    struct frame frame;
    long count;         /* typed before the key of the action that runs; 0: none was */
    bool quit, suspend; /* what the loop does next */
};

#endif
