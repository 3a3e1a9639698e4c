package kauth.app;

import android.app.Notification;
import android.app.NotificationChannel;
import android.app.NotificationManager;
import android.app.PendingIntent;
import android.content.ActivityNotFoundException;
import android.content.Context;
import android.content.Intent;
import android.net.Uri;
import android.os.Build;
import android.util.Log;

/**
 * Notices of requests. What Go says of one is a text of parts: its id, a word that
 * answers carry, title, body, "urgent" or nothing, ms that it is worth showing, and then
 * an answer and a label for each button.
 */
final class Notices {
	static final String ANSWERED = "kauth.app.ANSWERED";
	static final String ID = "id";
	static final String WORD = "word";
	static final String ANSWER = "answer";
	static final String AWAY = "away"; // no answer: the person has put the notice away

	private static final String CHANNEL = "requests";
	private static final String KNOCK = "knock";
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
		if (verb.equals("leave")) {
			return Text.bytes(leave(app, all));
		}
		if (verb.equals("ask")) {
			if (Build.VERSION.SDK_INT >= 33) {
				Permissions.want(app, PERMISSION);
			}
			return null;
		}
		if (verb.equals("settings")) {
			settings(app, all);
			return null;
		}
		throw new Trouble("fault", "notices." + verb);
	}

	/** "" where they are shown, "ask" where the person can be asked, and "barred". */
	private static String leave(Context app, NotificationManager all) {
		if (Build.VERSION.SDK_INT >= 33 && !Permissions.has(app, PERMISSION)) {
			return Permissions.barred(app, PERMISSION) ? "barred" : "ask";
		}
		return all.areNotificationsEnabled() && !channelOff(all) ? "" : "barred";
	}

	/** The person can turn off one kind of notices and leave the others. */
	private static boolean channelOff(NotificationManager all) {
		if (Build.VERSION.SDK_INT < 26) {
			return false;
		}
		NotificationChannel channel = all.getNotificationChannel(CHANNEL);
		return channel != null && channel.getImportance() == NotificationManager.IMPORTANCE_NONE;
	}

	/** The system's page about them, or about the one kind that is off. */
	private static void settings(Context app, NotificationManager all) {
		if (Build.VERSION.SDK_INT < 26) {
			Permissions.settings(app);
			return;
		}
		boolean one = all.areNotificationsEnabled() && channelOff(all);
		Intent intent = new Intent(one ? "android.settings.CHANNEL_NOTIFICATION_SETTINGS" : "android.settings.APP_NOTIFICATION_SETTINGS");
		intent.putExtra("android.provider.extra.APP_PACKAGE", app.getPackageName());
		if (one) {
			intent.putExtra("android.provider.extra.CHANNEL_ID", CHANNEL);
		}
		intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK);
		try {
			app.startActivity(intent);
		} catch (ActivityNotFoundException e) { // some makers leave such pages out
			Permissions.settings(app);
		}
	}

	/** All are of one kind, so that there is one switch for them in the system's settings. */
	@SuppressWarnings("deprecation") // what there is before Android 8
	private static Notification.Builder begin(Context app, NotificationManager all) {
		Notification.Builder b;
		if (Build.VERSION.SDK_INT >= 26) {
			NotificationChannel channel = new NotificationChannel(CHANNEL, words(app, "channel"), NotificationManager.IMPORTANCE_HIGH);
			channel.setLockscreenVisibility(Notification.VISIBILITY_PRIVATE);
			all.createNotificationChannel(channel); // leaves alone what the person has chosen for it
			b = new Notification.Builder(app, CHANNEL);
		} else {
			b = new Notification.Builder(app);
			b.setPriority(Notification.PRIORITY_HIGH);
		}
		return b.setSmallIcon(app.getResources().getIdentifier("notice", "drawable", app.getPackageName())).setAutoCancel(true);
	}

	/**
	 * Without a word about anything: where the app's code does not run in this process, all
	 * that is known is that it should be opened.
	 */
	static void knock(Context app) {
		try {
			knocks(app);
		} catch (Throwable t) { // a receiver that throws ends the process
			Log.w("kAuth", "no notice: " + t.getClass().getName());
		}
	}

	private static void knocks(Context app) {
		NotificationManager all = (NotificationManager) app.getSystemService(Context.NOTIFICATION_SERVICE);
		Intent open = new Intent(app, MainActivity.class);
		open.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK);
		Notification.Builder b = begin(app, all);
		b.setContentTitle(words(app, "knock_title"));
		b.setContentText(words(app, "knock_text"));
		b.setContentIntent(PendingIntent.getActivity(app, 0, open, fixed()));
		all.notify(KNOCK, ONE, b.build());
	}

	/** What is shown without the app's code is said better by it, once it runs. */
	static void answerKnock(Context app) {
		try {
			((NotificationManager) app.getSystemService(Context.NOTIFICATION_SERVICE)).cancel(KNOCK, ONE);
		} catch (Throwable t) { // it stays, and the app opens
			Log.w("kAuth", "a notice that stays: " + t.getClass().getName());
		}
	}

	/** From res/values, in the system's language. */
	private static String words(Context app, String name) {
		return app.getResources().getString(app.getResources().getIdentifier(name, "string", app.getPackageName()));
	}

	private static Notification build(Context app, NotificationManager all, String[] parts) {
		Notification.Builder b = begin(app, all);
		long worth = Long.parseLong(parts[5]);
		if (worth > 0 && Build.VERSION.SDK_INT >= 26) {
			b.setTimeoutAfter(worth);
		}
		b.setContentTitle(parts[2]);
		b.setContentText(parts[3]);
		b.setStyle(new Notification.BigTextStyle().bigText(parts[3]));
		b.setCategory(parts[4].equals("urgent") ? Notification.CATEGORY_ALARM : Notification.CATEGORY_MESSAGE);
		b.setVisibility(Notification.VISIBILITY_PRIVATE);
		b.setOnlyAlertOnce(true);
		b.setContentIntent(opens(app, parts[0], parts[1], "open"));
		b.setDeleteIntent(says(app, parts[0], parts[1], AWAY));
		for (int i = 6; i + 1 < parts.length; i += 2) {
			PendingIntent intent = parts[i].equals("no") ? says(app, parts[0], parts[1], "no") : opens(app, parts[0], parts[1], parts[i]);
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
	private static PendingIntent says(Context app, String id, String word, String answer) {
		return PendingIntent.getBroadcast(app, 0, about(new Intent(app, AnswerReceiver.class), id, word, answer), fixed());
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
