package kauth.app;

import android.content.Context;
import android.os.Build;

/** What the app asks of the phone when it starts. */
final class Phone {
	private Phone() {
	}

	static byte[] call(Context app, String verb) throws Trouble {
		if (verb.equals("folder")) { // of this app alone, and no backup of the system's takes it along
			return Text.bytes(app.getNoBackupFilesDir().getAbsolutePath());
		}
		if (verb.equals("model")) {
			return Text.bytes(Build.MODEL);
		}
		throw new Trouble("fault", "phone." + verb);
	}
}
