package android.widget;

import android.content.Context;

public final class EditText extends TextView {
	public static EditText last;

	public EditText(Context c) {
		super(c);
		last = this;
	}

	public void setSelection(int i) {
	}
}
