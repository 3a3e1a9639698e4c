#pragma once

/* What Objective-C has answered: 0 and what was asked for, or 1, a kind, a blank and
 * words. data is the caller's to give back; NULL is: no memory. */
typedef struct { void *data; int len; } kauth_answer;

kauth_answer kauth_ios_call(const char *what, const char *text, const void *data, int len);

/* Clears and frees an answer: it may be a key. */
void kauth_ios_done(kauth_answer a);
