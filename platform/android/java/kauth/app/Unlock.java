package kauth.app;

import android.content.Context;
import android.security.keystore.KeyPermanentlyInvalidatedException;
import java.io.File;
import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Keeps secrets, each sealed by a key of Android Keystore that works only once the person
 * has shown a finger or a face: see UnlockKey. What is sealed lies in a file that no
 * backup takes along.
 */
final class Unlock {
	private static final int IV = 12;
	private static final int TAG = 128; // bits

	private Unlock() {
	}

	/** text is the secret's name, and with seal and open the words of the prompt, line by line. */
	static byte[] call(Context app, String verb, String text, byte[] data) throws Exception {
		String[] line = text.split("\n", -1);
		try {
			if (verb.equals("state")) {
				Fingers.check(app);
				return null;
			}
			if (verb.equals("seal")) {
				seal(app, line, data);
				return null;
			}
			if (verb.equals("open")) {
				return open(app, line);
			}
			if (verb.equals("forget")) {
				forget(app, line[0]);
				return null;
			}
		} catch (AEADBadTagException e) {
			throw new Trouble("gone", "sealed by another key, or damaged");
		} catch (GeneralSecurityException e) {
			throw new Trouble("moment", e.getClass().getName());
		} catch (RuntimeException e) { // java.security.ProviderException, IllegalStateException: a busy chip
			throw new Trouble("moment", e.getClass().getName());
		}
		if (verb.equals("stop")) {
			Question.stop();
			return null;
		}
		throw new Trouble("fault", "unlock." + verb);
	}

	/** The first byte of a file says under which of its two keys it is sealed. */
	private static File file(Context app, String name) {
		return new File(new File(app.getNoBackupFilesDir(), "unlock"), name);
	}

	private static String alias(String name, int which) {
		return "unlock " + name + "/" + which;
	}

	/** Under another key than the one in use, so that a person who turns back loses nothing. */
	private static void seal(Context app, String[] line, byte[] data) throws Exception {
		Fingers.check(app);
		String name = line[0];
		byte[] before = Files.read(file(app, name));
		int next = before != null && before.length > 0 && before[0] == 0 ? 1 : 0;
		boolean done = false;
		try {
			Key key = UnlockKey.make(alias(name, next));
			Cipher cipher = Question.authorized(app, Cipher.ENCRYPT_MODE, key, null, line);
			cipher.updateAAD(Text.bytes(name));
			byte[] body = cipher.doFinal(data);
			byte[] out = new byte[1 + IV + body.length];
			out[0] = (byte) next;
			System.arraycopy(cipher.getIV(), 0, out, 1, IV); // made by the chip
			System.arraycopy(body, 0, out, 1 + IV, body.length);
			Files.write(file(app, name), out);
			done = true;
		} finally {
			drop(alias(name, done ? 1 - next : next));
		}
	}

	/** Takes a key away that opens nothing; where that fails the next one takes its place. */
	private static void drop(String alias) {
		try {
			Store.delete(alias);
		} catch (Exception e) {
			// it seals nothing that is kept
		}
	}

	private static byte[] open(Context app, String[] line) throws Exception {
		String name = line[0];
		byte[] sealed = Files.read(file(app, name));
		if (sealed == null || sealed.length < 1 + IV) {
			throw new Trouble("gone", "nothing of that name");
		}
		Key key = Store.key(alias(name, sealed[0]));
		if (key == null) {
			throw new Trouble("gone", "what sealed it is gone");
		}
		try {
			Cipher cipher = Question.authorized(app, Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG, sealed, 1, IV), line);
			cipher.updateAAD(Text.bytes(name));
			return cipher.doFinal(sealed, 1 + IV, sealed.length - 1 - IV);
		} catch (KeyPermanentlyInvalidatedException e) {
			forget(app, name); // the chip will never use it again
			throw new Trouble("gone", "the system has invalidated the key");
		}
	}

	private static void forget(Context app, String name) throws Exception {
		Store.delete(alias(name, 0));
		Store.delete(alias(name, 1));
		file(app, name).delete();
	}
}
