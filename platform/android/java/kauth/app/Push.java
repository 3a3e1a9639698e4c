package kauth.app;

import android.app.PendingIntent;
import android.content.Context;
import android.content.Intent;
import android.content.pm.ResolveInfo;
import android.os.Build;

/**
 * UnifiedPush's connector (specification AND_3.0.0): asks a distributor, which another app
 * is, for an address to be woken at. What comes back hears PushReceiver.
 */
final class Push {
	static final String CONNECTOR = "org.unifiedpush.android.connector.";
	private static final String DISTRIBUTOR = "org.unifiedpush.android.distributor.";

	private Push() {
	}

	/** Text is parts: the distributor, the token, and for a registration key and words. */
	static byte[] call(Context app, String verb, String text) throws Trouble {
		String[] part = text.split("\u001f", -1);
		if (verb.equals("services")) {
			return Text.bytes(services(app));
		}
		if (verb.equals("register")) {
			Intent i = to(app, part[0], "REGISTER", part[1]);
			if (part[2].length() > 0) {
				i.putExtra("vapid", part[2]);
			}
			i.putExtra("message", part[3]);
			send(app, i);
			return null;
		}
		if (verb.equals("unregister")) {
			send(app, to(app, part[0], "UNREGISTER", part[1]));
			return null;
		}
		if (verb.equals("acknowledge")) {
			send(app, to(app, part[0], "MESSAGE_ACK", part[1]).putExtra("id", part[2]));
			return null;
		}
		throw new Trouble("fault", "push." + verb);
	}

	/** The apps that are distributors, a line each; the manifest's queries let us see them. */
	private static String services(Context app) {
		StringBuilder out = new StringBuilder();
		for (ResolveInfo r : app.getPackageManager().queryBroadcastReceivers(new Intent(DISTRIBUTOR + "REGISTER"), 0)) {
			String name = r.activityInfo.packageName;
			if (!name.equals(app.getPackageName()) && out.indexOf(name + "\n") < 0) {
				out.append(name).append('\n');
			}
		}
		return out.toString();
	}

	private static Intent to(Context app, String service, String action, String token) {
		Intent i = new Intent(DISTRIBUTOR + action);
		i.setPackage(service);
		i.putExtra("token", token);
		if (Build.VERSION.SDK_INT < 34) { // by which the distributor learns who asks
			Intent nobody = new Intent();
			nobody.setPackage("org.unifiedpush.dummy_app");
			int flags = Build.VERSION.SDK_INT >= 23 ? PendingIntent.FLAG_IMMUTABLE : 0;
			i.putExtra("pi", PendingIntent.getBroadcast(app, 0, nobody, flags));
		}
		return i;
	}

	private static void send(Context app, Intent i) {
		if (Build.VERSION.SDK_INT >= 34) {
			app.sendBroadcast(i, null, Shared.identity());
			return;
		}
		app.sendBroadcast(i);
	}
}
