package android.app;

public final class NotificationManager {
	public static final int IMPORTANCE_HIGH = 4, IMPORTANCE_NONE = 0;
	private static NotificationChannel channel;

	public void createNotificationChannel(NotificationChannel c) {
		channel = c;
	}

	public NotificationChannel getNotificationChannel(String id) {
		return channel;
	}

	public boolean areNotificationsEnabled() {
		return fake.World.granted.contains("android.permission.POST_NOTIFICATIONS");
	}

	public void notify(int number, Notification n) {
		notify("", number, n);
	}

	public void notify(String tag, int number, Notification n) {
		if (areNotificationsEnabled()) {
			fake.World.notices.put(tag, n);
			fake.World.tell("notice shown " + n.title);
		}
	}

	public void cancel(int number) {
		cancel("", number);
	}

	public void cancel(String tag, int number) {
		if (fake.World.notices.remove(tag) != null) {
			fake.World.tell("notice gone");
		}
	}
}
