#pragma once

/* What host.c needs of libandroid's stand-in. */
extern int shim_width, shim_height, shim_queue;
void shim_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void shim_input(int type, int action, float x, float y, int key);
void shim_tap(float x, float y);
