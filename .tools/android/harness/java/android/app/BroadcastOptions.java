package android.app;

import android.os.Bundle;

public final class BroadcastOptions {
	public static BroadcastOptions makeBasic() {
		return new BroadcastOptions();
	}

	public BroadcastOptions setShareIdentityEnabled(boolean yes) {
		return this;
	}

	public Bundle toBundle() {
		return new Bundle();
	}
}
