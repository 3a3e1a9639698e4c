package android.os;

import java.util.HashMap;
import java.util.Map;

public final class Bundle {
	private final Map<String, Object> all = new HashMap<String, Object>();

	public String getString(String key) {
		return (String) all.get(key);
	}

	public void putString(String key, String value) {
		all.put(key, value);
	}
}
