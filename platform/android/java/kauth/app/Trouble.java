package kauth.app;

/**
 * What went wrong, by a kind that Go knows: unsupported, cancelled, gone, locked, moment
 * (it may work in a moment), refused, barred (for ever), busy, none, lost, silent, fault.
 */
final class Trouble extends Exception {
	final String kind;

	Trouble(String kind, String words) {
		super(words);
		this.kind = kind;
	}
}
