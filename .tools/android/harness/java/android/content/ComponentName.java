package android.content;

public final class ComponentName {
	public final String name;

	public ComponentName(Context c, Class<?> of) {
		name = of.getName();
	}
}
