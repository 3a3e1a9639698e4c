package kauth.app;

import android.os.Build;
import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyPermanentlyInvalidatedException;
import android.security.keystore.KeyProperties;
import android.security.keystore.StrongBoxUnavailableException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;

/** P-256 keys that sign inside of Android Keystore and never leave it. */
final class Signer {
	private static final String STORE = "AndroidKeyStore";

	private Signer() {
	}

	static synchronized byte[] call(String verb, String name, byte[] data) throws Exception {
		try {
			if (verb.equals("make")) {
				return make(name);
			}
			if (verb.equals("public")) {
				return known(name).getPublicKey().getEncoded();
			}
			if (verb.equals("sign")) {
				return sign(name, data);
			}
			if (verb.equals("remove")) {
				store().deleteEntry(alias(name));
				return null;
			}
		} catch (KeyPermanentlyInvalidatedException e) {
			throw new Trouble("gone", "the system has invalidated the key");
		} catch (GeneralSecurityException e) {
			throw new Trouble("moment", e.getClass().getName());
		} catch (RuntimeException e) {
			throw new Trouble("moment", e.getClass().getName());
		}
		throw new Trouble("fault", "signer." + verb);
	}

	/** The public key as a SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7). */
	private static byte[] make(String name) throws Exception {
		if (Build.VERSION.SDK_INT >= 28) {
			try {
				return make(name, true);
			} catch (StrongBoxUnavailableException e) {
				// the processor's own trusted zone, then
			}
		}
		return make(name, false);
	}

	private static byte[] make(String name, boolean apart) throws Exception {
		KeyGenParameterSpec.Builder spec = new KeyGenParameterSpec.Builder(alias(name), KeyProperties.PURPOSE_SIGN)
				.setAlgorithmParameterSpec(new ECGenParameterSpec("secp256r1"))
				.setDigests(KeyProperties.DIGEST_NONE, KeyProperties.DIGEST_SHA256);
		if (apart) {
			spec.setIsStrongBoxBacked(true);
		}
		KeyPairGenerator generator = KeyPairGenerator.getInstance(KeyProperties.KEY_ALGORITHM_EC, STORE);
		generator.initialize(spec.build());
		return generator.generateKeyPair().getPublic().getEncoded();
	}

	/** Of a digest, in DER. */
	private static byte[] sign(String name, byte[] digest) throws Exception {
		PrivateKey key = (PrivateKey) store().getKey(alias(name), null);
		if (key == null) {
			throw new Trouble("none", "no such key");
		}
		Signature signature = Signature.getInstance("NONEwithECDSA");
		signature.initSign(key);
		signature.update(digest);
		return signature.sign();
	}

	private static Certificate known(String name) throws Exception {
		Certificate c = store().getCertificate(alias(name));
		if (c == null) {
			throw new Trouble("none", "no such key");
		}
		return c;
	}

	private static KeyStore store() throws GeneralSecurityException, java.io.IOException {
		KeyStore store = KeyStore.getInstance(STORE);
		store.load(null);
		return store;
	}

	private static String alias(String name) {
		return "sign " + name;
	}
}
