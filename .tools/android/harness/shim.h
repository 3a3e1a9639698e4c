#pragma once

/* What host.c needs of libandroid's stand-in. */
extern int shim_width, shim_height, shim_queue;
void shim_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void shim_input(int type, int action, float x, float y, int key);
extern void (*shim_left)(int action, int key); /* a key that the app has not taken */
void shim_tap(float x, float y);

/* What gl_shim.c and host.c tell each other. Not by variables: the host would have copies of
   its own, and what the app loads would find those of the library. */
void shim_look(int yes);      /* somebody looks at the window, or nobody */
int shim_looked(void);
int shim_wide(void);          /* the window's width now */
int shim_frames(int another); /* how many there were */

/* The next callback that waits for a picture misses the ones of its first second: race.c. */
void shim_race(void);
void shim_miss(void);

/* What it says when it dies is heard: last_words.c. First before there is another thread, then once the app's code is there. */
void shim_dies_aloud(void);
void shim_keep_words(void);
