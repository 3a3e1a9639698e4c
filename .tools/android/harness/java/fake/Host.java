package fake;

/** What the host process does: host.c. */
final class Host {
	private Host() {
	}

	/** A line to who drives the phone. */
	static native void say(String line);

	/** An event of the input queue: 1 a key, 2 a finger. */
	static native void input(int type, int action, float x, float y, int key);

	/** A callback of the native activity: "start", "resume", "window", "redraw", "focus", "nowindow", … */
	static native void life(String what);
}
