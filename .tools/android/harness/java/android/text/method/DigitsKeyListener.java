package android.text.method;

public final class DigitsKeyListener {
	public static DigitsKeyListener getInstance(String s) {
		return new DigitsKeyListener();
	}
}
