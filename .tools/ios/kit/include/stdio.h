#pragma once
#include <stdarg.h>
#include <sys/types.h>
typedef struct __sFILE FILE;
extern FILE *__stderrp;
#define stderr __stderrp
int fprintf(FILE *, const char *, ...);
int vfprintf(FILE *, const char *, va_list);
int printf(const char *, ...);
int snprintf(char *, size_t, const char *, ...);
