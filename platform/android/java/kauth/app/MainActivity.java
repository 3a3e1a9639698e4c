package kauth.app;

import android.content.Intent;
import android.content.res.Configuration;
import android.os.Bundle;
import android.util.Log;
import android.view.KeyEvent;
import android.view.SurfaceHolder;
import org.golang.app.GoNativeActivity;

/** The app's one activity: Fyne's, with what Fyne leaves out. */
public final class MainActivity extends GoNativeActivity {
	static final int ASK_UNLOCK = 7701;
	static final int ASK_PERMISSION = 7702;

	private static MainActivity front; // the newest that is not destroyed

	/** The activity that there is, or null: the system may start the process without one. */
	static synchronized MainActivity front() {
		return front;
	}

	private static synchronized void front(MainActivity activity, boolean there) {
		if (there) {
			front = activity;
		} else if (front == activity) {
			front = null;
		}
	}

	@Override
	public void onCreate(Bundle state) {
		Bridge.begin(this);
		front(this, true);
		Privacy.dress(this); // before there is anything to see
		super.onCreate(state); // loads the app's code
		Bars.dress(this);
		Overlay.again();
		Notices.answerKnock(this);
		if (state == null && !remembered(getIntent())) { // made anew after a rotation, it has the intent of before
			heard(getIntent());
		}
	}

	/** From the list of recent apps comes what started the app once: it was heard then. */
	private static boolean remembered(Intent intent) {
		return intent != null && (intent.getFlags() & Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY) != 0;
	}

	/** Anybody may send one: what cannot be read is nothing. */
	private static void heard(Intent intent) {
		try {
			if (intent != null && Notices.ANSWERED.equals(intent.getAction())) {
				Notices.answered(intent);
				return;
			}
			Links.opened(intent);
		} catch (RuntimeException e) { // BadParcelableException, of any extra that is asked for
			Log.w("kAuth", "an intent that cannot be read: " + e.getClass().getName());
		}
	}

	@Override
	protected void onNewIntent(Intent intent) {
		super.onNewIntent(intent);
		setIntent(intent);
		heard(intent);
	}

	@Override
	protected void onResume() {
		super.onResume();
		Question.resumed(this);
		Comfort.look(this);
	}

	/** The calls below end once Fyne has drawn the window: see package redraw. */
	private static void waits(boolean yes) {
		Bridge.tell("window.waits", yes ? "yes" : "no", null);
	}

	@Override
	public void surfaceCreated(SurfaceHolder h) {
		waits(true);
		try {
			super.surfaceCreated(h);
		} finally {
			waits(false);
		}
	}

	@Override
	public void surfaceChanged(SurfaceHolder h, int format, int width, int height) {
		waits(true);
		try {
			super.surfaceChanged(h, format, width, height);
		} finally {
			waits(false);
		}
	}

	@Override
	public void surfaceRedrawNeeded(SurfaceHolder h) {
		waits(true);
		try {
			super.surfaceRedrawNeeded(h);
		} finally {
			waits(false);
		}
	}

	@Override
	public void onConfigurationChanged(Configuration c) {
		super.onConfigurationChanged(c);
		Comfort.look(this);
		Bars.dress(this); // Fyne has just done it by the system's theme
	}

	/**
	 * A digit of a keyboard that is plugged in, of which Fyne makes nothing: it waits for the
	 * text that its hidden field makes of it, and a page without a field has none.
	 */
	@Override
	public boolean dispatchKeyEvent(KeyEvent e) {
		if (super.dispatchKeyEvent(e)) {
			return true;
		}
		int digit = e.getUnicodeChar();
		if (digit < '0' || digit > '9') {
			return false;
		}
		if (e.getAction() == KeyEvent.ACTION_DOWN && e.getRepeatCount() == 0) {
			Bridge.tell("keyboard.digit", String.valueOf((char) digit), null);
		}
		return true;
	}

	@Override
	protected void onDestroy() {
		Question.ended(this);
		front(this, false);
		super.onDestroy();
	}

	@Override
	protected void onActivityResult(int request, int result, Intent data) {
		if (request == ASK_UNLOCK) {
			Question.confirmed(result == RESULT_OK);
			return;
		}
		super.onActivityResult(request, result, data);
	}

	@Override
	public void onRequestPermissionsResult(int request, String[] permissions, int[] results) {
		if (request == ASK_PERMISSION) {
			Permissions.answered();
		}
	}
}
