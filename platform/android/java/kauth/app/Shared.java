package kauth.app;

import android.app.BroadcastOptions;
import android.os.Bundle;

/** Of Android 14 alone, in a class of its own: older systems never look for what it uses. */
final class Shared {
	private Shared() {
	}

	/** Tells who gets a broadcast from whom it is. */
	static Bundle identity() {
		return BroadcastOptions.makeBasic().setShareIdentityEnabled(true).toBundle();
	}
}
