package android.os;

import java.util.Locale;

public final class LocaleList {
	public int size() {
		return 1;
	}

	public Locale get(int i) {
		return Locale.getDefault();
	}

	public static LocaleList getDefault() {
		return new LocaleList();
	}
}
