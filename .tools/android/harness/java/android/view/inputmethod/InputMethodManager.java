package android.view.inputmethod;

import android.view.View;

public final class InputMethodManager {
	public boolean showSoftInput(View v, int flags) {
		fake.World.keyboard(true);
		return true;
	}

	public boolean hideSoftInputFromWindow(Object token, int flags) {
		fake.World.keyboard(false);
		return true;
	}
}
