package kauth.app;

import android.content.Context;
import java.io.File;
import java.io.IOException;

/** Remembers what was asked, since the system tells "never asked" and "never ask again" alike. */
final class Asked {
	private Asked() {
	}

	private static File note(Context app, String permission) {
		return new File(app.getNoBackupFilesDir(), "asked-" + permission.substring(permission.lastIndexOf('.') + 1));
	}

	static boolean was(Context app, String permission) {
		return note(app, permission).exists();
	}

	/** Whether it was asked before; from now on it was. */
	static boolean before(Context app, String permission) {
		try {
			return !note(app, permission).createNewFile();
		} catch (IOException e) {
			return false; // asked once more is better than never
		}
	}
}
