#pragma once
#include <stdint.h>

/* What Java has answered; data is the caller's to give back. */
typedef struct { void *data; int len; int trouble; } kauth_answer;

kauth_answer kauth_call(uintptr_t env, uintptr_t context, const char *what, const char *text, const void *data, int len);

/* Clears and frees an answer: it may be a key. */
void kauth_done(kauth_answer a);

/* Of Go. */
void kauthEvent(char *what, char *text, void *data, int len);
