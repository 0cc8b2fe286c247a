#include "fetch/ca_file.h"

#include "fetch/fetch_data.h"

#include <stdbool.h>
#include <sys/stat.h>

const char *ca_file_bounded(const char *path)
{
    struct stat st;
    bool bounded = stat(path, &st) < 0 || (S_ISREG(st.st_mode) && st.st_size <= CA_FILE_MAX_BYTES);
    return bounded ? path : "/dev/null";
}
