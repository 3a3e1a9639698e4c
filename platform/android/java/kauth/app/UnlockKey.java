package kauth.app;

import android.os.Build;
import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyProperties;
import android.security.keystore.StrongBoxUnavailableException;
import java.security.Key;
import java.security.KeyStore;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

/**
 * A key that the phone's chip uses once for each time that the person shows a strong
 * finger or face, and never again once another one was added. Android 7 and 8 have no
 * prompt that is given a cipher: there the phone's own lock page allows it for some
 * seconds, and a new finger changes nothing.
 */
final class UnlockKey {
	private static final String STORE = "AndroidKeyStore";
	static final int PROMPT = 28; // the first version with BiometricPrompt
	private static final int SECONDS = 15;

	private UnlockKey() {
	}

	static Key held(String alias) throws Exception {
		return store().getKey(alias, null);
	}

	static void forget(String alias) throws Exception {
		store().deleteEntry(alias);
	}

	private static KeyStore store() throws Exception {
		KeyStore store = KeyStore.getInstance(STORE);
		store.load(null);
		return store;
	}

	static SecretKey make(String alias) throws Exception {
		if (Build.VERSION.SDK_INT >= 28) {
			try {
				return make(alias, true);
			} catch (StrongBoxUnavailableException e) {
				// the processor's own trusted zone, then
			}
		}
		return make(alias, false);
	}

	@SuppressWarnings("deprecation") // what there is before Android 11
	private static SecretKey make(String alias, boolean apart) throws Exception {
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
		KeyGenerator generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE);
		generator.init(spec.build());
		return generator.generateKey();
	}
}
