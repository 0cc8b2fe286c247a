#include "cli/exit_code.h"

int exit_code_with(int code, enum kind kind)
{
    return code == 0 || code == (int)kind ? (int)kind : KIND_OTHER;
}
