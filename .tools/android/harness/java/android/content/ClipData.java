package android.content;

public final class ClipData {
	final CharSequence text;

	private ClipData(CharSequence text) {
		this.text = text;
	}

	public static ClipData newPlainText(CharSequence label, CharSequence text) {
		return new ClipData(text);
	}

	@Override
	public String toString() {
		return text.toString();
	}
}
