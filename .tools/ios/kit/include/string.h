#pragma once
#include <sys/types.h>
char *strerror(int);
size_t strlen(const char *);
int strcmp(const char *, const char *);
void *memcpy(void *, const void *, size_t);
void *memset(void *, int, size_t);
#if defined(__STDC_WANT_LIB_EXT1__) && __STDC_WANT_LIB_EXT1__ >= 1
int memset_s(void *, size_t, int, size_t);
#endif
