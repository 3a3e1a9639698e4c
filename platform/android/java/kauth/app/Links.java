package kauth.app;

import android.content.ActivityNotFoundException;
import android.content.Context;
import android.content.Intent;
import android.net.Uri;

/** Addresses that open the app. */
final class Links {
	private static final int LONGEST = 8 << 10; // Go refuses what is longer; nobody needs to carry it there
	private static final String PAGE = "/kauth/link?"; // of a server that vouches for a build

	private static String waiting; // one that came before Go listened

	private Links() {
	}

	/** An intent that started the app, or came while it runs. Anybody may send one. */
	static void opened(Intent intent) {
		if (intent == null || !Intent.ACTION_VIEW.equals(intent.getAction())) {
			return;
		}
		Uri data = intent.getData();
		String link = data == null ? "" : own(data.toString());
		if (link.length() == 0 || link.length() > LONGEST || !ours(link)) {
			return;
		}
		synchronized (Links.class) {
			waiting = link;
		}
		Bridge.tell("links.opened", "", null);
	}

	/** A verified https link says what a kauth link says. Its host is not asked: anybody may send one. */
	private static String own(String link) {
		int at = link.indexOf('/', "https://".length());
		if (link.startsWith("https://") && at > 0 && link.startsWith(PAGE, at)) {
			return "kauth://link?" + link.substring(at + PAGE.length());
		}
		return link;
	}

	/** Scheme and colon, as the manifest lists them: an explicit intent may have any. */
	private static boolean ours(String link) {
		String start = link.length() > 18 ? link.substring(0, 18).toLowerCase(java.util.Locale.ROOT) : link;
		return start.startsWith("kauth:") || start.startsWith("otpauth:") || start.startsWith("otpauth-migration:")
				|| start.startsWith("app.kauth:");
	}

	/** Any browser may show an address of the web; where there is none, the person copies it. */
	private static byte[] show(Context app, String address) throws Trouble {
		Intent intent = new Intent(Intent.ACTION_VIEW, Uri.parse(address));
		intent.addCategory(Intent.CATEGORY_BROWSABLE);
		intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK);
		try {
			app.startActivity(intent);
		} catch (ActivityNotFoundException e) {
			throw new Trouble("none", "no browser");
		}
		return null;
	}

	static byte[] call(Context app, String verb, String text) throws Trouble {
		if (verb.equals("open")) {
			return show(app, text);
		}
		if (!verb.equals("take")) {
			throw new Trouble("fault", "links." + verb);
		}
		synchronized (Links.class) {
			String link = waiting == null ? "" : waiting;
			waiting = null;
			return Text.bytes(link);
		}
	}
}
