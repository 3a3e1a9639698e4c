package android.app;

import android.content.ContextWrapper;
import android.content.Intent;
import android.content.res.Configuration;
import android.os.Bundle;
import android.view.KeyEvent;
import android.view.View;
import android.view.Window;

public class Activity extends ContextWrapper {
	public static final int RESULT_OK = -1;

	private final Window window = new Window();
	private Intent intent = fake.World.intent;

	protected void onCreate(Bundle state) {
	}

	protected void onResume() {
	}

	protected void onPause() {
	}

	protected void onDestroy() {
	}

	protected void onNewIntent(Intent i) {
	}

	protected void onActivityResult(int request, int result, Intent data) {
	}

	public void onRequestPermissionsResult(int request, String[] permissions, int[] results) {
	}

	public void onBackPressed() {
		fake.World.finished();
	}

	public void onConfigurationChanged(Configuration c) {
	}

	/** A text field that is shown has the focus, and takes what can be written. */
	public boolean dispatchKeyEvent(KeyEvent e) {
		android.widget.EditText field = android.widget.EditText.last;
		if (field == null || !field.shown || e.getUnicodeChar() == 0) {
			return false;
		}
		if (e.getAction() == KeyEvent.ACTION_DOWN) {
			field.type(String.valueOf((char) e.getUnicodeChar()));
		}
		return true;
	}

	public void onTrimMemory(int level) {
	}

	public void onLowMemory() {
	}

	public Window getWindow() {
		return window;
	}

	public Intent getIntent() {
		return intent;
	}

	public void setIntent(Intent i) {
		intent = i;
	}

	public View findViewById(int id) {
		return new View(this);
	}

	public void addContentView(View v, Object params) {
	}

	public final void runOnUiThread(Runnable r) {
		fake.World.ui.run(r);
	}

	public boolean shouldShowRequestPermissionRationale(String permission) {
		return fake.World.rationale(permission);
	}

	public final void requestPermissions(String[] permissions, int request) {
		fake.Breaks.at("Activity.requestPermissions");
		fake.World.asked(this, permissions[0], request);
	}

	public void startActivityForResult(Intent i, int request) {
		fake.World.startedForResult(this, i, request);
	}

	/** What the system calls. */
	public void system(String what, Intent i, int request, int result) {
		if (what.equals("resume")) {
			onResume();
		} else if (what.equals("pause")) {
			onPause();
		} else if (what.equals("destroy")) {
			onDestroy();
		} else if (what.equals("intent")) {
			onNewIntent(i);
		} else if (what.equals("result")) {
			onActivityResult(request, result, i);
		}
	}
}
