package android.view.inputmethod;

public final class EditorInfo {
	public static final int IME_FLAG_NO_ENTER_ACTION = 0x40000000, IME_ACTION_DONE = 6, IME_FLAG_NO_FULLSCREEN = 0x2000000;
}
