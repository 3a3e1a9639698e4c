package android.security.keystore;

import java.security.spec.AlgorithmParameterSpec;

public final class KeyGenParameterSpec implements AlgorithmParameterSpec {
	public final String alias;
	public final int purposes;
	public String mode, padding;
	public String[] digests = {};
	public AlgorithmParameterSpec curve;
	public boolean strongBox, person, fickle;
	public int seconds = -1; // -1: each use needs the person

	private KeyGenParameterSpec(String alias, int purposes) {
		this.alias = alias;
		this.purposes = purposes;
	}

	public static final class Builder {
		private final KeyGenParameterSpec s;

		public Builder(String alias, int purposes) {
			s = new KeyGenParameterSpec(alias, purposes);
		}

		public Builder setBlockModes(String... m) {
			s.mode = m[0];
			return this;
		}

		public Builder setEncryptionPaddings(String... p) {
			s.padding = p[0];
			return this;
		}

		public Builder setDigests(String... d) {
			s.digests = d;
			return this;
		}

		public Builder setKeySize(int bits) {
			return this;
		}

		public Builder setAlgorithmParameterSpec(AlgorithmParameterSpec c) {
			s.curve = c;
			return this;
		}

		public Builder setUserAuthenticationRequired(boolean b) {
			s.person = b;
			return this;
		}

		public Builder setUserAuthenticationValidityDurationSeconds(int n) {
			s.seconds = n;
			return this;
		}

		public Builder setInvalidatedByBiometricEnrollment(boolean b) {
			s.fickle = b;
			return this;
		}

		public Builder setIsStrongBoxBacked(boolean b) {
			s.strongBox = b;
			return this;
		}

		public KeyGenParameterSpec build() {
			return s;
		}
	}
}
