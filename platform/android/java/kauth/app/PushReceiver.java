package kauth.app;

import android.app.Notification;
import android.app.NotificationChannel;
import android.app.NotificationManager;
import android.app.PendingIntent;
import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.os.Build;
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
	private static final String CHANNEL = "wakeups";

	@Override
	public void onReceive(Context context, Intent intent) {
		Bridge.begin(context);
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
	@SuppressWarnings("deprecation") // what there is before Android 8
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
		NotificationManager all = (NotificationManager) context.getSystemService(Context.NOTIFICATION_SERVICE);
		Notification.Builder b;
		if (Build.VERSION.SDK_INT >= 26) {
			NotificationChannel channel = new NotificationChannel(CHANNEL, words(context, "channel"), NotificationManager.IMPORTANCE_HIGH);
			all.createNotificationChannel(channel);
			b = new Notification.Builder(context, CHANNEL);
		} else {
			b = new Notification.Builder(context);
		}
		Intent open = new Intent(context, MainActivity.class);
		open.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK);
		b.setSmallIcon(context.getResources().getIdentifier("notice", "drawable", context.getPackageName()));
		b.setContentTitle(words(context, "knock_title"));
		b.setContentText(words(context, "knock_text"));
		b.setAutoCancel(true);
		b.setContentIntent(PendingIntent.getActivity(context, 0, open, Build.VERSION.SDK_INT >= 23 ? PendingIntent.FLAG_IMMUTABLE : 0));
		all.notify("knock", 1, b.build());
	}

	/** From res/values, in the system's language. */
	private static String words(Context context, String name) {
		int id = context.getResources().getIdentifier(name, "string", context.getPackageName());
		return context.getResources().getString(id);
	}
}
