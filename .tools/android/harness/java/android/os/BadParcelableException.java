package android.os;

public class BadParcelableException extends RuntimeException {
	public BadParcelableException(String words) {
		super(words);
	}
}
