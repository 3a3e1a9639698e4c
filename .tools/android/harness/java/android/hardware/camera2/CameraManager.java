package android.hardware.camera2;

import android.os.Handler;

public final class CameraManager {
	public String[] getCameraIdList() throws CameraAccessException {
		fake.Breaks.at("CameraManager.getCameraIdList");
		return fake.World.trouble.equals("none") ? new String[] {} : new String[] {"0"};
	}

	public CameraCharacteristics getCameraCharacteristics(String id) throws CameraAccessException {
		fake.Breaks.at("CameraManager.getCameraCharacteristics");
		there();
		return new CameraCharacteristics();
	}

	public void openCamera(String id, final CameraDevice.StateCallback heard, Handler on) throws CameraAccessException {
		fake.Breaks.at("CameraManager.openCamera");
		if (new android.content.Context().checkSelfPermission("android.permission.CAMERA") != 0) {
			throw new SecurityException();
		}
		there();
		if (fake.World.trouble.equals("busy")) {
			fake.World.tell("camera refused: busy");
			throw new CameraAccessException(CameraAccessException.CAMERA_IN_USE);
		}
		if (fake.World.trouble.equals("disabled")) { // by who administers the phone
			throw new CameraAccessException(CameraAccessException.CAMERA_DISABLED);
		}
		final CameraDevice d = new CameraDevice(heard, on);
		on.post(new Runnable() {
			@Override
			public void run() {
				heard.onOpened(d);
			}
		});
	}

	private static void there() {
		if (fake.World.trouble.equals("none")) {
			throw new IllegalArgumentException("no such camera");
		}
	}
}
