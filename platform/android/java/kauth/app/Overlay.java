package kauth.app;

import android.util.Log;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.golang.app.GoNativeActivity;

/**
 * What screen readers find of the window. Fyne lays it over its first activity and keeps
 * it there; one that is made later, after the first was left or destroyed, would be empty
 * for them.
 */
final class Overlay {
	private Overlay() {
	}

	/** Lays it over the newest activity, on the thread of the window. */
	static void again() {
		try {
			Field laid = GoNativeActivity.class.getDeclaredField("mA11yContainer");
			laid.setAccessible(true);
			if (laid.get(null) == null) { // Fyne has not begun with it: it will
				return;
			}
			laid.set(null, null);
			Method lay = GoNativeActivity.class.getDeclaredMethod("setupAccessibility");
			lay.setAccessible(true);
			lay.invoke(null);
		} catch (ReflectiveOperationException e) { // another Fyne: a journey of ours finds it
			Log.e("kAuth", "no overlay for screen readers", e);
		}
	}
}
