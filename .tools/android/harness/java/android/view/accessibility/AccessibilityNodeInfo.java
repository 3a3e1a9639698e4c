package android.view.accessibility;

public final class AccessibilityNodeInfo {
	public static final int ACTION_CLICK = 16;
	public CharSequence text = "";
	public CharSequence role = "";

	public void setContentDescription(CharSequence s) {
		text = s;
	}

	public void setClassName(CharSequence s) {
		role = s;
	}

	public void setClickable(boolean b) {
	}

	public void addAction(int i) {
	}

	public void setText(CharSequence s) {
		text = s;
	}
}
