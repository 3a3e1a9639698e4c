package android.app;

import android.content.Intent;

public final class KeyguardManager {
	public boolean isKeyguardSecure() {
		fake.Breaks.at("KeyguardManager.isKeyguardSecure");
		return fake.World.secure;
	}

	public Intent createConfirmDeviceCredentialIntent(CharSequence title, CharSequence words) {
		fake.Breaks.at("KeyguardManager.createConfirmDeviceCredentialIntent");
		return fake.World.secure ? new Intent("fake.CONFIRM") : null;
	}
}
