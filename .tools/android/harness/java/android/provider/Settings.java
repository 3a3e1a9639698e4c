package android.provider;

import android.content.ContentResolver;

public final class Settings {
	public static final class Global {
		public static final String ANIMATOR_DURATION_SCALE = "animator_duration_scale";

		public static float getFloat(ContentResolver r, String name, float usual) {
			fake.Breaks.at("Settings.getFloat");
			return r != null && name.equals(ANIMATOR_DURATION_SCALE) ? fake.World.animations : usual;
		}
	}
}
