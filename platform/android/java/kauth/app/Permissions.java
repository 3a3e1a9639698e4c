package kauth.app;

import android.content.Context;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.net.Uri;
import android.os.Build;
import android.util.Log;

/** What the person may allow, and how to ask. */
final class Permissions {
	private static final Object answer = new Object();
	private static final long PATIENCE = 120000; // ms that a person may think
	private static boolean asking;

	private Permissions() {
	}

	static boolean has(Context app, String permission) {
		return Build.VERSION.SDK_INT < 23 || app.checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED;
	}

	/**
	 * Asks, and waits. Throws refused where the person may be asked again, and barred where
	 * the system no longer asks: after the second no, or by a rule of the organization.
	 */
	static void want(Context app, final String permission) throws Trouble {
		if (has(app, permission)) {
			return;
		}
		final MainActivity activity = MainActivity.front();
		if (activity == null) {
			throw new Trouble("refused", "nobody to ask");
		}
		boolean asked = Asked.before(app, permission);
		boolean before = activity.shouldShowRequestPermissionRationale(permission);
		synchronized (answer) {
			asking = true;
			activity.runOnUiThread(new Runnable() {
				@Override
				public void run() {
					try {
						activity.requestPermissions(new String[] {permission}, MainActivity.ASK_PERMISSION);
					} catch (Throwable t) { // on this thread it would end the process, and nobody was asked
						Log.w("kAuth", "no question: " + t.getClass().getName());
						answered();
					}
				}
			});
			await();
		}
		if (has(app, permission)) {
			return;
		}
		// The system says no by itself, and without a reason to give, once it is barred; a
		// person who closes the first question has not barred it, and is asked again.
		boolean after = activity.shouldShowRequestPermissionRationale(permission);
		throw new Trouble(!after && (before || asked) ? "barred" : "refused", permission);
	}

	/**
	 * Whether the system would no longer ask for what it has not. Without an activity nobody
	 * can tell, and nobody could be asked.
	 */
	static boolean barred(Context app, String permission) {
		MainActivity activity = MainActivity.front();
		return activity == null || Asked.was(app, permission) && !activity.shouldShowRequestPermissionRationale(permission);
	}

	private static void await() {
		long end = System.currentTimeMillis() + PATIENCE;
		while (asking) {
			long left = end - System.currentTimeMillis();
			if (left <= 0) {
				return;
			}
			try {
				answer.wait(left);
			} catch (InterruptedException e) {
				return;
			}
		}
	}

	static void answered() {
		synchronized (answer) {
			asking = false;
			answer.notifyAll();
		}
	}

	/** The system's page of this app, where what is barred can be allowed. */
	static void settings(Context app) {
		Intent intent = new Intent("android.settings.APPLICATION_DETAILS_SETTINGS", Uri.parse("package:" + app.getPackageName()));
		intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK);
		app.startActivity(intent);
	}
}
