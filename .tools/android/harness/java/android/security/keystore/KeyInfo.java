package android.security.keystore;

import java.security.spec.KeySpec;

public final class KeyInfo implements KeySpec {
	private final int level;

	public KeyInfo(int level) {
		this.level = level;
	}

	public boolean isInsideSecureHardware() {
		return level != KeyProperties.SECURITY_LEVEL_SOFTWARE;
	}

	public int getSecurityLevel() {
		return level;
	}
}
