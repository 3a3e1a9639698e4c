package fake;

/** Calls of the system that throw, as those of some makers' phones do. Each method that can asks here first. */
public final class Breaks {
	private static volatile String at = "", how = "";

	private Breaks() {
	}

	/** "CLASS.METHOD HOW" from now on: runtime, security, error; nothing for none. */
	static String act(String rest) {
		String[] word = rest.split(" ");
		how = word.length > 1 ? word[1] : "";
		at = word.length > 1 ? word[0] : "";
		return "";
	}

	/** Throws where this call is the one. */
	public static void at(String call) {
		if (!call.equals(at)) {
			return;
		}
		World.tell("throws " + call + " " + how);
		switch (how) {
			case "security":
				throw new SecurityException("not for this app");
			case "error":
				throw new NoSuchMethodError("the maker left it out");
			default:
				throw new IllegalStateException("the system does not work");
		}
	}
}
