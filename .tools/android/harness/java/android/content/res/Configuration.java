package android.content.res;

import android.os.LocaleList;
import java.util.Locale;

public final class Configuration {
	public static final int UI_MODE_NIGHT_MASK = 0x30, UI_MODE_NIGHT_YES = 0x20;
	public int uiMode = fake.World.dark ? 0x20 : 0x10;
	public float fontScale = fake.World.fontScale;
	public Locale locale = Locale.getDefault();

	public LocaleList getLocales() {
		return new LocaleList();
	}
}
