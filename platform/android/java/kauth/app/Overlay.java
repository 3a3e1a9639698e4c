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

	/**
	 * Lays it over the newest activity, on the thread of the window. A thread of Go's lists
	 * what is in the window anew for each frame, in three calls that hold Fyne's class, and
	 * its last one does nothing where the list is the one of before. Between two of them the
	 * list is half made: so what was listed before is forgotten, and the last call fills the
	 * new overlay.
	 */
	static void again() {
		try {
			Field laid = field("mA11yContainer");
			Field before = field("sLastCommittedSignature");
			Method lay = GoNativeActivity.class.getDeclaredMethod("setupAccessibility");
			lay.setAccessible(true);
			synchronized (GoNativeActivity.class) {
				laid.set(null, null);
				before.set(null, null);
				lay.invoke(null);
			}
		} catch (ReflectiveOperationException e) { // another Fyne: a journey of ours finds it
			Log.e("kAuth", "no overlay for screen readers", e);
		}
	}

	private static Field field(String name) throws NoSuchFieldException {
		Field f = GoNativeActivity.class.getDeclaredField(name);
		f.setAccessible(true);
		return f;
	}
}
