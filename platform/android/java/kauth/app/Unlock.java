package kauth.app;

import android.app.KeyguardManager;
import android.content.Context;
import android.content.Intent;
import android.hardware.biometrics.BiometricPrompt;
import android.os.Build;
import android.os.CancellationSignal;

/**
 * Asks the person to show who they are: face or finger, or the phone's own PIN. On
 * Android 7 and 8 it is the phone's PIN page alone.
 */
final class Unlock {
	private static final int STRONG = 15; // BiometricManager.Authenticators.BIOMETRIC_STRONG
	private static final int CREDENTIAL = 32768; // BiometricManager.Authenticators.DEVICE_CREDENTIAL
	private static final int BY_BIOMETRIC = 2; // BiometricPrompt.AUTHENTICATION_RESULT_TYPE_BIOMETRIC
	private static final long PATIENCE = 120000; // ms

	private static Question open; // at most one

	private Unlock() {
	}

	/** One question, until it is answered. */
	private static final class Question {
		final MainActivity activity;
		final CancellationSignal stop = new CancellationSignal();
		String by; // "bio", "pin"
		String trouble; // a kind of Trouble

		Question(MainActivity activity) {
			this.activity = activity;
		}

		synchronized void end(String by, String trouble) {
			if (this.by == null && this.trouble == null) {
				this.by = by;
				this.trouble = trouble;
				notifyAll();
			}
		}

		synchronized String await() throws Trouble {
			long end = System.currentTimeMillis() + PATIENCE;
			while (by == null && trouble == null) {
				long left = end - System.currentTimeMillis();
				try {
					if (left > 0) {
						wait(left);
						continue;
					}
				} catch (InterruptedException e) {
					// as if nobody had answered
				}
				stop.cancel();
				trouble = "cancelled";
			}
			if (trouble != null) {
				throw new Trouble(trouble, "not shown who it is");
			}
			return by;
		}
	}

	static byte[] call(Context app, String verb, String text) throws Trouble {
		if (verb.equals("possible")) {
			return Text.bytes(guard(app).isKeyguardSecure() ? "yes" : "no");
		}
		if (verb.equals("ask")) {
			return Text.bytes(ask(app, text));
		}
		if (verb.equals("stop")) {
			Question q = current();
			if (q != null) {
				q.stop.cancel();
				q.end(null, "cancelled");
			}
			return null;
		}
		throw new Trouble("fault", "unlock." + verb);
	}

	private static String ask(Context app, final String title) throws Trouble {
		if (!guard(app).isKeyguardSecure()) {
			throw new Trouble("unsupported", "the phone has no lock of its own");
		}
		final MainActivity activity = MainActivity.front();
		if (activity == null) {
			throw new Trouble("cancelled", "nobody to ask");
		}
		final Question q = new Question(activity);
		synchronized (Unlock.class) {
			if (open != null) {
				throw new Trouble("busy", "it is being asked already");
			}
			open = q;
		}
		try {
			activity.runOnUiThread(new Runnable() {
				@Override
				public void run() {
					show(q, title);
				}
			});
			return q.await();
		} finally {
			synchronized (Unlock.class) {
				open = null;
			}
		}
	}

	private static void show(Question q, String title) {
		try {
			if (Build.VERSION.SDK_INT >= 29) {
				prompt(q, title);
			} else {
				page(q, title);
			}
		} catch (RuntimeException e) { // some phones throw where they have no finger on file
			page(q, title);
		}
	}

	private static void prompt(final Question q, String title) {
		BiometricPrompt.Builder b = new BiometricPrompt.Builder(q.activity).setTitle(title);
		if (Build.VERSION.SDK_INT >= 30) {
			b.setAllowedAuthenticators(STRONG | CREDENTIAL);
		} else {
			b.setDeviceCredentialAllowed(true);
		}
		b.build().authenticate(q.stop, q.activity.getMainExecutor(), new BiometricPrompt.AuthenticationCallback() {
			@Override
			public void onAuthenticationError(int code, CharSequence words) {
				q.end(null, lockedOut(code) ? "locked" : "cancelled");
			}

			@Override
			public void onAuthenticationSucceeded(BiometricPrompt.AuthenticationResult result) {
				boolean bio = Build.VERSION.SDK_INT >= 30 && result.getAuthenticationType() == BY_BIOMETRIC;
				q.end(bio ? "bio" : "pin", null); // the lesser claim where the system does not say
			}
		});
	}

	private static boolean lockedOut(int code) {
		return code == BiometricPrompt.BIOMETRIC_ERROR_LOCKOUT || code == BiometricPrompt.BIOMETRIC_ERROR_LOCKOUT_PERMANENT;
	}

	@SuppressWarnings("deprecation") // what there is before Android 10
	private static void page(Question q, String title) {
		Intent intent = guard(q.activity).createConfirmDeviceCredentialIntent(title, null);
		if (intent == null) {
			q.end(null, "unsupported");
			return;
		}
		q.activity.startActivityForResult(intent, MainActivity.ASK_UNLOCK);
	}

	/** What the phone's own page said. */
	static void confirmed(boolean yes) {
		Question q = current();
		if (q != null) {
			q.end(yes ? "pin" : null, yes ? null : "cancelled");
		}
	}

	/** The activity is destroyed: nobody will answer. */
	static void ended(MainActivity activity) {
		Question q = current();
		if (q != null && q.activity == activity) {
			q.end(null, "cancelled");
		}
	}

	private static synchronized Question current() {
		return open;
	}

	private static KeyguardManager guard(Context app) {
		return (KeyguardManager) app.getSystemService(Context.KEYGUARD_SERVICE);
	}
}
