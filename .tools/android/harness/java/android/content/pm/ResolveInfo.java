package android.content.pm;

public final class ResolveInfo {
	public ActivityInfo activityInfo = new ActivityInfo();
}
