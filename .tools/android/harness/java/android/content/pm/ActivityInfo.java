package android.content.pm;

import android.os.Bundle;

public final class ActivityInfo {
	public Bundle metaData = new Bundle();
}
