package android.app;

import android.content.Intent;

public final class KeyguardManager {
	public boolean isKeyguardSecure() {
		return fake.World.secure;
	}

	public Intent createConfirmDeviceCredentialIntent(CharSequence title, CharSequence words) {
		return fake.World.secure ? new Intent("fake.CONFIRM") : null;
	}
}
