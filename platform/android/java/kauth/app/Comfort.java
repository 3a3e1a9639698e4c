package kauth.app;

import android.content.Context;
import android.provider.Settings;
import android.util.Log;

/** What the person asked of the system for all apps: the size of text, and no motion. */
final class Comfort {
	private Comfort() {
	}

	static byte[] call(Context app, String verb) throws Trouble {
		if (!verb.equals("read")) {
			throw new Trouble("fault", "comfort." + verb);
		}
		return Text.bytes(of(app));
	}

	/** The configuration has changed, or the person comes back, maybe from the system's settings. */
	static void look(Context activity) {
		try {
			Bridge.tell("comfort.changed", of(activity), null);
		} catch (Throwable t) { // on the thread of the window it would end the process
			Log.w("kAuth", "the system's settings: " + t.getClass().getName());
		}
	}

	/** "1.3 still": "Remove animations" has them take no time, and so does who tests apps. */
	private static String of(Context c) {
		boolean still = Settings.Global.getFloat(c.getContentResolver(), Settings.Global.ANIMATOR_DURATION_SCALE, 1) == 0;
		return c.getResources().getConfiguration().fontScale + (still ? " still" : "");
	}
}
