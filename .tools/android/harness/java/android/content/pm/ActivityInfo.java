package android.content.pm;

import android.os.Bundle;

public final class ActivityInfo {
	public String packageName = "kauth.app";
	public Bundle metaData = new Bundle();
}
