package android.content.res;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public final class Resources {
	private static final int STRINGS = 0x7f020000;
	private static final List<String> names = new ArrayList<String>();
	private static final List<String> words = new ArrayList<String>();

	public Configuration getConfiguration() {
		return new Configuration();
	}

	public static Resources getSystem() {
		return new Resources();
	}

	/** The package's own, in English. */
	private static synchronized void read() {
		if (!names.isEmpty()) {
			return;
		}
		try {
			for (File f : new File(System.getProperty("fake.res"), "values").listFiles()) {
				Matcher m = Pattern.compile("<string name=\"(\\w+)\"[^>]*>([^<]*)<").matcher(new String(Files.readAllBytes(f.toPath()), "UTF-8"));
				while (m.find()) {
					names.add(m.group(1));
					words.add(m.group(2));
				}
			}
		} catch (IOException e) {
			throw new IllegalStateException(e);
		}
	}

	public String getString(int id) {
		read();
		return words.get(id - STRINGS);
	}

	/** Names that the package has, as aapt numbers them: more than 0. */
	public int getIdentifier(String name, String type, String packageName) {
		if (!type.equals("string")) {
			return fake.World.resource(type, name);
		}
		read();
		return names.contains(name) ? STRINGS + names.indexOf(name) : 0;
	}
}
