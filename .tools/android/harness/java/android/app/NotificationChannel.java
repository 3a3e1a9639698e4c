package android.app;

public final class NotificationChannel {
	private final int importance;

	public NotificationChannel(String id, CharSequence name, int importance) {
		this.importance = importance;
	}

	public int getImportance() {
		return importance;
	}

	public void setLockscreenVisibility(int v) {
	}
}
