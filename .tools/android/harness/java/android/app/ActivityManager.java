package android.app;

public final class ActivityManager {
	public boolean isBackgroundRestricted() {
		fake.Breaks.at("ActivityManager.isBackgroundRestricted");
		return fake.Beside.held.equals("battery");
	}
}
