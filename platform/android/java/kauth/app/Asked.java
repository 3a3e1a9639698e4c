package kauth.app;

import android.content.Context;
import java.io.File;
import java.io.IOException;

/** Remembers what was asked, since the system tells "never asked" and "never ask again" alike. */
final class Asked {
	private Asked() {
	}

	/** Whether it was asked before; from now on it was. */
	static boolean before(Context app, String permission) {
		File note = new File(app.getNoBackupFilesDir(), "asked-" + permission.substring(permission.lastIndexOf('.') + 1));
		try {
			return !note.createNewFile();
		} catch (IOException e) {
			return false; // asked once more is better than never
		}
	}
}
