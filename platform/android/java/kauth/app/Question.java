package kauth.app;

import android.content.Context;
import android.content.DialogInterface;
import android.content.Intent;
import android.hardware.biometrics.BiometricPrompt;
import android.os.Build;
import android.os.CancellationSignal;
import android.util.Log;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;

/** Has the person show who they are, so that the chip lets one cipher work. */
final class Question {
	private static final long PATIENCE = 120000; // ms

	private static Question open; // at most one

	private final MainActivity activity;
	private final CancellationSignal stop = new CancellationSignal();
	private boolean heard; // on the thread of the window, of a page, as what it said
	private boolean said;
	private boolean yes;
	private String trouble; // a kind of Trouble

	private Question(MainActivity activity) {
		this.activity = activity;
	}

	/** The cipher begins before the prompt, which is for it alone, and after a lock page. */
	static Cipher authorized(Context app, int mode, Key key, AlgorithmParameterSpec with, String[] line) throws Exception {
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		if (Build.VERSION.SDK_INT >= UnlockKey.PROMPT) {
			cipher.init(mode, key, with);
			ask(line, cipher);
			return cipher;
		}
		ask(line, null);
		cipher.init(mode, key, with);
		return cipher;
	}

	private static void ask(final String[] line, final Cipher cipher) throws Trouble {
		MainActivity activity = MainActivity.front();
		if (activity == null) {
			throw new Trouble("cancelled", "nobody to ask");
		}
		final Question q = new Question(activity);
		synchronized (Question.class) {
			if (open != null) {
				throw new Trouble("busy", "it is being asked already");
			}
			open = q;
		}
		try {
			activity.runOnUiThread(new Runnable() {
				@Override
				public void run() {
					q.show(line, cipher);
				}
			});
			q.await();
		} finally {
			synchronized (Question.class) {
				open = null;
			}
		}
	}

	private void show(String[] line, Cipher cipher) {
		try {
			if (cipher == null) {
				page(line[1]);
			} else {
				prompt(line, cipher);
			}
		} catch (Throwable t) { // some phones throw what others say; here it would end the process
			end(false, "moment");
		}
	}

	private void prompt(String[] line, Cipher cipher) {
		new BiometricPrompt.Builder(activity).setTitle(line[1])
				.setNegativeButton(line[2], activity.getMainExecutor(), new DialogInterface.OnClickListener() {
					@Override
					public void onClick(DialogInterface dialog, int which) {
						end(false, "cancelled");
					}
				}).build()
				.authenticate(new BiometricPrompt.CryptoObject(cipher), stop, activity.getMainExecutor(),
						new BiometricPrompt.AuthenticationCallback() {
							@Override
							public void onAuthenticationError(int code, CharSequence words) {
								end(false, kind(code));
							}

							@Override
							public void onAuthenticationSucceeded(BiometricPrompt.AuthenticationResult result) {
								end(true, null);
							}
						});
	}

	private static String kind(int code) {
		switch (code) {
			case BiometricPrompt.BIOMETRIC_ERROR_LOCKOUT:
				return "locked";
			case BiometricPrompt.BIOMETRIC_ERROR_LOCKOUT_PERMANENT:
				return "barred";
			case BiometricPrompt.BIOMETRIC_ERROR_NO_BIOMETRICS:
				return "none";
			case BiometricPrompt.BIOMETRIC_ERROR_HW_NOT_PRESENT:
				return "unsupported";
			case BiometricPrompt.BIOMETRIC_ERROR_CANCELED:
			case BiometricPrompt.BIOMETRIC_ERROR_USER_CANCELED:
			case BiometricPrompt.BIOMETRIC_ERROR_TIMEOUT:
				return "cancelled";
			default:
				return "moment";
		}
	}

	@SuppressWarnings("deprecation") // what there is before Android 10
	private void page(String title) {
		Intent intent = Fingers.guard(activity).createConfirmDeviceCredentialIntent(title, null);
		if (intent == null) {
			end(false, "none");
			return;
		}
		activity.startActivityForResult(intent, MainActivity.ASK_UNLOCK);
	}

	/** Has the system's prompt go. */
	private void leave() {
		try {
			stop.cancel();
		} catch (Throwable t) { // it stays, and its answer counts for nothing
			Log.w("kAuth", "a prompt that stays: " + t.getClass().getName());
		}
	}

	private synchronized void end(boolean yes, String trouble) {
		if (!this.yes && this.trouble == null) {
			this.yes = yes;
			this.trouble = trouble;
			notifyAll();
		}
	}

	private synchronized void await() throws Trouble {
		long end = System.currentTimeMillis() + PATIENCE;
		while (!yes && trouble == null) {
			long left = end - System.currentTimeMillis();
			try {
				if (left > 0) {
					wait(left);
					continue;
				}
			} catch (InterruptedException e) {
				// as if nobody had answered
			}
			leave();
			trouble = "cancelled";
		}
		if (trouble != null) {
			throw new Trouble(trouble, "not shown who it is");
		}
	}

	/** What the phone's own page said, before the activity is in front again. */
	static void confirmed(boolean yes) {
		Question q = current();
		if (q != null) {
			q.said = yes;
			q.heard = true;
		}
	}

	/**
	 * The activity is in front. What the page said counts from now on: an app that was opened
	 * before it heard that it had been left would lock for that.
	 */
	static void resumed(MainActivity activity) {
		final Question q = current();
		if (q == null || !q.heard) {
			return;
		}
		activity.getWindow().getDecorView().post(new Runnable() {
			@Override
			public void run() {
				q.end(q.said, q.said ? null : "cancelled");
			}
		});
	}

	/** The activity is destroyed: nobody will answer, and the system's prompt would stay. */
	static void ended(MainActivity activity) {
		Question q = current();
		if (q != null && q.activity == activity) {
			q.leave();
			q.end(false, "cancelled");
		}
	}

	/** Nobody waits for the answer any more. */
	static void stop() {
		Question q = current();
		if (q != null) {
			q.leave();
			q.end(false, "cancelled");
		}
	}

	private static synchronized Question current() {
		return open;
	}
}
