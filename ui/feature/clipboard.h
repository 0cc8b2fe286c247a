/* Text out: copied by the first way that works here. */
#ifndef UI_FEATURE_CLIPBOARD_H
#define UI_FEATURE_CLIPBOARD_H

#include "base/buf.h"
#include "base/err.h"
#include "config/config.h"
#include "os/process.h"

#include <stdbool.h>
#include <stddef.h>

enum { OSC52_MAX_BYTES = 74994 };

/* Copies sanitised text: copy_command, `tmux load-buffer -w -` in tmux, OSC 52 over SSH, wl-copy,
 * xclip or pbcopy where there is a display, else OSC 52. *way names it ("tmux", "OSC 52"). A
 * way that is a program runs as *p until process_ended, otherwise the pid of *p is 0. False with e
 * set when none works, or when a copy_command cannot be run. */
bool clipboard_copy(struct process *p, const struct config *config, const char *text, size_t bytes,
                    const char **way, struct err *e);
/* The way that clipboard_copy would go now. */
const char *clipboard_way(const struct config *config);
/* The escape sequence for a text, appended (ESC ] 52 ; c ; base64 BEL). */
void clipboard_osc52(struct buf *out, const char *text, size_t bytes);
/* Wraps a sequence in strings that GNU screen passes to its terminal (ESC P ... ESC \), appended.
 */
void clipboard_wrap(struct buf *out, const char *sequence, size_t bytes);

#endif
