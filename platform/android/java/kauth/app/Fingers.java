package kauth.app;

import android.app.KeyguardManager;
import android.content.Context;
import android.hardware.biometrics.BiometricManager;
import android.hardware.fingerprint.FingerprintManager;
import android.os.Build;

/** Whether this phone has a strong finger or face on file, or below Android 9 a lock page. */
final class Fingers {
	private static final int STRONG = 15; // BiometricManager.Authenticators.BIOMETRIC_STRONG
	private static final int BUSY = 1; // BiometricManager.BIOMETRIC_ERROR_HW_UNAVAILABLE
	private static final int NONE = 11; // BiometricManager.BIOMETRIC_ERROR_NONE_ENROLLED

	private Fingers() {
	}

	static void check(Context app) throws Trouble {
		if (Build.VERSION.SDK_INT >= 29) {
			asked(app);
			return;
		}
		if (Build.VERSION.SDK_INT == 28) {
			pie(app);
			return;
		}
		if (!guard(app).isKeyguardSecure()) {
			throw new Trouble("none", "the phone has no lock of its own");
		}
	}

	/** Android 9 has the prompt, and only this tells whether it would find anybody. */
	@SuppressWarnings("deprecation")
	private static void pie(Context app) throws Trouble {
		FingerprintManager sensor = (FingerprintManager) app.getSystemService(Context.FINGERPRINT_SERVICE);
		if (sensor == null || !sensor.isHardwareDetected()) {
			throw new Trouble("unsupported", "no sensor");
		}
		if (!sensor.hasEnrolledFingerprints()) {
			throw new Trouble("none", "no finger");
		}
	}

	@SuppressWarnings("deprecation") // what there is in Android 10
	private static void asked(Context app) throws Trouble {
		BiometricManager all = (BiometricManager) app.getSystemService(Context.BIOMETRIC_SERVICE);
		int said = Build.VERSION.SDK_INT >= 30 ? all.canAuthenticate(STRONG) : all.canAuthenticate();
		switch (said) {
			case BiometricManager.BIOMETRIC_SUCCESS:
				return;
			case NONE:
				throw new Trouble("none", "no finger and no face");
			case BUSY:
				throw new Trouble("moment", "the sensor is busy");
			default:
				throw new Trouble("unsupported", "biometrics: " + said);
		}
	}

	static KeyguardManager guard(Context app) {
		return (KeyguardManager) app.getSystemService(Context.KEYGUARD_SERVICE);
	}
}
