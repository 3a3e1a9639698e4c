// Every page works without this script; with it, pages that wait go on by themselves.
"use strict";
(() => {
	const find = (what) => document.querySelector(what);
	const say = (words) => { const out = find("[data-say]"); if (out) out.textContent = words || ""; };
	const pause = (ms) => new Promise((done) => setTimeout(done, ms));
	let going = false; // to another page of ours

	// Time left: the server says how much, we count down from there.
	const bar = find("progress[data-left]");
	const clock = find("[data-clock]");
	let end = 0;
	const left = (seconds) => { end = performance.now() + seconds * 1000; tick(); };
	const tick = () => {
		const n = Math.max(0, Math.round((end - performance.now()) / 1000));
		bar.value = n;
		if (clock) clock.textContent = clock.dataset.clock.replace("{0}", Math.floor(n / 60) + ":" + String(n % 60).padStart(2, "0"));
	};
	if (bar) { left(Number(bar.dataset.left)); setInterval(tick, 1000); }

	// A page that waits asks until its state is another, then loads itself again.
	const wait = find("[data-wait]");
	// What happens meanwhile changes no more of the page than it must: somebody may be
	// typing, and is told by a polite word, not by a jump.
	const news = (now) => {
		if (now.cursor === undefined) return;
		wait.dataset.cursor = now.cursor;
		const shown = find("[data-shown]"); // not where a phone without a network answers
		const names = shown && now.shown.length ? shown.dataset.shown.replace("{0}", () => now.shown.join(", ")) : "";
		if (shown && shown.textContent !== names) shown.textContent = names;
		const late = find("[data-late]");
		if (now.late && late && late.hidden) {
			late.hidden = false;
			const words = find("#late");
			words.textContent = words.dataset.words;
		}
		const again = find("[data-again]");
		if (again) again.disabled = now.resend_in > 0;
	};
	const poll = async () => {
		const { wait: url, state, page, offline } = wait.dataset;
		const goOn = () => { if (going) return; going = true; location.replace(page); };
		for (let after = 1000; !going;) {
			try {
				const reply = await fetch(url + "?wait=25&" + new URLSearchParams({ state, cursor: wait.dataset.cursor || "" }), { cache: "no-store" });
				if (!going && (reply.status === 401 || reply.status === 404)) return goOn();
				if (!reply.ok) throw new Error(reply.status);
				const now = await reply.json();
				if (going) return; // a form is on its way: it must not be cut off
				if (now.state !== state) return goOn();
				left(now.expires_in);
				if (after > 1000) say("");
				news(now);
				after = 1000;
			} catch {
				if (going) return;
				say(offline);
				await pause(after);
				after = Math.min(after * 2, 30000);
			}
		}
	};
	if (wait) poll();

	// A sign-in whose page is closed is cancelled, unless it comes back at once: by
	// a reload, or by the browser's Back. Going on to another page of ours closes nothing.
	const here = find("[data-leave]");
	if (here) {
		const tell = (gone) => navigator.sendBeacon(here.dataset.leave, new URLSearchParams({ gone, at: Date.now() }));
		const came = performance.getEntriesByType("navigation")[0];
		if (!came || came.type !== "navigate") tell("");
		addEventListener("pagehide", () => { if (!going) tell("1"); });
	}
	addEventListener("submit", () => { going = true; });
	addEventListener("click", (e) => {
		const link = e.target.closest("a[href]");
		if (link && !e.ctrlKey && !e.metaKey && !e.shiftKey) going = true;
	});
	addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });

	// A button that rests for some seconds.
	const rest = find("[data-after]");
	if (rest && rest.dataset.after > 0) {
		rest.disabled = true;
		setTimeout(() => { rest.disabled = false; }, rest.dataset.after * 1000);
	}

	// Copying needs a script: its button shows only here.
	const copy = find("[data-copy]");
	if (copy && navigator.clipboard) {
		copy.hidden = false;
		copy.addEventListener("click", async () => {
			await navigator.clipboard.writeText(find("[data-address]").textContent);
			say(copy.dataset.copy);
		});
	}
})();
