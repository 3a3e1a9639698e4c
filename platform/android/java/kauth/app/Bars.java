package kauth.app;

import android.os.Build;
import android.util.Log;
import android.view.View;
import android.view.WindowInsetsController;

/** The signs of the system's bars, over what the app draws behind them. */
final class Bars {
	private static Boolean dark; // the ground; null: Go has not said, and the system's theme counts

	private Bars() {
	}

	static byte[] call(String verb) throws Trouble {
		if (!verb.equals("dark") && !verb.equals("light")) {
			throw new Trouble("fault", "bars." + verb);
		}
		synchronized (Bars.class) {
			dark = verb.equals("dark");
		}
		final MainActivity activity = MainActivity.front();
		if (activity != null) {
			activity.runOnUiThread(new Runnable() {
				@Override
				public void run() {
					dress(activity);
				}
			});
		}
		return null;
	}

	/** On the thread of the window. Fyne does it by the system's theme, also after each change of that. */
	static void dress(MainActivity activity) {
		Boolean now;
		synchronized (Bars.class) {
			now = dark;
		}
		if (now == null) {
			return;
		}
		try {
			dress(activity, now);
		} catch (Throwable t) { // it would end the process
			Log.w("kAuth", "the system's bars: " + t.getClass().getName());
		}
	}

	private static void dress(MainActivity activity, boolean dark) {
		if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
			WindowInsetsController bars = activity.getWindow().getInsetsController();
			int both = WindowInsetsController.APPEARANCE_LIGHT_STATUS_BARS | WindowInsetsController.APPEARANCE_LIGHT_NAVIGATION_BARS;
			if (bars != null) {
				bars.setSystemBarsAppearance(dark ? 0 : both, both);
			}
			return;
		}
		View decor = activity.getWindow().getDecorView();
		int both = View.SYSTEM_UI_FLAG_LIGHT_STATUS_BAR;
		if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) {
			both |= View.SYSTEM_UI_FLAG_LIGHT_NAVIGATION_BAR;
		}
		int flags = decor.getSystemUiVisibility();
		decor.setSystemUiVisibility(dark ? flags & ~both : flags | both);
	}
}
