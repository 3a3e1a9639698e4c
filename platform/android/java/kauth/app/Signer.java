package kauth.app;

import android.os.Build;
import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyInfo;
import android.security.keystore.KeyPermanentlyInvalidatedException;
import android.security.keystore.KeyProperties;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;

/** P-256 keys that sign inside of Android Keystore and never leave it. */
final class Signer {
	private Signer() {
	}

	static synchronized byte[] call(String verb, String name, byte[] data) throws Exception {
		try {
			if (verb.equals("make")) {
				return make(name);
			}
			if (verb.equals("public")) {
				return described(name);
			}
			if (verb.equals("sign")) {
				return sign(name, data);
			}
			if (verb.equals("remove")) {
				Store.delete(alias(name));
				return null;
			}
		} catch (KeyPermanentlyInvalidatedException e) {
			Store.delete(alias(name)); // so that the next start knows it at once
			throw new Trouble("gone", "the system has invalidated the key");
		} catch (GeneralSecurityException e) {
			throw new Trouble("moment", e.getClass().getName());
		} catch (RuntimeException e) {
			throw new Trouble("moment", e.getClass().getName());
		}
		throw new Trouble("fault", "signer." + verb);
	}

	private static byte[] make(final String name) throws Exception {
		return Store.made(new Store.Maker<byte[]>() {
			@Override
			public byte[] make(boolean apart) throws Exception {
				generate(name, apart);
				return described(name);
			}
		});
	}

	private static void generate(String name, boolean apart) throws GeneralSecurityException {
		KeyGenParameterSpec.Builder spec = new KeyGenParameterSpec.Builder(alias(name), KeyProperties.PURPOSE_SIGN)
				.setAlgorithmParameterSpec(new ECGenParameterSpec("secp256r1"))
				.setDigests(KeyProperties.DIGEST_NONE, KeyProperties.DIGEST_SHA256);
		if (apart) {
			spec.setIsStrongBoxBacked(true);
		}
		KeyPairGenerator generator = KeyPairGenerator.getInstance(KeyProperties.KEY_ALGORITHM_EC, Store.NAME);
		generator.initialize(spec.build());
		generator.generateKeyPair();
	}

	/** Its level, a line's end, and the public key as a SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7). */
	private static byte[] described(String name) throws Exception {
		PrivateKey key = held(name);
		Certificate known = Store.open().getCertificate(alias(name));
		if (known == null) { // and yet there is a key
			throw new Trouble("moment", "the keystore did not answer");
		}
		byte[] level = Text.bytes(level(key) + "\n");
		byte[] spki = known.getPublicKey().getEncoded();
		byte[] out = new byte[level.length + spki.length];
		System.arraycopy(level, 0, out, 0, level.length);
		System.arraycopy(spki, 0, out, level.length, spki.length);
		return out;
	}

	/** What keeps it, by the word of the system: an emulator's keystore is software. */
	private static String level(PrivateKey key) throws GeneralSecurityException {
		KeyInfo info = KeyFactory.getInstance(key.getAlgorithm(), Store.NAME).getKeySpec(key, KeyInfo.class);
		if (Build.VERSION.SDK_INT < 31) { // which of both is not told there
			return info.isInsideSecureHardware() ? "tee" : "software";
		}
		switch (info.getSecurityLevel()) {
			case KeyProperties.SECURITY_LEVEL_STRONGBOX:
				return "strongbox";
			case KeyProperties.SECURITY_LEVEL_TRUSTED_ENVIRONMENT:
			case KeyProperties.SECURITY_LEVEL_UNKNOWN_SECURE:
				return "tee";
			default:
				return "software";
		}
	}

	/** Of a digest, in DER. */
	private static byte[] sign(String name, byte[] digest) throws Exception {
		PrivateKey key = held(name);
		Signature signature = Signature.getInstance("NONEwithECDSA");
		signature.initSign(key);
		signature.update(digest);
		return signature.sign();
	}

	private static PrivateKey held(String name) throws Exception {
		PrivateKey key = (PrivateKey) Store.key(alias(name));
		if (key == null) {
			throw new Trouble("none", "no such key");
		}
		return key;
	}

	private static String alias(String name) {
		return "sign " + name;
	}
}
