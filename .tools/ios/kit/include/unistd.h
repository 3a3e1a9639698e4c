#pragma once
#include <sys/types.h>
char *getcwd(char *, size_t);
int chdir(const char *);
