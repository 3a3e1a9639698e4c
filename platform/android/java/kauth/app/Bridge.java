package kauth.app;

import android.content.Context;
import java.util.Arrays;

/**
 * The one way between Go and Java, in both directions. Go calls by the name of what it
 * wants, so that there is one JNI call to get right, and no other to keep in step.
 */
final class Bridge {
	private static final byte DONE = 0;
	private static final byte FAILED = 1;

	private static Context app; // never an activity: that would keep a destroyed one alive

	private Bridge() {
	}

	/** Has the process's context, from whatever the system started it for. */
	static void begin(Context context) {
		app = context.getApplicationContext();
	}

	static Context context() {
		return app;
	}

	/**
	 * From Go, on any thread. The first byte of the answer says whether it is one, or what
	 * went wrong: the kind, a blank, and words for the log. Nothing is thrown into Go.
	 */
	static byte[] call(Context context, String what, String text, byte[] data) {
		try {
			if (app == null) {
				begin(context);
			}
			return answer(DONE, answerTo(what, text, data));
		} catch (Trouble t) {
			return answer(FAILED, Text.bytes(t.kind + " " + t.getMessage()));
		} catch (Throwable t) { // of its words none: they may name a file or an account
			return answer(FAILED, Text.bytes("fault " + t.getClass().getName()));
		} finally {
			if (data != null) { // made for this call alone, and it may be a key
				Arrays.fill(data, (byte) 0);
			}
		}
	}

	private static byte[] answerTo(String what, String text, byte[] data) throws Exception {
		int dot = what.indexOf('.');
		String room = what.substring(0, dot);
		String verb = what.substring(dot + 1);
		if (room.equals("keys")) {
			return Keys.call(app, verb, text, data);
		}
		if (room.equals("signer")) {
			return Signer.call(verb, text, data);
		}
		if (room.equals("unlock")) {
			return Unlock.call(app, verb, text, data);
		}
		if (room.equals("notices")) {
			return Notices.call(app, verb, text, data);
		}
		if (room.equals("camera")) {
			return Frames.call(app, verb, text);
		}
		if (room.equals("privacy")) {
			return Privacy.call(verb);
		}
		if (room.equals("bars")) {
			return Bars.call(verb);
		}
		if (room.equals("push")) {
			return Push.call(app, verb, text);
		}
		if (room.equals("network")) {
			return Network.call(app, verb);
		}
		if (room.equals("background")) {
			return Background.call(app, verb);
		}
		if (room.equals("phone")) {
			return Phone.call(app, verb);
		}
		if (room.equals("comfort")) {
			return Comfort.call(app, verb);
		}
		if (room.equals("links")) {
			return Links.call(app, verb, text);
		}
		throw new Trouble("fault", "no such call: " + what);
	}

	private static byte[] answer(byte how, byte[] what) {
		if (what == null) {
			return new byte[] {how};
		}
		byte[] out = new byte[what.length + 1];
		out[0] = how;
		System.arraycopy(what, 0, out, 1, what.length);
		Arrays.fill(what, (byte) 0); // it may be a key
		return out;
	}

	/** To Go, on any thread. False where the app's code is not loaded in this process. */
	static boolean tell(String what, String text, byte[] data) {
		try {
			event(what, text, data);
			return true;
		} catch (UnsatisfiedLinkError e) {
			return false;
		}
	}

	private static native void event(String what, String text, byte[] data);
}
