package kauth.app;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;

/** Small files that are there whole or not at all. */
final class Files {
	private static final int LARGEST = 64 << 10;

	private Files() {
	}

	/** Null where there is none. */
	static byte[] read(File file) throws IOException {
		if (!file.exists()) {
			return null;
		}
		FileInputStream in = new FileInputStream(file);
		try {
			byte[] out = new byte[(int) Math.min(file.length(), LARGEST)];
			int n = 0;
			while (n < out.length) {
				int more = in.read(out, n, out.length - n);
				if (more < 0) {
					throw new IOException("shorter than it was");
				}
				n += more;
			}
			return out;
		} finally {
			in.close();
		}
	}

	static void write(File file, byte[] data) throws IOException {
		File folder = file.getParentFile();
		if (!folder.isDirectory() && !folder.mkdirs()) {
			throw new IOException("no folder");
		}
		File next = new File(folder, file.getName() + ".new");
		FileOutputStream out = new FileOutputStream(next);
		try {
			out.write(data);
			out.getFD().sync();
		} finally {
			out.close();
		}
		if (!next.renameTo(file)) {
			throw new IOException("not renamed");
		}
	}
}
