package kauth.app;

import android.app.ActivityManager;
import android.app.usage.UsageStatsManager;
import android.content.ActivityNotFoundException;
import android.content.Context;
import android.content.Intent;
import android.net.ConnectivityManager;
import android.net.Uri;
import android.os.Build;

/**
 * What the system lets the app do while nobody looks. "Optimized", as apps are at first, is
 * no hindrance: a distributor that wakes the app gives it some seconds. What counts is what
 * a person, or the system after months, has taken away.
 */
final class Background {
	private static final int BUCKET_RESTRICTED = 45; // UsageStatsManager's, of Android 11

	private Background() {
	}

	static byte[] call(Context app, String verb) throws Trouble {
		if (verb.equals("restricted")) {
			return Text.bytes(held(app) || dataSaved(app) ? "yes" : "no");
		}
		if (verb.equals("open")) {
			open(app);
			return null;
		}
		throw new Trouble("fault", "background." + verb);
	}

	/** The battery's setting "restricted", or the last of the buckets for apps that nobody uses. */
	private static boolean held(Context app) {
		if (Build.VERSION.SDK_INT < 28) {
			return false; // there was no such setting
		}
		if (((ActivityManager) app.getSystemService(Context.ACTIVITY_SERVICE)).isBackgroundRestricted()) {
			return true;
		}
		UsageStatsManager use = (UsageStatsManager) app.getSystemService(Context.USAGE_STATS_SERVICE);
		return use.getAppStandbyBucket() >= BUCKET_RESTRICTED;
	}

	/** Data Saver, without an exception for us: woken, the app would reach no server. */
	private static boolean dataSaved(Context app) {
		ConnectivityManager network = (ConnectivityManager) app.getSystemService(Context.CONNECTIVITY_SERVICE);
		return network.isActiveNetworkMetered()
				&& network.getRestrictBackgroundStatus() == ConnectivityManager.RESTRICT_BACKGROUND_STATUS_ENABLED;
	}

	/** The page of what holds it back. The battery's own has no address: the app's leads there. */
	private static void open(Context app) {
		if (!held(app) && dataSaved(app)) {
			Intent intent = new Intent("android.settings.IGNORE_BACKGROUND_DATA_RESTRICTIONS_SETTINGS", Uri.parse("package:" + app.getPackageName()));
			intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK);
			try {
				app.startActivity(intent);
				return;
			} catch (ActivityNotFoundException e) {
				// some makers leave such pages out
			}
		}
		Permissions.settings(app);
	}
}
