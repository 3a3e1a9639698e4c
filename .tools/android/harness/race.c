/*
 * A race on purpose. Fyne's callback of a window that is to be drawn hands the wish to
 * another thread, and only then waits to hear that a picture was shown. A picture that
 * comes before it waits is missed, and it waits for the next one: for ever, where the app
 * has nothing more to draw. A machine that is busy does so once in many starts. Here the
 * callback misses all that is shown in its first second, each time.
 */
#include <stdatomic.h>
#include <time.h>
#include "shim.h"

static atomic_int armed;

static void sleeps(long ms) {
	struct timespec t = {ms / 1000, ms % 1000 * 1000000};
	nanosleep(&t, NULL);
}

void shim_race(void) { armed = 1; }

/* As in the callback, after its own picture: on the thread of the window, and for as long
   as it takes. The next callback is an ordinary one. */
void shim_miss(void) {
	if (!atomic_exchange(&armed, 0)) return;
	sleeps(1000);
	shim_say("! picture missed");
	for (int n = shim_frames(0); n == shim_frames(0);) sleeps(10);
	shim_say("! picture seen");
}
