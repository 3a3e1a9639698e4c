package android.hardware.biometrics;

import android.content.Context;
import android.os.CancellationSignal;
import java.util.concurrent.Executor;

public final class BiometricPrompt {
	public static final int BIOMETRIC_ERROR_LOCKOUT = 7, BIOMETRIC_ERROR_LOCKOUT_PERMANENT = 9, BIOMETRIC_ERROR_CANCELED = 5;

	public static final class AuthenticationResult {
		private final int type;

		AuthenticationResult(int type) {
			this.type = type;
		}

		public int getAuthenticationType() {
			return type;
		}
	}

	public abstract static class AuthenticationCallback {
		public void onAuthenticationError(int code, CharSequence words) {
		}

		public void onAuthenticationSucceeded(AuthenticationResult r) {
		}
	}

	public static final class Builder {
		private CharSequence title;

		public Builder(Context c) {
		}

		public Builder setTitle(CharSequence s) {
			title = s;
			return this;
		}

		public Builder setAllowedAuthenticators(int which) {
			return this;
		}

		public Builder setDeviceCredentialAllowed(boolean yes) {
			return this;
		}

		public BiometricPrompt build() {
			return new BiometricPrompt();
		}
	}

	/** Waits for the script's word. */
	public void authenticate(CancellationSignal stop, final Executor on, final AuthenticationCallback heard) {
		fake.World.prompt = new fake.World.Prompt() {
			@Override
			public void answer(final String how) {
				on.execute(new Runnable() {
					@Override
					public void run() {
						if (how.equals("finger")) {
							heard.onAuthenticationSucceeded(new AuthenticationResult(2));
						} else if (how.equals("pin")) {
							heard.onAuthenticationSucceeded(new AuthenticationResult(1));
						} else {
							heard.onAuthenticationError(how.equals("lockout") ? BIOMETRIC_ERROR_LOCKOUT : 10, how);
						}
					}
				});
			}
		};
		stop.setOnCancelListener(new CancellationSignal.OnCancelListener() {
			@Override
			public void onCancel() {
				fake.World.tell("unlock gone");
			}
		});
		fake.World.tell("unlock asked");
	}
}
