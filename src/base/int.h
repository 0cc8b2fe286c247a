/* Minimum, maximum and range of int. */
#ifndef BASE_INT_H
#define BASE_INT_H

static inline int int_min(int a, int b)
{
    return a < b ? a : b;
}

static inline int int_max(int a, int b)
{
    return a > b ? a : b;
}

static inline int int_clamp(int n, int low, int high)
{
    return n < low ? low : n > high ? high : n;
}

#endif
