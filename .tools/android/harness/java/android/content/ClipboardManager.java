package android.content;

public final class ClipboardManager {
	private static ClipData held;

	public void setPrimaryClip(ClipData c) {
		held = c;
		fake.World.clipboard = c.toString();
		fake.World.tell("clipboard changed");
	}

	public void setText(CharSequence s) {
		setPrimaryClip(ClipData.newPlainText("", s));
	}

	public CharSequence getText() {
		return held == null ? "" : held.toString();
	}

	public boolean hasPrimaryClip() {
		return held != null;
	}

	public ClipData getPrimaryClip() {
		return held;
	}
}
