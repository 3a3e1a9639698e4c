package android.hardware.camera2;

import android.os.Handler;
import android.view.Surface;
import java.util.List;

public final class CameraDevice {
	public static final int TEMPLATE_PREVIEW = 1;
	final StateCallback heard;
	private final Handler on;
	boolean closed;
	private static int open; // of all

	CameraDevice(StateCallback heard, Handler on) {
		this.heard = heard;
		this.on = on;
		count(1);
	}

	private static synchronized void count(int n) {
		open += n;
	}

	/** How many nobody has closed: each keeps the camera from other apps. */
	public static synchronized int open() {
		return open;
	}

	/** 0: pulled out. */
	public void lose(final int error) {
		on.post(new Runnable() {
			@Override
			public void run() {
				if (error == 0) {
					heard.onDisconnected(CameraDevice.this);
				} else {
					heard.onError(CameraDevice.this, error);
				}
			}
		});
	}

	public abstract static class StateCallback {
		public static final int ERROR_CAMERA_IN_USE = 1, ERROR_MAX_CAMERAS_IN_USE = 2, ERROR_CAMERA_DISABLED = 3;

		public abstract void onOpened(CameraDevice d);

		public abstract void onDisconnected(CameraDevice d);

		public abstract void onError(CameraDevice d, int error);
	}

	public CaptureRequest.Builder createCaptureRequest(int template) throws CameraAccessException {
		fake.Breaks.at("CameraDevice.createCaptureRequest");
		if (closed) {
			throw new IllegalStateException();
		}
		return new CaptureRequest.Builder();
	}

	public void createCaptureSession(List<Surface> to, final CameraCaptureSession.StateCallback done, Handler on)
			throws CameraAccessException {
		fake.Breaks.at("CameraDevice.createCaptureSession");
		final CameraCaptureSession s = new CameraCaptureSession(this);
		on.post(new Runnable() {
			@Override
			public void run() {
				done.onConfigured(s);
			}
		});
	}

	public void close() {
		fake.Breaks.at("CameraDevice.close");
		if (!closed) {
			closed = true;
			count(-1);
			fake.World.filming(null);
		}
	}
}
