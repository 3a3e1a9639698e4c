// The pages work without this. With it, the waiting pages go on at once, and a page
// that is closed takes its request back from the phone.
"use strict";
(() => {
	const card = document.querySelector("[data-wait]");
	if (!card) return;
	const find = (name) => card.querySelector("[data-" + name + "]");
	const say = (text) => { const at = find("say"); if (at && text) at.textContent = text; };
	let leaving = false;
	const leave = (go) => { if (!leaving) { leaving = true; go(); } };

	// Time left, counted here between two answers of the server.
	const bar = find("left"), clock = find("clock");
	let end = performance.now() + Number(bar.dataset.left) * 1000;
	const tick = () => {
		const left = Math.max(0, Math.round((end - performance.now()) / 1000));
		bar.value = left;
		const text = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
		clock.textContent = clock.dataset.clock.replace("{0}", text);
	};
	setInterval(tick, 1000);

	// "Send again" opens when the server takes it.
	const again = find("after");
	const wait = again ? Number(again.dataset.after) : 0;
	if (wait > 0) {
		again.disabled = true;
		setTimeout(() => { again.disabled = false; }, wait * 1000);
	}

	// Going on to another step of ours is not closing the page.
	document.addEventListener("submit", () => { leaving = true; });
	document.addEventListener("click", (e) => { if (e.target.closest("a[href]")) leaving = true; });
	addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });
	addEventListener("pagehide", () => {
		if (!leaving && card.dataset.cancel) navigator.sendBeacon(card.dataset.cancel + "?why=closed");
	});

	const pause = (ms) => new Promise((done) => setTimeout(done, ms));
	const shown = card.dataset.state || "waiting";
	const url = card.dataset.wait + "?wait=25" + (card.dataset.state ? "&state=" + shown : "");
	const listen = async () => {
		let tries = 0;
		while (!leaving) {
			try {
				const reply = await fetch(url, { headers: { Accept: "application/json" }, cache: "no-store" });
				if (reply.status >= 500 || reply.status === 429) throw new Error("later");
				if (!reply.ok) return leave(() => location.reload());
				const now = await reply.json();
				tries = 0;
				if (now.state !== shown) return answered(now.state);
				end = performance.now() + now.expires_in * 1000;
			} catch {
				tries++;
				await pause(Math.min(1000 * 2 ** tries, 15000) * (0.5 + Math.random() / 2));
			}
		}
	};
	const answered = (state) => {
		const form = find("goon");
		if (state !== "approved" || !form) return leave(() => location.reload());
		say(card.dataset.going);
		leave(() => form.submit());
	};
	listen();
})();
