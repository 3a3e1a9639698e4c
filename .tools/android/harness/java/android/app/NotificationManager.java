package android.app;

import android.os.Build;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

public final class NotificationManager {
	public static final int IMPORTANCE_HIGH = 4, IMPORTANCE_NONE = 0;
	private static final Map<String, NotificationChannel> channels = new ConcurrentHashMap<String, NotificationChannel>();

	/** One that is there stays as the person wants it. */
	public void createNotificationChannel(NotificationChannel c) {
		fake.Breaks.at("NotificationManager.createNotificationChannel");
		if (!channels.containsKey(c.id)) {
			channels.put(c.id, c);
		}
	}

	public NotificationChannel getNotificationChannel(String id) {
		return channels.get(id);
	}

	/** By the person. */
	public static void channel(String id, int importance) {
		if (channels.containsKey(id)) {
			channels.get(id).importance(importance);
		} else {
			channels.put(id, new NotificationChannel(id, "", importance));
		}
	}

	public boolean areNotificationsEnabled() {
		fake.Breaks.at("NotificationManager.areNotificationsEnabled");
		if (fake.Beside.silenced) {
			return false;
		}
		return Build.VERSION.SDK_INT < 33 || fake.World.granted.contains("android.permission.POST_NOTIFICATIONS");
	}

	public void notify(int number, Notification n) {
		notify("", number, n);
	}

	public void notify(String tag, int number, Notification n) {
		fake.Breaks.at("NotificationManager.notify");
		if (Build.VERSION.SDK_INT >= 26 && !channels.containsKey(n.channel)) {
			throw new IllegalArgumentException("no such channel: " + n.channel);
		}
		if (areNotificationsEnabled() && fake.Beside.shows(channels.get(n.channel))) {
			fake.World.notices.put(tag, n);
			fake.World.tell("notice shown " + n.title);
		}
	}

	public void cancel(int number) {
		cancel("", number);
	}

	public void cancel(String tag, int number) {
		fake.Breaks.at("NotificationManager.cancel");
		if (fake.World.notices.remove(tag) != null) {
			fake.World.tell("notice gone");
		}
	}
}
