package kauth.app;

import android.util.Log;
import android.view.WindowManager;

/** Keeps the window out of screenshots, recordings and the list of recent apps. */
final class Privacy {
	private static boolean hidden = true; // until Go says that the person wants otherwise

	private Privacy() {
	}

	static byte[] call(String verb) throws Trouble {
		synchronized (Privacy.class) {
			hidden = !verb.equals("show");
		}
		final MainActivity activity = MainActivity.front();
		if (activity != null) {
			activity.runOnUiThread(new Runnable() {
				@Override
				public void run() {
					try {
						dress(activity);
					} catch (Throwable t) { // on this thread it would end the process; the window stays as it was
						Log.w("kAuth", "the window's flag: " + t.getClass().getName());
					}
				}
			});
		}
		return null;
	}

	/** On the thread of the window. */
	static void dress(MainActivity activity) {
		boolean now;
		synchronized (Privacy.class) {
			now = hidden;
		}
		int flag = WindowManager.LayoutParams.FLAG_SECURE;
		activity.getWindow().setFlags(now ? flag : 0, flag);
	}
}
