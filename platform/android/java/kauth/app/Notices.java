package kauth.app;

import android.app.Notification;
import android.app.NotificationChannel;
import android.app.NotificationManager;
import android.app.PendingIntent;
import android.content.Context;
import android.content.Intent;
import android.net.Uri;
import android.os.Build;

/**
 * Notices of requests. What Go says of one is a text of parts: its id, a word that
 * answers carry, title, body, "urgent" or nothing, ms that it is worth showing, the
 * channel's name, and then an answer and a label for each button.
 */
final class Notices {
	static final String ANSWERED = "kauth.app.ANSWERED";
	static final String ID = "id";
	static final String WORD = "word";
	static final String ANSWER = "answer";

	private static final String CHANNEL = "requests";
	private static final String PERMISSION = "android.permission.POST_NOTIFICATIONS";
	private static final int ONE = 1; // the number beside the tag, which tells notices apart

	private Notices() {
	}

	static byte[] call(Context app, String verb, String text, byte[] data) throws Trouble {
		NotificationManager all = (NotificationManager) app.getSystemService(Context.NOTIFICATION_SERVICE);
		if (verb.equals("show")) {
			all.notify(part(text, 0), ONE, build(app, all, text.split("\u001f", -1)));
			return null;
		}
		if (verb.equals("withdraw")) {
			all.cancel(text, ONE);
			return null;
		}
		if (verb.equals("allowed")) {
			return Text.bytes(allowed(app, all) ? "yes" : "no");
		}
		if (verb.equals("ask")) {
			if (Build.VERSION.SDK_INT >= 33) {
				Permissions.want(app, PERMISSION);
			}
			return null;
		}
		if (verb.equals("settings")) {
			Permissions.settings(app);
			return null;
		}
		throw new Trouble("fault", "notices." + verb);
	}

	private static boolean allowed(Context app, NotificationManager all) {
		if (Build.VERSION.SDK_INT < 24 || !all.areNotificationsEnabled()) {
			return Build.VERSION.SDK_INT < 24;
		}
		if (Build.VERSION.SDK_INT >= 26) {
			NotificationChannel channel = all.getNotificationChannel(CHANNEL);
			return channel == null || channel.getImportance() != NotificationManager.IMPORTANCE_NONE;
		}
		return true;
	}

	@SuppressWarnings("deprecation") // what there is before Android 8
	private static Notification build(Context app, NotificationManager all, String[] parts) {
		Notification.Builder b;
		if (Build.VERSION.SDK_INT >= 26) {
			NotificationChannel channel = new NotificationChannel(CHANNEL, parts[6], NotificationManager.IMPORTANCE_HIGH);
			channel.setLockscreenVisibility(Notification.VISIBILITY_PRIVATE);
			all.createNotificationChannel(channel);
			b = new Notification.Builder(app, CHANNEL);
			long worth = Long.parseLong(parts[5]);
			if (worth > 0) {
				b.setTimeoutAfter(worth);
			}
		} else {
			b = new Notification.Builder(app);
			b.setPriority(Notification.PRIORITY_HIGH);
		}
		b.setSmallIcon(app.getResources().getIdentifier("notice", "drawable", app.getPackageName()));
		b.setContentTitle(parts[2]);
		b.setContentText(parts[3]);
		b.setStyle(new Notification.BigTextStyle().bigText(parts[3]));
		b.setCategory(parts[4].equals("urgent") ? Notification.CATEGORY_ALARM : Notification.CATEGORY_MESSAGE);
		b.setVisibility(Notification.VISIBILITY_PRIVATE);
		b.setAutoCancel(true);
		b.setOnlyAlertOnce(true);
		b.setContentIntent(opens(app, parts[0], parts[1], "open"));
		for (int i = 7; i + 1 < parts.length; i += 2) {
			PendingIntent intent = parts[i].equals("no") ? says(app, parts[0], parts[1]) : opens(app, parts[0], parts[1], parts[i]);
			b.addAction(new Notification.Action.Builder(0, parts[i + 1], intent).build());
		}
		return b.build();
	}

	/** YES leads to the app: only who unlocks it may say so. */
	private static PendingIntent opens(Context app, String id, String word, String answer) {
		Intent intent = about(new Intent(app, MainActivity.class), id, word, answer);
		intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK | Intent.FLAG_ACTIVITY_SINGLE_TOP);
		return PendingIntent.getActivity(app, 0, intent, fixed());
	}

	/** NO lets nobody in: it is said without opening anything. */
	private static PendingIntent says(Context app, String id, String word) {
		return PendingIntent.getBroadcast(app, 0, about(new Intent(app, AnswerReceiver.class), id, word, "no"), fixed());
	}

	private static Intent about(Intent intent, String id, String word, String answer) {
		intent.setAction(ANSWERED);
		// Pending intents that differ in their extras alone are one and the same.
		intent.setData(Uri.parse("kauth-notice:" + answer + "/" + word));
		intent.putExtra(ID, id);
		intent.putExtra(WORD, word);
		intent.putExtra(ANSWER, answer);
		return intent;
	}

	private static int fixed() {
		return PendingIntent.FLAG_UPDATE_CURRENT | (Build.VERSION.SDK_INT >= 23 ? PendingIntent.FLAG_IMMUTABLE : 0);
	}

	/**
	 * An answer, from a button of ours. Another app may send MainActivity the same: it does
	 * not know the word, which Go checks.
	 */
	static boolean answered(Intent intent) {
		String id = intent.getStringExtra(ID);
		String word = intent.getStringExtra(WORD);
		String answer = intent.getStringExtra(ANSWER);
		if (id == null || word == null || answer == null) {
			return false;
		}
		return Bridge.tell("notices.answered", id + "\u001f" + word + "\u001f" + answer, null);
	}

	private static String part(String text, int i) {
		return text.split("\u001f", -1)[i];
	}
}
