package android.hardware.biometrics;

import android.content.Context;
import android.content.DialogInterface;
import android.os.CancellationSignal;
import java.util.concurrent.Executor;
import javax.crypto.Cipher;

public final class BiometricPrompt {
	public static final int BIOMETRIC_ERROR_HW_UNAVAILABLE = 1, BIOMETRIC_ERROR_TIMEOUT = 3, BIOMETRIC_ERROR_CANCELED = 5,
			BIOMETRIC_ERROR_LOCKOUT = 7, BIOMETRIC_ERROR_LOCKOUT_PERMANENT = 9, BIOMETRIC_ERROR_USER_CANCELED = 10,
			BIOMETRIC_ERROR_NO_BIOMETRICS = 11, BIOMETRIC_ERROR_HW_NOT_PRESENT = 12;

	private final Builder b;

	private BiometricPrompt(Builder b) {
		this.b = b;
	}

	/** What the system lets work for one finger. */
	public static final class CryptoObject {
		final Cipher cipher;

		public CryptoObject(Cipher cipher) {
			this.cipher = cipher;
		}

		public Cipher getCipher() {
			return cipher;
		}
	}

	public static final class AuthenticationResult {
	}

	public abstract static class AuthenticationCallback {
		public void onAuthenticationError(int code, CharSequence words) {
		}

		public void onAuthenticationSucceeded(AuthenticationResult r) {
		}
	}

	public static final class Builder {
		private CharSequence title, other;
		private DialogInterface.OnClickListener turned;

		public Builder(Context c) {
		}

		public Builder setTitle(CharSequence s) {
			title = s;
			return this;
		}

		public Builder setNegativeButton(CharSequence s, Executor on, DialogInterface.OnClickListener l) {
			other = s;
			turned = l;
			return this;
		}

		public BiometricPrompt build() {
			if (title == null || title.length() == 0 || other == null || other.length() == 0) {
				throw new IllegalArgumentException("a prompt without a title, or without a way beside");
			}
			return new BiometricPrompt(this);
		}
	}

	/** Waits for the script's word. A finger lets this cipher work, once. */
	public void authenticate(final CryptoObject what, CancellationSignal stop, final Executor on, final AuthenticationCallback heard) {
		fake.Breaks.at("BiometricPrompt.authenticate");
		final fake.World.Prompt mine = new fake.World.Prompt() {
			@Override
			public void answer(final String how) {
				on.execute(new Runnable() {
					@Override
					public void run() {
						said(how, what, heard);
					}
				});
			}
		};
		fake.World.prompt = mine;
		stop.setOnCancelListener(new CancellationSignal.OnCancelListener() {
			@Override
			public void onCancel() {
				if (fake.World.prompt == mine) {
					fake.World.prompt = null;
				}
				fake.World.tell("unlock gone");
			}
		});
		fake.World.tell("unlock asked: " + b.title + " | " + b.other);
	}

	/** A person is asked, and no cipher works for that. */
	public void authenticate(CancellationSignal stop, Executor on, AuthenticationCallback heard) {
		authenticate(new CryptoObject(null), stop, on, heard);
	}

	private void said(String how, CryptoObject what, AuthenticationCallback heard) {
		if (how.equals("finger")) {
			if (what.cipher != null) {
				fake.KeyStoreProvider.allow(what.cipher);
			}
			heard.onAuthenticationSucceeded(new AuthenticationResult());
		} else if (how.equals("false")) { // who holds a phone that was tampered with says so, and the chip knows better
			heard.onAuthenticationSucceeded(new AuthenticationResult());
		} else if (how.equals("other")) {
			b.turned.onClick(null, -2);
		} else if (how.equals("locked out")) {
			heard.onAuthenticationError(BIOMETRIC_ERROR_LOCKOUT, how);
		} else if (how.equals("barred")) {
			heard.onAuthenticationError(BIOMETRIC_ERROR_LOCKOUT_PERMANENT, how);
		} else {
			heard.onAuthenticationError(BIOMETRIC_ERROR_USER_CANCELED, how);
		}
	}
}
