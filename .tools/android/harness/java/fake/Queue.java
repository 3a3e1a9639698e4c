package fake;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A thread's list of things to do, as a Looper is. */
public final class Queue {
	private static final Runnable END = new Runnable() {
		@Override
		public void run() {
		}
	};
	private final LinkedBlockingQueue<Runnable> all = new LinkedBlockingQueue<Runnable>();
	private volatile Thread mine;

	public boolean post(Runnable r) {
		return all.add(r);
	}

	/** At once on the queue's own thread. */
	public void run(Runnable r) {
		if (Thread.currentThread() == mine) {
			r.run();
		} else {
			post(r);
		}
	}

	/** From another thread: waits until it is done. */
	public void wait(final Runnable r) throws InterruptedException {
		final CountDownLatch done = new CountDownLatch(1);
		post(new Runnable() {
			@Override
			public void run() {
				try {
					r.run();
				} finally {
					done.countDown();
				}
			}
		});
		done.await();
	}

	public void quit() {
		all.add(END);
	}

	public void loop() {
		mine = Thread.currentThread();
		try {
			for (Runnable r = all.take(); r != END; r = all.take()) {
				r.run();
				if (this == World.ui) {
					Sight.tell();
				}
			}
		} catch (InterruptedException e) {
			// the end
		}
	}
}
