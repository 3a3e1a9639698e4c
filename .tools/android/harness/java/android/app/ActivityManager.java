package android.app;

public final class ActivityManager {
	public boolean isBackgroundRestricted() {
		return fake.Beside.held.equals("battery");
	}
}
