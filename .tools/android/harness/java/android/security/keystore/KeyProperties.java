package android.security.keystore;

public final class KeyProperties {
	public static final int PURPOSE_ENCRYPT = 1, PURPOSE_DECRYPT = 2, PURPOSE_SIGN = 4;
	public static final String BLOCK_MODE_GCM = "GCM", ENCRYPTION_PADDING_NONE = "NoPadding", KEY_ALGORITHM_AES = "AES",
			KEY_ALGORITHM_EC = "EC", DIGEST_NONE = "NONE", DIGEST_SHA256 = "SHA-256";
}
