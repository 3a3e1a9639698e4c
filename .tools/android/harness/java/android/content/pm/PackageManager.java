package android.content.pm;

import android.content.ComponentName;
import android.content.Intent;
import java.util.ArrayList;
import java.util.List;

public final class PackageManager {
	public static final int GET_META_DATA = 128, PERMISSION_GRANTED = 0;

	public static final class NameNotFoundException extends Exception {
	}

	public ActivityInfo getActivityInfo(ComponentName c, int flags) {
		ActivityInfo info = new ActivityInfo();
		info.metaData.putString("android.app.lib_name", "kauth");
		return info;
	}

	public boolean hasSystemFeature(String name) {
		return name.equals("android.hardware.fingerprint") && !fake.World.fingers.equals("no");
	}

	public List<ResolveInfo> queryBroadcastReceivers(Intent i, int flags) {
		fake.Breaks.at("PackageManager.queryBroadcastReceivers");
		List<ResolveInfo> all = new ArrayList<ResolveInfo>();
		if (fake.World.distributor) {
			ResolveInfo r = new ResolveInfo();
			r.activityInfo.packageName = "fake.distributor";
			all.add(r);
		}
		return all;
	}

	public Object getReceiverInfo(ComponentName c, int flags) throws NameNotFoundException {
		throw new NameNotFoundException(); // the manifest names Fyne's receiver nowhere
	}
}
