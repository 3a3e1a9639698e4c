package android.view;

/** Where a window is drawn. */
public interface SurfaceHolder {
	/** What the system tells who draws, on the thread of the window. */
	interface Callback2 {
		void surfaceCreated(SurfaceHolder h);

		void surfaceChanged(SurfaceHolder h, int format, int width, int height);

		void surfaceRedrawNeeded(SurfaceHolder h);

		void surfaceDestroyed(SurfaceHolder h);
	}
}
