package android.app;

import android.os.Bundle;

public class NativeActivity extends Activity {
	static native void loadNative(Object self);

	@Override
	public void onCreate(Bundle state) {
		super.onCreate(state);
		loadNative(this);
	}
}
