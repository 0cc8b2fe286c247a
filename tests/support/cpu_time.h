/* The processor time of this thread, for limits that other programs on the machine cannot break. */
#ifndef TESTS_SUPPORT_CPU_TIME_H
#define TESTS_SUPPORT_CPU_TIME_H

double cpu_time_ms(void);

#endif
