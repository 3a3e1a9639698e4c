package kauth.app;

import android.os.Build;
import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyProperties;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

/**
 * Android Keystore, whose "there is none" is believed only where it is sure to have
 * answered. Below Android 12 a keystore that has crashed says that of every key, and
 * whoever believed it gave the vault up.
 */
final class Store {
	static final String NAME = "AndroidKeyStore";
	private static final String WITNESS = "witness"; // a key of no use, but that it is there

	private Store() {
	}

	/** What makes a key, in a chip of its own or in the processor's protected part. */
	interface Maker<T> {
		T make(boolean apart) throws Exception;
	}

	/** In a chip of its own (StrongBox) where that can: some have no room, others fail in ways of theirs. */
	static <T> T made(Maker<T> how) throws Exception {
		if (Build.VERSION.SDK_INT >= 28) {
			try {
				return how.make(true);
			} catch (GeneralSecurityException e) {
				// the processor's own trusted zone, then
			} catch (RuntimeException e) { // StrongBoxUnavailableException among them
				// likewise
			}
		}
		return how.make(false);
	}

	static SecretKey secret(KeyGenParameterSpec spec) throws GeneralSecurityException {
		KeyGenerator generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, NAME);
		generator.init(spec);
		return generator.generateKey();
	}

	/** Null where there is certainly none. */
	static Key key(String alias) throws Exception {
		KeyStore store = open();
		Key key = store.getKey(alias, null);
		if (key == null) {
			answers(store);
		}
		return key;
	}

	/** Once it returns the key is certainly gone. */
	static void delete(String alias) throws Exception {
		KeyStore store = open();
		store.deleteEntry(alias);
		answers(store); // one that has crashed has deleted nothing, and says nothing
	}

	static KeyStore open() throws GeneralSecurityException, IOException {
		KeyStore store = KeyStore.getInstance(NAME);
		store.load(null);
		return store;
	}

	/**
	 * Whether this very object was answered: once it has lost the keystore it does not find
	 * it again, though others do.
	 */
	private static synchronized void answers(KeyStore store) throws Exception {
		if (store.containsAlias(WITNESS)) {
			return;
		}
		secret(new KeyGenParameterSpec.Builder(WITNESS, KeyProperties.PURPOSE_ENCRYPT)
				.setBlockModes(KeyProperties.BLOCK_MODE_GCM)
				.setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
				.setKeySize(256).build());
		if (!store.containsAlias(WITNESS)) {
			throw new Trouble("moment", "the keystore did not answer");
		}
	}
}
