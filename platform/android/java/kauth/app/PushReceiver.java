package kauth.app;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.util.Log;
import java.io.File;
import java.io.IOException;

/**
 * Hears distributors. Every app can send the same: what an unknown token brings is
 * dropped by Go, and where Go does not run nothing follows but a notice without a word
 * about anything, at most one a minute.
 */
public final class PushReceiver extends BroadcastReceiver {
	private static final int LARGEST = 4096; // bytes, of the specification
	private static final int LONGEST = 1000; // characters of an address
	private static final long REST = 60000; // ms between two notices without words

	@Override
	public void onReceive(Context context, Intent intent) {
		Bridge.begin(context);
		try {
			hear(context, intent);
		} catch (RuntimeException e) { // BadParcelableException, of any extra that is asked for
			Log.w("kAuth", "a message that cannot be read: " + e.getClass().getName());
		}
	}

	private static void hear(Context context, Intent intent) {
		String action = intent.getAction();
		String token = intent.getStringExtra("token");
		if (action == null || !action.startsWith(Push.CONNECTOR) || token == null || token.length() > 100) {
			return;
		}
		String what = action.substring(Push.CONNECTOR.length());
		String id = intent.getStringExtra("id");
		String extra = "";
		byte[] message = null;
		if (what.equals("MESSAGE")) {
			message = intent.getByteArrayExtra("bytesMessage");
			if (message == null || message.length == 0 || message.length > LARGEST) {
				return;
			}
		} else if (what.equals("NEW_ENDPOINT")) {
			extra = intent.getStringExtra("endpoint");
		} else if (what.equals("REGISTRATION_FAILED")) {
			extra = intent.getStringExtra("reason");
		}
		if (extra == null || extra.length() > LONGEST || id != null && id.length() > 100) {
			return;
		}
		String text = what + "\u001f" + token + "\u001f" + (id == null ? "" : id) + "\u001f" + extra;
		if (!Bridge.tell("push.news", text, message) && message != null) {
			knock(context);
		}
	}

	/** The app was closed: it looks when it is opened. */
	private static void knock(Context context) {
		File last = new File(context.getNoBackupFilesDir(), "knocked");
		long now = System.currentTimeMillis();
		if (last.lastModified() <= now && now - last.lastModified() < REST) {
			return;
		}
		try {
			last.createNewFile();
		} catch (IOException e) {
			// then it knocks once too often
		}
		last.setLastModified(now);
		Notices.knock(context);
	}
}
