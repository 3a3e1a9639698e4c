package kauth.app;

import android.os.Build;
import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyProperties;
import java.security.GeneralSecurityException;
import javax.crypto.SecretKey;

/**
 * A key that the phone's chip uses once for each time that the person shows a strong
 * finger or face, and never again once another one was added. Android 7 and 8 have no
 * prompt that is given a cipher: there the phone's own lock page allows it for some
 * seconds, and a new finger changes nothing.
 */
final class UnlockKey {
	static final int PROMPT = 28; // the first version with BiometricPrompt
	private static final int SECONDS = 15;

	private UnlockKey() {
	}

	static SecretKey make(final String alias) throws Exception {
		return Store.made(new Store.Maker<SecretKey>() {
			@Override
			public SecretKey make(boolean apart) throws GeneralSecurityException {
				return Store.secret(spec(alias, apart));
			}
		});
	}

	@SuppressWarnings("deprecation") // what there is before Android 11
	private static KeyGenParameterSpec spec(String alias, boolean apart) {
		KeyGenParameterSpec.Builder spec = new KeyGenParameterSpec.Builder(
				alias, KeyProperties.PURPOSE_ENCRYPT | KeyProperties.PURPOSE_DECRYPT)
				.setBlockModes(KeyProperties.BLOCK_MODE_GCM)
				.setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
				.setKeySize(256)
				.setUserAuthenticationRequired(true)
				.setInvalidatedByBiometricEnrollment(true);
		if (Build.VERSION.SDK_INT < PROMPT) {
			spec.setUserAuthenticationValidityDurationSeconds(SECONDS);
		}
		if (apart) {
			spec.setIsStrongBoxBacked(true);
		}
		return spec.build();
	}
}
