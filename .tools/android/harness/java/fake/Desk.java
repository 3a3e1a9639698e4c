package fake;

import android.content.Intent;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A distributor of UnifiedPush that answers by itself, as an installed one does. What it is
 * told comes in base64 behind a dot: some of it is what no distributor may send.
 */
public final class Desk {
	private static final Map<String, String> registered = new LinkedHashMap<String, String>(); // key and words, by token
	private static volatile boolean open;
	private static String reason = ""; // why it refuses; "": it does not

	private Desk() {
	}

	static String act(String rest) throws Exception {
		String[] word = rest.split(" ");
		switch (word[0]) {
			case "open":
				World.distributor = open = true;
				registered.clear();
				reason = "";
				return "";
			case "close":
				World.distributor = open = false;
				return "";
			case "registered":
				return all();
			case "refuse":
				reason = word.length > 1 ? word[1] : "";
				return "";
			case "send":
				hand("MESSAGE", text(word[1]), "bytesMessage", bytes(word[2]));
				return "";
			case "move":
				hand("NEW_ENDPOINT", text(word[1]), "endpoint", text(word[2]));
				return "";
			case "drop":
				registered.remove(text(word[1]));
				hand("UNREGISTERED", text(word[1]), "", "");
				return "";
			default:
				throw new IllegalArgumentException(rest);
		}
	}

	private static byte[] bytes(String word) {
		return Base64.getDecoder().decode(word.substring(1));
	}

	private static String text(String word) {
		return new String(bytes(word), java.nio.charset.StandardCharsets.UTF_8);
	}

	private static String all() {
		List<String> out = new ArrayList<String>();
		for (Map.Entry<String, String> e : registered.entrySet()) {
			out.add(e.getKey() + "\t" + e.getValue());
		}
		return String.join("\t", out);
	}

	/** The app asks; what it hears comes later, on the thread of the window. */
	static void asked(final Intent i) {
		if (!open) {
			return;
		}
		final String token = i.getStringExtra("token");
		World.ui.post(new Runnable() {
			@Override
			public void run() {
				if (i.getAction().endsWith(".UNREGISTER")) {
					registered.remove(token);
				} else if (i.getAction().endsWith(".REGISTER") && reason.length() > 0) {
					hand("REGISTRATION_FAILED", token, "reason", reason);
				} else if (i.getAction().endsWith(".REGISTER")) {
					String key = i.getStringExtra("vapid");
					registered.put(token, (key == null ? "" : key) + "\t" + i.getStringExtra("message"));
					hand("NEW_ENDPOINT", token, "endpoint", "https://push.example.org/" + token);
				}
			}
		});
	}

	private static void hand(String what, String token, String extra, Object value) {
		Intent i;
		try {
			i = new Intent(World.app, Class.forName("kauth.app.PushReceiver", true, World.loader));
		} catch (ClassNotFoundException e) {
			throw new IllegalStateException(e);
		}
		i.setAction("org.unifiedpush.android.connector." + what).putExtra("token", token).putExtra("id", "1");
		World.receive(value instanceof byte[] ? i.putExtra(extra, (byte[]) value) : i.putExtra(extra, (String) value));
	}
}
