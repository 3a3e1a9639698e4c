package android.hardware.fingerprint;

public final class FingerprintManager {
	public boolean isHardwareDetected() {
		return !fake.World.fingers.equals("no");
	}

	public boolean hasEnrolledFingerprints() {
		return fake.World.fingers.equals("yes");
	}
}
