package fake;

import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyPermanentlyInvalidatedException;
import android.security.keystore.StrongBoxUnavailableException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.*;
import java.security.cert.Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import javax.crypto.*;
import javax.crypto.spec.SecretKeySpec;

/**
 * "AndroidKeyStore": keys that live in a file of the fake phone, and cannot be read by
 * who holds one. A chip of its own there is not; what the script says is broken, breaks.
 */
public final class KeyStoreProvider extends Provider {
	public KeyStoreProvider() {
		super("AndroidKeyStore", "1.0", "a fake");
		put("KeyGenerator.AES", AES.class.getName());
		put("KeyPairGenerator.EC", EC.class.getName());
		put("KeyFactory.EC", Info.class.getName());
		put("KeyStore.AndroidKeyStore", Store.class.getName());
		put("Cipher.AES/GCM/NoPadding", GCM.class.getName());
		put("Cipher.AES/GCM/NoPadding SupportedKeyClasses", Held.class.getName());
		put("Signature.NONEwithECDSA", Sign.class.getName());
		put("Signature.NONEwithECDSA SupportedKeyClasses", HeldPrivate.class.getName());
	}

	/** A key by its name: its bytes are nobody's. */
	public static class Held implements SecretKey {
		final String alias;

		Held(String alias) {
			this.alias = alias;
		}

		@Override
		public String getAlgorithm() {
			return "AES";
		}

		@Override
		public String getFormat() {
			return null;
		}

		@Override
		public byte[] getEncoded() {
			return null;
		}
	}

	public static final class HeldPrivate implements PrivateKey {
		final String alias;

		HeldPrivate(String alias) {
			this.alias = alias;
		}

		@Override
		public String getAlgorithm() {
			return "EC";
		}

		@Override
		public String getFormat() {
			return null;
		}

		@Override
		public byte[] getEncoded() {
			return null;
		}
	}

	/** Of a key: whether each use needs the person, and whether another finger ends it. */
	static final String PERSON = " person";

	private static volatile boolean allowing;

	/** A finger was shown for this cipher. The way to its own side leads through any of its methods. */
	public static void allow(Cipher cipher) {
		allowing = true;
		cipher.getBlockSize();
		allowing = false;
	}

	/** The chip answers, and still uses this key. */
	static void works(String alias) throws InvalidKeyException {
		answers();
		if (World.invalid.contains(alias)) {
			throw new KeyPermanentlyInvalidatedException();
		}
	}

	private static void answers() {
		boolean held = false;
		while (World.keystore.equals("holds")) { // it is asked, and takes its time
			if (!held) {
				World.tell("keystore holds");
			}
			held = true;
			try {
				Thread.sleep(5);
			} catch (InterruptedException e) {
				return;
			}
		}
		if (World.keystore.equals("moment") || World.keystore.equals("crashed")) {
			throw new ProviderException("the chip does not answer");
		}
	}


	private static void strongBox(KeyGenParameterSpec s) {
		answers();
		World.invalid.remove(s.alias);
		World.tell("keystore makes " + s.alias + (s.strongBox ? " in StrongBox" : ""));
		if (s.strongBox && World.strongBox.equals("breaks")) {
			throw new ProviderException("Failed to generate key");
		}
		if (s.strongBox && World.strongBox.equals("slow")) {
			try {
				Thread.sleep(3000);
			} catch (InterruptedException e) {
				throw new ProviderException(e);
			}
			return;
		}
		if (s.strongBox && !World.strongBox.equals("yes")) {
			throw new StrongBoxUnavailableException();
		}
	}

	public static final class AES extends KeyGeneratorSpi {
		private KeyGenParameterSpec spec;

		@Override
		protected void engineInit(SecureRandom r) {
			throw new UnsupportedOperationException();
		}

		@Override
		protected void engineInit(int bits, SecureRandom r) {
			throw new UnsupportedOperationException();
		}

