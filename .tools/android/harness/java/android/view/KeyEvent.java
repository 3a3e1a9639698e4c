package android.view;

public final class KeyEvent {
	public static final int ACTION_DOWN = 0;
	private final int action, code;

	public KeyEvent(int action, int code) {
		this.action = action;
		this.code = code;
	}

	public int getAction() {
		return action;
	}

	public int getRepeatCount() {
		return 0;
	}

	public int getUnicodeChar() {
		return KeyCharacterMap.load(1).get(code, 0);
	}
}
