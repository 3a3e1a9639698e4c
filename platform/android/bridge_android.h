#pragma once
#include <stdint.h>

/* What Java has answered; data is the caller's to free. */
typedef struct { void *data; int len; int trouble; } kauth_answer;

kauth_answer kauth_call(uintptr_t env, uintptr_t context, const char *what, const char *text, const void *data, int len);

/* Of Go. */
void kauthEvent(char *what, char *text, void *data, int len);