		@Override
		protected void engineInit(AlgorithmParameterSpec s, SecureRandom r) throws InvalidAlgorithmParameterException {
			spec = (KeyGenParameterSpec) s;
			if (!"GCM".equals(spec.mode) || !"NoPadding".equals(spec.padding)) {
				throw new InvalidAlgorithmParameterException();
			}
		}

		@Override
		protected SecretKey engineGenerateKey() {
			fake.Breaks.at("KeyGenerator.generateKey");
			strongBox(spec);
			byte[] key = new byte[32];
			new SecureRandom().nextBytes(key);
			World.keys().put(spec.alias, key);
			World.keys().remove(spec.alias + PERSON);
			if (spec.person) {
				if (World.fingers.equals("none")) {
					throw new IllegalStateException("at least one finger must be enrolled");
				}
				World.keys().put(spec.alias + PERSON, new byte[] {(byte) spec.seconds, (byte) (spec.fickle && spec.seconds < 0 ? 1 : 0)});
			}
			World.saveKeys();
			return new Held(spec.alias);
		}
	}

	public static final class EC extends KeyPairGeneratorSpi {
		private KeyGenParameterSpec spec;

		@Override
		public void initialize(int bits, SecureRandom r) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void initialize(AlgorithmParameterSpec s, SecureRandom r) throws InvalidAlgorithmParameterException {
			spec = (KeyGenParameterSpec) s;
			if (!((ECGenParameterSpec) spec.curve).getName().equals("secp256r1")) {
				throw new InvalidAlgorithmParameterException();
			}
		}

		@Override
		public KeyPair generateKeyPair() {
			fake.Breaks.at("KeyPairGenerator.generateKeyPair");
			if (World.signer.equals("moment") || World.signer.equals("none")) {
				throw new ProviderException("the chip makes no key");
			}
			strongBox(spec);
			try {
				KeyPairGenerator g = KeyPairGenerator.getInstance("EC", "SunEC");
				g.initialize(new ECGenParameterSpec("secp256r1"));
				KeyPair p = g.generateKeyPair();
				World.keys().put(spec.alias, p.getPrivate().getEncoded());
				World.keys().put(spec.alias + " public", p.getPublic().getEncoded());
				World.keys().put(spec.alias + " level", new byte[] {(byte) (World.signer.equals("software") ? 0 : spec.strongBox ? 2 : 1)});
				World.saveKeys();
				return new KeyPair(p.getPublic(), new HeldPrivate(spec.alias));
			} catch (GeneralSecurityException e) {
				throw new ProviderException(e);
			}
		}
	}

	/** What the system says of a key, and nothing else. */
	public static final class Info extends KeyFactorySpi {
		@Override
		protected <T extends java.security.spec.KeySpec> T engineGetKeySpec(Key key, Class<T> spec) {
			return spec.cast(new android.security.keystore.KeyInfo(World.keys().get(((HeldPrivate) key).alias + " level")[0]));
		}

		@Override
		protected PublicKey engineGeneratePublic(java.security.spec.KeySpec s) throws java.security.spec.InvalidKeySpecException {
			throw new java.security.spec.InvalidKeySpecException() /* another provider does that */;
		}

		@Override
		protected PrivateKey engineGeneratePrivate(java.security.spec.KeySpec s) throws java.security.spec.InvalidKeySpecException {
			throw new java.security.spec.InvalidKeySpecException() /* another provider does that */;
		}

		@Override
		protected Key engineTranslateKey(Key key) {
			throw new UnsupportedOperationException();
		}
	}

	public static final class Sign extends SignatureSpi {
		private Signature real;

