package android.hardware.biometrics;

public final class BiometricManager {
	public static final int BIOMETRIC_SUCCESS = 0;

	public int canAuthenticate() {
		fake.Breaks.at("BiometricManager.canAuthenticate");
		return fake.World.fingers.equals("yes") ? BIOMETRIC_SUCCESS : fake.World.fingers.equals("none") ? 11 : 12;
	}

	public int canAuthenticate(int which) {
		if (which != 15) {
			throw new SecurityException("a class of authenticators that opens no key");
		}
		return canAuthenticate();
	}
}
