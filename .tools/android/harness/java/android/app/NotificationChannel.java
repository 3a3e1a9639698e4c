package android.app;

public final class NotificationChannel {
	private int importance, visibility = 1;
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

	/** What all of a kind do. */
	public String manners() {
		return (importance >= NotificationManager.IMPORTANCE_HIGH ? "before all" : "aside") + ", " + (visibility == 0 ? "private" : "public");
	}

	public void setLockscreenVisibility(int v) {
		visibility = v;
	}
}
