package android.content.pm;

import android.content.ComponentName;

public final class PackageManager {
	public static final int GET_META_DATA = 128, PERMISSION_GRANTED = 0;

	public static final class NameNotFoundException extends Exception {
	}

	public ActivityInfo getActivityInfo(ComponentName c, int flags) {
		ActivityInfo info = new ActivityInfo();
		info.metaData.putString("android.app.lib_name", "kauth");
		return info;
	}

	public Object getReceiverInfo(ComponentName c, int flags) throws NameNotFoundException {
		throw new NameNotFoundException(); // the manifest names Fyne's receiver nowhere
	}
}
