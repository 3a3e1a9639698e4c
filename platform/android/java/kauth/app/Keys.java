package kauth.app;

import android.content.Context;
import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyPermanentlyInvalidatedException;
import android.security.keystore.KeyProperties;
import java.io.File;
import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Keeps the vault's keys, each sealed with AES-GCM by a key that Android Keystore holds
 * and never gives out, in a chip of its own where the phone has one. What is sealed lies
 * in a file that no backup takes along.
 */
final class Keys {
	private static final int IV = 12;
	private static final int TAG = 128; // bits

	private Keys() {
	}

	static synchronized byte[] call(Context app, String verb, String name, byte[] data) throws Exception {
		File file = new File(new File(app.getNoBackupFilesDir(), "keys"), name);
		try {
			if (verb.equals("get")) {
				return open(name, file);
			}
			if (verb.equals("set")) {
				Files.write(file, seal(name, file.exists(), data));
				return null;
			}
			if (verb.equals("remove")) {
				return remove(name, file);
			}
		} catch (KeyPermanentlyInvalidatedException e) {
			forget(name); // the chip will never use it again
			throw new Trouble("gone", "the system has invalidated the key");
		} catch (AEADBadTagException e) {
			throw new Trouble("gone", "sealed by another key, or damaged");
		} catch (GeneralSecurityException e) {
			throw new Trouble("moment", e.getClass().getName());
		} catch (RuntimeException e) { // java.security.ProviderException, IllegalStateException: a busy chip
			throw new Trouble("moment", e.getClass().getName());
		}
		throw new Trouble("fault", "keys." + verb);
	}

	private static byte[] open(String name, File file) throws Exception {
		byte[] sealed = Files.read(file);
		if (sealed == null) {
			throw new Trouble("none", "no such key");
		}
		Key key = Store.key(alias(name));
		if (key == null || sealed.length < IV) {
			throw new Trouble("gone", "what sealed it is gone");
		}
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG, sealed, 0, IV));
		cipher.updateAAD(Text.bytes(name));
		return cipher.doFinal(sealed, IV, sealed.length - IV);
	}

	/** By the key that sealed what is there, which stays of use where the file is not written. */
	private static byte[] seal(String name, boolean there, byte[] data) throws Exception {
		Key key = there ? Store.key(alias(name)) : null;
		if (key == null) {
			key = make(name);
		}
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		try {
			cipher.init(Cipher.ENCRYPT_MODE, key);
		} catch (KeyPermanentlyInvalidatedException e) { // a new key for what is stored anew
			forget(name);
			cipher.init(Cipher.ENCRYPT_MODE, make(name));
		}
		cipher.updateAAD(Text.bytes(name));
		byte[] body = cipher.doFinal(data);
		byte[] out = new byte[IV + body.length];
		System.arraycopy(cipher.getIV(), 0, out, 0, IV); // made by the chip: it takes none from us
		System.arraycopy(body, 0, out, IV, body.length);
		return out;
	}

	private static byte[] remove(String name, File file) throws Exception {
		boolean was = file.delete();
		forget(name);
		if (!was) {
			throw new Trouble("none", "no such key");
		}
		return null;
	}

	private static void forget(String name) throws Exception {
		Store.delete(alias(name));
	}

	private static String alias(String name) {
		return "seal " + name;
	}

	private static SecretKey make(final String name) throws Exception {
		return Store.made(new Store.Maker<SecretKey>() {
			@Override
			public SecretKey make(boolean apart) throws GeneralSecurityException {
				return Store.secret(spec(name, apart));
			}
		});
	}

	private static KeyGenParameterSpec spec(String name, boolean apart) {
		KeyGenParameterSpec.Builder spec = new KeyGenParameterSpec.Builder(
				alias(name), KeyProperties.PURPOSE_ENCRYPT | KeyProperties.PURPOSE_DECRYPT)
				.setBlockModes(KeyProperties.BLOCK_MODE_GCM)
				.setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
				.setKeySize(256);
		if (apart) {
			spec.setIsStrongBoxBacked(true);
		}
		return spec.build();
	}
}
