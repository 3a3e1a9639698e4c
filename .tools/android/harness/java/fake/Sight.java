package fake;

import android.view.View;
import android.view.ViewGroup;

/** What a screen reader finds in the window, and taps on it. Used on the window's thread, but for rest. */
public final class Sight {
	private static final long CALM = 15, PATIENCE = 10000, FILMING = 300; // ms
	private static volatile int drawn; // counts what the window showed
	private static int told;

	private Sight() {
	}

	/** Another view came or went. */
	public static void changed() {
		drawn++;
	}

	/** Called after each thing that the window's thread has done. */
	static void tell() {
		if (told != drawn) {
			told = drawn;
			Host.say("~ " + drawn);
		}
	}

	/** The number of what is shown, then place, size, role and words of each, in one line. */
	static String nodes() {
		StringBuilder out = new StringBuilder().append(drawn);
		if (World.activity == null) {
			return out.toString();
		}
		ViewGroup decor = (ViewGroup) World.activity.getWindow().getDecorView();
		for (View box : decor.children) {
			if (!(box instanceof ViewGroup)) {
				continue;
			}
			for (View v : ((ViewGroup) box).children) {
				ViewGroup.LayoutParams p = (ViewGroup.LayoutParams) v.layout();
				String words = v.describe().text.toString().replace('\n', ' ').replace('\t', ' ');
				out.append('\t').append(p.leftMargin).append(' ').append(p.topMargin).append(' ').append(p.width).append(' ')
						.append(p.height).append(' ').append(v.describe().role).append(' ').append(words);
			}
		}
		return out.toString();
	}

	/** Taps, unless something else is shown by now than what has that number. */
	static String tap(String[] at) {
		if (Integer.parseInt(at[0]) != drawn) {
			return "moved";
		}
		Host.tap(Float.parseFloat(at[1]), Float.parseFloat(at[2]));
		return "";
	}

	/** A finger that stays: x, y, ms. */
	static void hold(String[] at) throws InterruptedException {
		for (int action = 0; action < 2; action++) {
			Host.input(2, action, Float.parseFloat(at[0]), Float.parseFloat(at[1]), 0);
			Thread.sleep(action == 0 ? Long.parseLong(at[2]) : 0);
		}
	}

	/**
	 * Waits until the app has done all that it had to do: what is shown then stays, until
	 * something happens. An app that films never rests.
	 */
	static void rest() throws InterruptedException {
		long end = System.currentTimeMillis() + (World.films() ? FILMING : PATIENCE);
		int before = -1;
		for (int calm = 0; calm < 2 && System.currentTimeMillis() < end; Thread.sleep(CALM)) {
			World.ui.wait(new Runnable() {
				@Override
				public void run() {
				}
			});
			calm = Host.resting() && before == drawn ? calm + 1 : 0;
			before = drawn;
		}
		if (System.currentTimeMillis() >= end && !World.films()) {
			Host.say("! restless");
		}
	}
}
