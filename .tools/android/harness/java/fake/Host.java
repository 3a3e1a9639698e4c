package fake;

/** What the host process does: host.c. */
final class Host {
	private Host() {
	}

	/** A line to who drives the phone. */
	static native void say(String line);

	/** An event of the input queue: 1 a key, 2 a finger. */
	static native void input(int type, int action, float x, float y, int key);

	/** A finger that taps. */
	static native void tap(float x, float y);

	/** Tells whether every other thread of the process waits for something to happen. */
	static native boolean resting();

	/** Whether somebody looks at the window: gl_shim.c. */
	static native void look(boolean yes);

	/** How many times the window was drawn. */
	static native int frames();

	/** The next callback that waits for a picture misses it: race.c. */
	static native void race();

	/** A callback of the native activity: "start", "resume", "window", "redraw", "focus", "nowindow", … */
	static native void life(String what);
}
