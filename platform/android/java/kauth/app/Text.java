package kauth.app;

import java.nio.charset.Charset;

/** Texts as Go has them. */
final class Text {
	private static final Charset UTF8 = Charset.forName("UTF-8");

	private Text() {
	}

	static byte[] bytes(String s) {
		return s.getBytes(UTF8);
	}

	static String of(byte[] b) {
		return new String(b, UTF8);
	}
}
