package android.app;

import android.os.Bundle;
import android.view.SurfaceHolder;

public class NativeActivity extends Activity implements SurfaceHolder.Callback2 {
	static native void loadNative(Object self);

	@Override
	public void onCreate(Bundle state) {
		super.onCreate(state);
		loadNative(this);
	}

	@Override
	public void surfaceCreated(SurfaceHolder h) {
		fake.World.life("window");
	}

	/** Another surface in the place of the one before is another window; of the same one it is nothing to draw. */
	@Override
	public void surfaceChanged(SurfaceHolder other, int format, int width, int height) {
		if (other != null) {
			fake.World.life("nowindow");
			fake.World.life("window");
		}
	}

	@Override
	public void surfaceRedrawNeeded(SurfaceHolder h) {
		fake.World.life("redraw");
	}

	@Override
	public void surfaceDestroyed(SurfaceHolder h) {
		fake.World.life("nowindow");
	}
}
