package android.os;

public final class Looper {
	final fake.Queue queue;

	Looper(fake.Queue queue) {
		this.queue = queue;
	}
}
