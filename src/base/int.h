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

/* The sooner of two times from now, where a negative one means never. */
static inline int int_sooner_ms(int a_ms, int b_ms)
{
    return a_ms < 0 || (b_ms >= 0 && b_ms < a_ms) ? b_ms : a_ms;
}

#endif