		@Override
		protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
			fake.Breaks.at("Signature.initSign");
			works(((HeldPrivate) key).alias);
			if (World.signer.equals("moment")) {
				throw new ProviderException("the chip does not answer");
			}
			World.tell("keystore signs with " + ((HeldPrivate) key).alias);
			try {
				real = Signature.getInstance("NONEwithECDSA", "SunEC");
				byte[] der = World.keys().get(((HeldPrivate) key).alias);
				real.initSign(KeyFactory.getInstance("EC", "SunEC").generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(der)));
			} catch (GeneralSecurityException e) {
				throw new InvalidKeyException(e);
			}
		}

		@Override
		protected void engineUpdate(byte b) throws SignatureException {
			real.update(b);
		}

		@Override
		protected void engineUpdate(byte[] b, int from, int n) throws SignatureException {
			real.update(b, from, n);
		}

		@Override
		protected byte[] engineSign() throws SignatureException {
			return real.sign();
		}

		@Override
		protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
			throw new InvalidKeyException();
		}

		@Override
		protected boolean engineVerify(byte[] signature) {
			return false;
		}

		@Override
		protected void engineSetParameter(String name, Object value) {
		}

		@Override
		protected Object engineGetParameter(String name) {
			return null;
		}
	}

	public static final class GCM extends CipherSpi {
		private Cipher real;
		private boolean needs, allowed; // the person, and was it shown

		/** As the chip: an operation that was allowed is one operation. */
		private void person() throws IllegalBlockSizeException {
			fake.Breaks.at("Cipher.doFinal");
			if (needs && !allowed) {
				World.tell("keystore refuses: nobody was asked");
				throw new IllegalBlockSizeException("key user not authenticated");
			}
			allowed = false;
		}

		private void needs(String alias) throws InvalidKeyException {
			byte[] how = World.keys().get(alias + PERSON);
			needs = how != null && how[0] < 0;
			allowed = false;
			if (how != null && how[0] >= 0 && System.currentTimeMillis() - World.confirmed > how[0] * 1000L) {
				throw new android.security.keystore.UserNotAuthenticatedException();
			}
		}

		private Key key(Key key) throws InvalidKeyException {
			fake.Breaks.at("Cipher.init");
			works(((Held) key).alias);
			byte[] b = World.keys().get(((Held) key).alias);
			if (b == null) {
				throw new InvalidKeyException("no such key");
			}
			needs(((Held) key).alias);
			return new SecretKeySpec(b, "AES");
		}

		@Override
		protected void engineInit(int mode, Key k, SecureRandom r) throws InvalidKeyException {
			begin();
			real.init(mode, key(k));
		}

		@Override
		protected void engineInit(int mode, Key k, AlgorithmParameterSpec s, SecureRandom r)
				throws InvalidKeyException, InvalidAlgorithmParameterException {
			if (mode == Cipher.ENCRYPT_MODE && s != null) {
				throw new InvalidAlgorithmParameterException("the chip chooses the nonce itself");
			}
			begin();
			real.init(mode, key(k), s);
		}

		private void begin() throws InvalidKeyException {
			try {
				real = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
			} catch (GeneralSecurityException e) {
				throw new InvalidKeyException(e);
			}
		}

		@Override
		protected void engineInit(int mode, Key k, AlgorithmParameters p, SecureRandom r) throws InvalidKeyException {
			throw new InvalidKeyException();
		}

		@Override
		protected void engineUpdateAAD(byte[] b, int from, int n) {
			real.updateAAD(b, from, n);
		}

		@Override
		protected byte[] engineUpdate(byte[] b, int from, int n) {
			return real.update(b, from, n);
		}

		@Override
		protected int engineUpdate(byte[] b, int from, int n, byte[] out, int at) throws ShortBufferException {
			return real.update(b, from, n, out, at);
		}

		/** What was last sealed or opened, in the app's own array. */
		static volatile byte[] clear = {};

		@Override
		protected byte[] engineDoFinal(byte[] b, int from, int n) throws IllegalBlockSizeException, BadPaddingException {
			person();
			byte[] out = real.doFinal(b, from, n);
			clear = b.length < out.length ? b : out; // the other one is longer by a tag
			return out;
		}

		@Override
		protected int engineDoFinal(byte[] b, int from, int n, byte[] out, int at)
				throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
			person();
			return real.doFinal(b, from, n, out, at);
		}

		@Override
		protected byte[] engineGetIV() {
			return real.getIV();
		}

		@Override
		protected AlgorithmParameters engineGetParameters() {
			return real.getParameters();
		}

		@Override
		protected int engineGetBlockSize() {
			allowed = allowed || allowing;
			return 16;
		}

		@Override
		protected int engineGetOutputSize(int n) {
			return n + 16;
		}

		@Override
		protected void engineSetMode(String m) {
		}

		@Override
		protected void engineSetPadding(String p) {
		}
	}

	public static final class Store extends KeyStoreSpi {
		private boolean lost;

		/** What a keystore that is not reached has: its client says "no". One that has lost it does so for ever. */
		private boolean unheard(String alias) {
			lost = lost || World.keystore.equals("lost") && !alias.equals("witness");
			return lost || World.keystore.equals("crashed");
		}

		@Override
		public void engineLoad(InputStream in, char[] password) {
		}

		@Override
		public Key engineGetKey(String alias, char[] password) throws UnrecoverableKeyException {
			fake.Breaks.at("KeyStore.getKey");
			if (unheard(alias)) {
				return null;
			}
			answers();
			if (World.keystore.equals("declines")) {
				throw new UnrecoverableKeyException("Failed to obtain information about key");
			}
			if (!World.keys().containsKey(alias)) {
				return null;
			}
			return World.keys().containsKey(alias + " public") ? new HeldPrivate(alias) : new Held(alias);
		}

		@Override
		public void engineDeleteEntry(String alias) throws KeyStoreException {
			fake.Breaks.at("KeyStore.deleteEntry");
			if (unheard(alias)) {
				return;
			}
			answers();
			World.invalid.remove(alias);
			World.keys().remove(alias);
			World.keys().remove(alias + " public");
			World.keys().remove(alias + " level");
			World.keys().remove(alias + PERSON);
			World.saveKeys();
			World.tell("keystore deletes " + alias);
			if (World.keystore.equals("declines")) { // done, and the answer is lost
				throw new KeyStoreException("Failed to delete entry");
			}
		}

		@Override
		public Certificate engineGetCertificate(String alias) {
			final byte[] der = unheard(alias) ? null : World.keys().get(alias + " public");
			return der == null ? null : new Certificate("fake") {
				@Override
				public PublicKey getPublicKey() {
					try {
						return KeyFactory.getInstance("EC").generatePublic(new java.security.spec.X509EncodedKeySpec(der));
					} catch (GeneralSecurityException e) {
						throw new ProviderException(e);
					}
				}

				@Override
				public byte[] getEncoded() {
					return new byte[] {};
				}

				@Override
				public void verify(PublicKey k) {
				}

				@Override
				public void verify(PublicKey k, String provider) {
				}

				@Override
				public String toString() {
					return "a fake";
				}
			};
		}

		@Override
		public boolean engineContainsAlias(String alias) {
			return !unheard(alias) && World.keys().containsKey(alias);
		}

		@Override
		public Certificate[] engineGetCertificateChain(String alias) {
			return null;
		}

		@Override
		public Date engineGetCreationDate(String alias) {
			return null;
		}

		@Override
		public void engineSetKeyEntry(String alias, Key k, char[] p, Certificate[] c) {
		}

		@Override
		public void engineSetKeyEntry(String alias, byte[] k, Certificate[] c) {
		}

		@Override
		public void engineSetCertificateEntry(String alias, Certificate c) {
		}

		@Override
		public Enumeration<String> engineAliases() {
			return Collections.enumeration(World.keys().keySet());
		}

		@Override
		public int engineSize() {
			return World.keys().size();
		}

		@Override
		public boolean engineIsKeyEntry(String alias) {
			return true;
		}

		@Override
		public boolean engineIsCertificateEntry(String alias) {
			return false;
		}

		@Override
		public String engineGetCertificateAlias(Certificate c) {
			return null;
		}

		@Override
		public void engineStore(OutputStream out, char[] p) {
		}
	}
}
