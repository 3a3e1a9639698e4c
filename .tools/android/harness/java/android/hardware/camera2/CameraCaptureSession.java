package android.hardware.camera2;

import android.os.Handler;

public final class CameraCaptureSession {
	private final CameraDevice device;

	CameraCaptureSession(CameraDevice device) {
		this.device = device;
	}

	public abstract static class StateCallback {
		public abstract void onConfigured(CameraCaptureSession s);

		public abstract void onConfigureFailed(CameraCaptureSession s);
	}

	public abstract static class CaptureCallback {
	}

	public int setRepeatingRequest(CaptureRequest r, CaptureCallback c, Handler on) throws CameraAccessException {
		fake.Breaks.at("CameraCaptureSession.setRepeatingRequest");
		if (device.closed) {
			throw new IllegalStateException();
		}
		fake.World.filming(device);
		fake.World.light(r.torch);
		fake.World.sharp = r.sharp;
		return 1;
	}
}
