/* The exit code of several calls or lists. Pure. */
#ifndef CLI_EXIT_CODE_H
#define CLI_EXIT_CODE_H

#include "call/failure.h"

/* The code after one more failure: failures of one kind give its code, different ones KIND_OTHER.
 * It is 0 before the first one. */
int exit_code_with(int code, enum kind kind);

#endif
