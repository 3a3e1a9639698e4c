package android.widget;

import android.content.Context;

public final class EditText extends TextView {
	public static EditText last;
	public boolean shown;

	public EditText(Context c) {
		super(c);
		last = this;
	}

	@Override
	public void setVisibility(int v) {
		shown = v == VISIBLE;
	}

	public void setSelection(int i) {
	}
}
