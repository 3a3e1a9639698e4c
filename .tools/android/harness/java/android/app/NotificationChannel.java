package android.app;

public final class NotificationChannel {
	private int importance;
	final String id;

	public NotificationChannel(String id, CharSequence name, int importance) {
		this.id = id;
		this.importance = importance;
	}

	/** By the person. */
	void importance(int to) {
		importance = to;
	}

	public int getImportance() {
		return importance;
	}

	public void setLockscreenVisibility(int v) {
	}
}
