package fake;

import android.app.NotificationChannel;
import android.app.NotificationManager;
import android.content.Intent;

/** What a person sees and sets beside the app's window. */
public final class Beside {
	/** What holds the app back in the background: "battery", "bucket", "data" or "no". */
	public static volatile String held = "no";
	/** The action of a page that this system does not have. */
	public static volatile String missing = "";
	/** All of the app's notices, switched off in the system's settings. */
	public static volatile boolean silenced;

	static int stray; // the number of what was asked for; 0: nothing

	private Beside() {
	}

	static String act(String what, String rest) {
		switch (what) {
			case "held":
				held = rest;
				return "";
			case "forge-open": // an answer that another app sends to the activity: it has the id and no word
				String[] part = rest.split(" ");
				try {
					Intent i = new Intent(World.app, Class.forName("kauth.app.MainActivity", true, World.loader));
					World.toFront(i.setAction("kauth.app.ANSWERED").putExtra("id", part[0]).putExtra("word", part[1]).putExtra("answer", part[2]));
				} catch (ClassNotFoundException e) {
					throw new IllegalStateException(e);
				}
				return "";
			case "stray": // a page that an earlier process asked for says yes to the activity that is made next
				stray = Integer.parseInt(rest);
				return "";
			case "throw":
				return Breaks.act(rest);
			case "key": // of a keyboard that is plugged in, by Android's number
				Host.input(1, 0, 0, 0, Integer.parseInt(rest));
				Host.input(1, 1, 0, 0, Integer.parseInt(rest));
				return "";
			case "taken": // the camera, by another app
				World.take();
				return "";
			case "poison":
				poison();
				return "";
			case "notice-ids":
				return String.join(" ", World.notices.keySet());
			case "notice-manners": // of the kind of notices that there is, and of each
				StringBuilder all = new StringBuilder(new NotificationManager().getNotificationChannel("requests").manners());
				for (android.app.Notification n : World.notices.values().toArray(new android.app.Notification[] {})) {
					all.append("; ").append(n.manners());
				}
				return all.toString();
			case "clear": // whether the app's array still holds what was last sealed or opened
				for (byte b : KeyStoreProvider.GCM.clear) {
					if (b != 0) {
						return "yes";
					}
				}
				return "no";
			case "turned": // the camera's sensor, in degrees
				World.rotation = Integer.parseInt(rest);
				return "";
			case "missing":
				missing = rest;
				return "";
			case "silence":
				silenced = rest.equals("yes");
				return "";
			case "channel":
				NotificationManager.channel("requests", rest.equals("on") ? NotificationManager.IMPORTANCE_HIGH : NotificationManager.IMPORTANCE_NONE);
				return "";
			default:
				throw new IllegalArgumentException(what);
		}
	}

	/** Intents to each door of the app that is open to others, with extras of a class that is another app's alone. */
	private static void poison() {
		try {
			Intent push = new Intent(World.app, Class.forName("kauth.app.PushReceiver", true, World.loader));
			push.setAction("org.unifiedpush.android.connector.MESSAGE").poison();
			World.receive(push);
		} catch (ClassNotFoundException e) {
			throw new IllegalStateException(e);
		}
		for (String action : new String[] {"kauth.app.ANSWERED", Intent.ACTION_VIEW, Intent.ACTION_MAIN}) {
			Intent i = new Intent(action, android.net.Uri.parse("kauth://link?v=1"));
			i.poison();
			World.toFront(i);
		}
	}

	public static boolean shows(NotificationChannel c) {
		return c == null || c.getImportance() != NotificationManager.IMPORTANCE_NONE;
	}
}
