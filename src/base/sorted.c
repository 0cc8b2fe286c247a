#include "base/sorted.h"

size_t sorted_before(const void *list, size_t count, size_t bytes,
                     bool (*comes_before)(const void *member, const void *key), const void *key)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (comes_before((const char *)list + middle * bytes, key))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
