package android.hardware.camera2;

import android.os.Handler;

public final class CameraManager {
	public String[] getCameraIdList() throws CameraAccessException {
		return fake.World.trouble.equals("none") ? new String[] {} : new String[] {"0"};
	}

	public CameraCharacteristics getCameraCharacteristics(String id) throws CameraAccessException {
		return new CameraCharacteristics();
	}

	public void openCamera(String id, final CameraDevice.StateCallback heard, Handler on) throws CameraAccessException {
		if (new android.content.Context().checkSelfPermission("android.permission.CAMERA") != 0) {
			throw new SecurityException();
		}
		if (fake.World.trouble.equals("busy")) {
			throw new CameraAccessException(CameraAccessException.CAMERA_IN_USE);
		}
		final CameraDevice d = new CameraDevice(heard);
		on.post(new Runnable() {
			@Override
			public void run() {
				heard.onOpened(d);
			}
		});
	}
}
