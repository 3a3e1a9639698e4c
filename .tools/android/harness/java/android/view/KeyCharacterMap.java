package android.view;

public final class KeyCharacterMap {
	public static final class UnavailableException extends RuntimeException {
	}

	public static KeyCharacterMap load(int device) {
		return new KeyCharacterMap();
	}

	public int get(int key, int meta) {
		return key >= 7 && key <= 16 ? '0' + key - 7 : key >= 29 && key <= 54 ? 'a' + key - 29 : 0;
	}
}
